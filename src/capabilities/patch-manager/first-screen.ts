/** The states of the nodes, on the first screen of a report. */
import { type Span, say } from '../../blocks/block.ts';
import { count } from '../../blocks/numbers.ts';
import { explainAll, type ScreenPartSpec } from '../../capability/first-screen.ts';
import type { CauseFinder } from './cause-finder.ts';
import { unpatchedCauses } from './view.ts';

interface Machine {
  readonly causes: CauseFinder;
}

/** So many causes are named. */
const causesMax = 3;

export const patchScreen: readonly ScreenPartSpec<Machine>[] = [
  {
    place: 30,
    of({ causes: finder }, simulation) {
      const { fleet, scenario } = simulation;
      // Without patches nothing can be missing.
      if (fleet.count === 0 || (scenario.patches.length === 0 && scenario.patchStreams.length === 0))
        return null;
      const causes = unpatchedCauses(finder, simulation);
      const unpatched = causes.reduce((sum, one) => sum + one.count, 0);
      if (unpatched === 0) return { versions: [[say('All patched.', 'good')]], about: 'nodes' };
      const states = `Patched: ${count(fleet.count - unpatched)}`;
      const line = (shown: number): Span => {
        const named = causes.slice(0, shown).map(({ cause, count: nodes }) => `${cause} ${count(nodes)}`);
        const rest = causes.slice(shown).reduce((sum, one) => sum + one.count, 0);
        return say(
          `${states}; not patched: ${count(unpatched)} (${[...named, ...(rest > 0 ? [`others ${count(rest)}`] : [])].join(', ')}).`,
          'bad',
        );
      };
      return {
        versions: [[line(causesMax)], [line(1)], [say(`${states} of ${count(fleet.count)}.`, 'bad')]],
        about: 'nodes',
        question: explainAll(10),
      };
    },
  },
];
