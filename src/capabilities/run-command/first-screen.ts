/** What manual commands did, on the first screen of a report. */
import { type Inline, say } from '../../blocks/block.ts';
import { counted } from '../../blocks/numbers.ts';
import { dateAndTime } from '../../blocks/times.ts';
import type { ScreenPartSpec } from '../../capability/first-screen.ts';
import { installsTogether, rolloutPhrase, shortPhrase, toneOf } from '../../capability/rollout-screen.ts';
import type { CommandStory } from '../../capability/rollout-story.ts';
import { tallyOfParts } from '../../capability/rollout-tally.ts';
import type { RunCommand } from './machine.ts';
import { manualStories } from './view.ts';

interface Machine {
  readonly commands: RunCommand;
}

export const commandScreen: readonly ScreenPartSpec<Machine>[] = [
  {
    place: 20,
    of({ commands }, simulation) {
      const stories = manualStories(commands, simulation);
      if (stories.length === 0) return null;
      return { versions: [stories.map(commandLine), [together(stories)]] };
    },
  },
];

function commandLine(story: CommandStory): Inline {
  const { id, operation, started, error, tally, installed, maxErrors, halt } = story;
  const when = `${dateAndTime(started.atMs)} UTC`;
  if (error !== null) return say(`${when} ${id}: AWS refuses the call with ${error}.`, 'bad');
  const words = rolloutPhrase({
    name: id,
    operation,
    tally,
    installed,
    maxErrorsCount: maxErrors.count,
    halts: halt === null ? [] : [halt],
    base: started,
  });
  return say(`${when} ${words}.`, toneOf(tally, installed));
}

function together(stories: readonly CommandStory[]): Inline {
  const tally = tallyOfParts(stories.map((story) => story.tally));
  const installed = installsTogether(stories.map((story) => story.installed));
  const refused = stories.filter(({ error }) => error !== null).length;
  const name = `${counted(stories.length, 'manual command')}${refused === 0 ? '' : `, ${refused} refused`}:`;
  return say(`${shortPhrase({ name, tally, installed })}.`, refused > 0 ? 'bad' : toneOf(tally, installed));
}
