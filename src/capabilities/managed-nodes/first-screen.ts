/** Nodes that are not managed are always counted on the first screen of a report, whatever they lack. */
import { say } from '../../blocks/block.ts';
import { count } from '../../blocks/numbers.ts';
import { causesInWords, explainAll, type ScreenPartSpec } from '../../capability/first-screen.ts';
import type { ManagedNodes } from './machine.ts';
import { unmanagedCauses } from './view.ts';

interface Machine {
  readonly nodes: ManagedNodes;
}

export const nodeScreen: readonly ScreenPartSpec<Machine>[] = [
  {
    place: 25,
    of(machine, simulation) {
      const total = simulation.fleet.count;
      const causes = unmanagedCauses(machine, simulation);
      const unmanaged = causes.reduce((sum, one) => sum + one.count, 0);
      if (unmanaged === 0) {
        const words = total === 1 ? 'managed' : 'all managed';
        return total === 0 ? null : { versions: [[say(words, 'good')]], about: 'nodes' };
      }
      const phrase = (shown: number) => [
        say(`${count(unmanaged)} not managed (${causesInWords(causes, shown)})`, 'bad'),
      ];
      const brief = [say(`${count(unmanaged)} not managed`, 'bad')];
      return { versions: [phrase(3), phrase(1), brief], about: 'nodes', question: explainAll(20) };
    },
  },
];
