/** The states of the nodes, on the first screen of a report. */
import { type Span, say } from '../../blocks/block.ts';
import { count } from '../../blocks/numbers.ts';
import type { CauseId } from '../../capability/causes.ts';
import { explainAll, type ScreenPartSpec } from '../../capability/first-screen.ts';
import { type CauseFinder, otherCauses } from './cause-finder.ts';
import { type NodeState, nodeStates } from './node-states.ts';
import { unpatchedCauses } from './view.ts';

interface Machine {
  readonly causes: CauseFinder;
}

const stateWords: Readonly<Record<NodeState, string>> = {
  upToDate: 'up to date',
  heldBack: 'held back',
  waiting: 'waiting',
  missed: 'missed',
};

/** Only causes of missed nodes are something to act on tonight. */
function isOfOtherState(cause: CauseId): boolean {
  return otherCauses.includes(cause);
}

/** The number of causes that are named. */
const causesMax = 3;

export const patchScreen: readonly ScreenPartSpec<Machine>[] = [
  {
    place: 30,
    of({ causes: finder }, simulation) {
      const { fleet, scenario } = simulation;
      // Without patches nothing can be missing.
      if (fleet.count === 0 || (scenario.patches.length === 0 && scenario.patchStreams.length === 0))
        return null;
      const causes = unpatchedCauses(finder, simulation).filter(({ cause }) => !isOfOtherState(cause));
      const states = nodeStates.map((_, place) =>
        finder.counts().statesByGroup.reduce((sum, group) => sum + group[place]!, 0),
      );
      const missed = states[nodeStates.indexOf('missed')]!;
      const told = nodeStates.flatMap((state, place) =>
        states[place] === 0 ? [] : [`${count(states[place]!)} ${stateWords[state]}`],
      );
      const words = told.join(', ');
      if (missed === 0) return { versions: [[say(`Patches: ${words}.`, 'good')]], about: 'nodes' };
      const line = (shown: number): Span => {
        const named = causes.slice(0, shown).map(({ cause, count: nodes }) => `${cause} ${count(nodes)}`);
        const rest = causes.slice(shown).reduce((sum, one) => sum + one.count, 0);
        return say(
          `Patches: ${words} (${[...named, ...(rest > 0 ? [`others ${count(rest)}`] : [])].join(', ')}).`,
          'bad',
        );
      };
      return {
        versions: [[line(causesMax)], [line(1)], [say(`Patches: ${words}.`, 'bad')]],
        about: 'nodes',
        question: explainAll(10),
      };
    },
  },
];
