/** What came of runbooks, on the first screen of a report. */
import { say } from '../../blocks/block.ts';
import { count, counted } from '../../blocks/numbers.ts';
import type { ScreenPartSpec } from '../../capability/first-screen.ts';
import type { Machine } from './machine.ts';

export const automationScreen: readonly ScreenPartSpec<Machine>[] = [
  {
    place: 28,
    of({ automation: { executions } }) {
      if (executions.length === 0) return null;
      const by = new Map<string, number>();
      for (const { status } of executions) by.set(status, (by.get(status) ?? 0) + 1);
      const ends = [...by].map(([status, ones]) => `${status} ${count(ones)}`).join(', ');
      const tone = (by.get('Failed') ?? 0) > 0 ? 'odd' : 'plain';
      return {
        versions: [[say(`${counted(executions.length, 'automation')}: ${ends}.`, tone)]],
        isOptional: true,
      };
    },
  },
];
