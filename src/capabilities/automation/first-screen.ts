/** What came of runbooks, on the first screen of a report. */
import { say } from '../../blocks/block.ts';
import { count, counted } from '../../blocks/numbers.ts';
import type { ScreenPartSpec } from '../../capability/first-screen.ts';
import type { Execution } from './execution.ts';
import type { Machine } from './machine.ts';
import { isDivided } from './quota.ts';

export const automationScreen: readonly ScreenPartSpec<Machine>[] = [
  {
    place: 28,
    of({ automation: { executions } }) {
      const started = executions.filter(({ parent }) => parent === null);
      if (started.length === 0) return null;
      const children = executions.filter(({ parent }) => parent !== null && isDivided(parent));
      const targets =
        children.length === 0 ? '' : ` (${counted(children.length, 'target')}: ${endsOf(children)})`;
      const words = `${counted(started.length, 'automation')}: ${endsOf(started)}${targets}.`;
      const tone = executions.some(isBad) ? 'odd' : 'plain';
      const failed = toldFirst(executions);
      const question =
        failed === undefined
          ? undefined
          : { place: 26, command: 'explain', rest: ['--execution', failed.request.id], takesSettings: true };
      return { versions: [[say(words, tone)]], isOptional: true, question };
    },
  },
];

/** The first one that failed by itself, not for a child. */
function toldFirst(executions: readonly Execution[]): Execution | undefined {
  return executions.find((one) => isBad(one) && !one.children.some(isBad));
}

function endsOf(ones: readonly Execution[]): string {
  const by = new Map<string, number>();
  for (const { status } of ones) by.set(status, (by.get(status) ?? 0) + 1);
  return [...by].map(([status, each]) => `${status} ${count(each)}`).join(', ');
}

function isBad({ status }: Execution): boolean {
  return status === 'Failed' || status === 'TimedOut';
}
