/** Boots that read parameters and calls that failed, on the first screen of a report. */
import { say } from '../../blocks/block.ts';
import { count, counted } from '../../blocks/numbers.ts';
import type { ScreenPartSpec } from '../../capability/first-screen.ts';
import { missingRight } from './access.ts';
import { allCalls } from './all-calls.ts';
import type { Machine } from './machine.ts';
import { bootCounts } from './tally.ts';

export const parameterScreen: readonly ScreenPartSpec<Machine>[] = [
  {
    place: 26,
    of({ parameters: { boots } }, { fleet }) {
      if (boots.length === 0) return null;
      const { throttled, failed, secondsMax } = bootCounts(boots);
      const first = boots.find(({ refusal }) => refusal !== null);
      const question =
        first === undefined
          ? undefined
          : { place: 28, command: 'explain', rest: [fleet.nameOf(first.node)], takesSettings: true };
      const tone = failed > 0 ? 'bad' : throttled > 0 ? 'odd' : 'plain';
      const start = `Parameters at boot: ${counted(boots.length, 'boot')}, ${count(throttled)} throttled, ${count(failed)} failed`;
      const last = secondsMax === null ? '' : `; the slowest had them after ${seconds(secondsMax)}`;
      return { versions: [[say(`${start}${last}.`, tone)], [say(`${start}.`, tone)]], question };
    },
  },
  {
    place: 27,
    of({ parameters }, simulation) {
      const calls = allCalls(parameters, simulation);
      const failed = calls.filter(({ refusal }) => refusal !== null);
      if (failed.length === 0) return null;
      const [first] = failed;
      const missing = missingRight(first!.refusal);
      const lacking = missing === null ? '' : ` (lacks ${missing.action})`;
      const line = `Parameter Store: ${count(failed.length)} of ${counted(calls.length, 'call')} failed, first ${first!.id}: ${first!.status}${lacking}.`;
      return {
        versions: [[say(line, 'bad')]],
        question: { place: 26, command: 'explain', rest: ['--execution', first!.id], takesSettings: true },
      };
    },
  },
];

export function seconds(value: number): string {
  return `${value.toFixed(1)} s`;
}
