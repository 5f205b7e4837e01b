/** What manual commands did, on the first screen of a report. */
import { type Inline, say, withoutStop } from '../../blocks/block.ts';
import { count, counted } from '../../blocks/numbers.ts';
import { dateAndTime } from '../../blocks/times.ts';
import { explainNode, type ScreenPartSpec } from '../../capability/first-screen.ts';
import { rolloutPhrase, toneOf, totalOf, totalPhrase } from '../../capability/rollout-screen.ts';
import type { CommandStory } from '../../capability/rollout-story.ts';
import type { RunCommand } from './machine.ts';
import { manualStories, nounOf } from './view.ts';

interface Machine {
  readonly commands: RunCommand;
}

export const commandScreen: readonly ScreenPartSpec<Machine>[] = [
  {
    place: 20,
    of({ commands }, simulation) {
      const stories = manualStories(commands, simulation);
      if (stories.length === 0) return null;
      const each = (isShort: boolean) => stories.map((story) => commandLine(story, isShort));
      const last = stories.length === 1 ? [] : [[together(stories)]];
      const question = explainNode(stories.flatMap(({ failures }) => failures));
      return { versions: [each(false), each(true), ...last], question };
    },
  },
];

function commandLine(story: CommandStory, isShort: boolean): Inline {
  const { id, operation, started, error, tally, installed, maxErrors, halt } = story;
  const when = isShort ? '' : `${dateAndTime(started.atMs)} UTC `;
  if (error !== null) return say(`${when}${id}: AWS refuses the call with ${withoutStop(error)}.`, 'bad');
  const phrase = { name: id, operation, tally, installed, maxErrorsCount: maxErrors.count, base: started };
  const words = rolloutPhrase({ ...phrase, halts: halt === null ? [] : [halt] }, isShort);
  return say(`${when}${words}.`, toneOf(tally, installed));
}

function together(stories: readonly CommandStory[]): Inline {
  const total = totalOf(stories);
  const refused = stories.filter(({ error }) => error !== null).length;
  const name = `${counted(stories.length, nounOf(stories))}${refused === 0 ? '' : `, ${count(refused)} refused`}`;
  const tone = refused > 0 ? 'bad' : toneOf(total.tally, total.installed);
  return say(`${totalPhrase(name, total)}.`, tone);
}
