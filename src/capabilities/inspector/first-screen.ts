/** What Inspector does not scan, on the first screen of a report. */
import { say } from '../../blocks/block.ts';
import { count, counted } from '../../blocks/numbers.ts';
import type { ScreenPartSpec } from '../../capability/first-screen.ts';
import type { Machine } from './machine.ts';
import { coverageStatuses } from './rules.ts';

export const inspectorScreen: readonly ScreenPartSpec<Machine>[] = [
  {
    place: 29.5,
    of({ inspector }) {
      if (!inspector.isEnabled) return null;
      const { byStatus, coverage, found, fixed, missed } = inspector.tally;
      const away = coverageStatuses
        .filter((status) => status !== 'ACTIVE' && byStatus[status] > 0)
        .map((status) => `${status} ${count(byStatus[status])}`);
      const scans = `Inspector scans ${count(byStatus.ACTIVE)} of ${counted(coverage.length, 'instance')}`;
      const others = away.length === 0 ? '' : ` (${away.join(', ')})`;
      const closed = fixed === 0 ? '' : `, ${count(fixed)} fixed by now`;
      const hidden = missed === 0 ? '' : `, ${count(missed)} missed`;
      const tone = away.length + missed > 0 ? 'odd' : 'plain';
      return {
        versions: [
          [say(`${scans}${others}: ${counted(found, 'finding')}${closed}${hidden}.`, tone)],
          [say(`${scans}${others}.`, tone)],
          [say(`${scans}.`, tone)],
        ],
      };
    },
  },
];
