/** The states of the nodes and the causes of missed ones, on the first screen of a report. */
import { say } from '../../blocks/block.ts';
import { count } from '../../blocks/numbers.ts';
import { causesInWords, explainAll, type ScreenPartSpec } from '../../capability/first-screen.ts';
import type { Simulation } from '../../capability/simulation.ts';
import type { CauseFinder } from './cause-finder.ts';
import { nodeStates, stateWords } from './node-states.ts';
import { type CauseCount, countOfState, hasPatches, unpatchedCauses } from './view.ts';

interface Machine {
  readonly causes: CauseFinder;
}

export const patchScreen: readonly ScreenPartSpec<Machine>[] = [
  {
    place: 22,
    of({ causes: finder }, simulation) {
      if (!hasPatches(simulation)) return null;
      const causes = missedCauses(finder, simulation);
      const unknown = causes.filter(({ isUnknown }) => isUnknown);
      const withheld = unknown.reduce((sum, one) => sum + one.count, 0);
      const numbers = nodeStates.map((state) => {
        const nodes = countOfState(finder, state) - (state === 'missed' ? withheld : 0);
        return [nodes, stateWords[state]] as const;
      });
      const withheldWords = unknown.map(({ cause, count: some }) => [some, `not known (${cause})`] as const);
      const words = [...numbers, ...withheldWords]
        .filter(([nodes], place) => place === 0 || nodes > 0)
        .map(([nodes, word]) => `${count(nodes)} ${word}`);
      const tone = causes.length > 0 ? 'bad' : 'good';
      const isBehind = countOfState(finder, 'upToDate') < simulation.fleet.count;
      return {
        versions: [[say(words.join(', '), tone)]],
        about: 'nodes',
        ...(isBehind ? { question: explainAll(causes.length > 0 ? 10 : 50) } : {}),
      };
    },
  },
  {
    place: 27,
    of({ causes: finder }, simulation) {
      if (!hasPatches(simulation)) return null;
      const causes = missedCauses(finder, simulation).filter(({ isUnknown }) => !isUnknown);
      if (causes.length === 0) return null;
      const line = (shown: number) => [say(`Missed by cause: ${causesInWords(causes, shown)}.`, 'bad')];
      return { versions: [line(3), line(2), line(1)], isOptional: true };
    },
  },
];

function missedCauses(finder: CauseFinder, simulation: Simulation): CauseCount[] {
  return unpatchedCauses(finder, simulation).filter(({ state }) => state === 'missed');
}
