/** Inspector in reports: which instances it scans, and what it finds on them. */
import { type Block, section, sentences } from '../../blocks/block.ts';
import { count, counted, duration } from '../../blocks/numbers.ts';
import type { AtTimePart } from '../../capability/at-time.ts';
import type { Simulation } from '../../capability/simulation.ts';
import type { ReportPart } from '../../capability/view.ts';
import type { Machine } from './machine.ts';
import { inspectorResultOf, inspectorSchema } from './results.ts';
import { coverageStatuses } from './rules.ts';
import type { Coverage, Finding, InspectorTally } from './tally.ts';

/** What each status needs. */
const remedies = {
  ACTIVE: 'scanned',
  NO_INVENTORY: 'no report of packages: an association has to collect them',
  STALE_INVENTORY: 'not scanned: no report for more than 7 days',
  UNMANAGED_EC2_INSTANCE: 'no managed node',
  EC2_INSTANCE_STOPPED: 'stopped',
} as const;

const findingsMax = 10;

export const inspectorReport: readonly ReportPart<Machine>[] = [
  {
    place: 29.5,
    blocks: ({ inspector }, simulation) =>
      inspector.isEnabled ? [inspectorSection(inspector.tally, simulation)] : [],
  },
];

export const inspectorAtTime: readonly AtTimePart<Machine>[] = [
  {
    place: 30,
    key: 'inspector',
    schema: inspectorSchema,
    of({ inspector }, simulation) {
      if (!inspector.isEnabled) return null;
      const { tally } = inspector;
      return {
        data: inspectorResultOf(tally, simulation),
        blocks: [inspectorSection(tally, simulation)],
      };
    },
  },
];

function inspectorSection({ byStatus, coverage, findings }: InspectorTally, simulation: Simulation): Block {
  const { fleet, kernel } = simulation;
  const seen = coverageStatuses.filter((status) => byStatus[status] > 0);
  const hidden = findings.length - findingsMax;
  return section('Inspector', [
    {
      kind: 'table',
      head: ['status', 'instances', 'oldest inventory', 'means'],
      rows: seen.map((status) => [
        status,
        count(byStatus[status]),
        oldestOf(
          coverage.filter((one) => one.status === status),
          kernel.nowMs,
        ),
        remedies[status],
      ]),
      numeric: [1],
      prose: 1,
    },
    ...sentences(
      findings.slice(0, findingsMax).map((one) => findingWords(one, (node) => fleet.nameOf(node))),
    ),
    ...(hidden > 0 ? sentences([`… and ${counted(hidden, 'more patch', 'more patches')}`]) : []),
  ]);
}

function oldestOf(coverage: readonly Coverage[], nowMs: number): string {
  const reported = coverage.flatMap(({ reportedMs }) => (reportedMs === null ? [] : [reportedMs]));
  return reported.length === 0 ? '-' : duration(nowMs - Math.min(...reported));
}

function findingWords(
  { patch, cves, found, fixed, missed }: Finding,
  nameOf: (node: number) => string,
): string {
  const closed = fixed.length === 0 ? '' : `, ${count(fixed.length)} of them patched since the report`;
  const hidden =
    missed.length === 0
      ? ''
      : `; ${counted(missed.length, 'instance')} ${missed.length === 1 ? 'lacks' : 'lack'} it and ${missed.length === 1 ? 'has' : 'have'} no finding, for example ${nameOf(missed[0]!)}`;
  return `${patch} (${cves.join(', ')}): found on ${counted(found.length, 'instance')}${closed}${hidden}.`;
}
