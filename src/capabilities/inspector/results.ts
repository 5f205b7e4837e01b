/** Inspector as results have it. */
import type { ResultSpec } from '../../capability/results.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { count, listOf, oneOf, said, text, textOrNothing } from '../../fields/json-parts.ts';
import { exactly, type JsonSchema } from '../../fields/json-schema.ts';
import type { Machine } from './machine.ts';
import { coverageStatuses } from './rules.ts';
import type { InspectorTally } from './tally.ts';

const coverageSchema = exactly({
  status: oneOf(...coverageStatuses),
  instances: count,
  example: said('The first of them. Null: there are none.', textOrNothing),
});
const findingSchema = exactly({
  patch: text,
  cves: listOf(text),
  found: said('Instances that are scanned and reported to lack it.', count),
  fixed: said('Those among them that have it by now.', count),
  missed: said('Instances that lack it and have no finding.', count),
});

export const inspectorSchema: JsonSchema = exactly({
  coverage: listOf(coverageSchema),
  findings: listOf(findingSchema),
});

export interface InspectorResult {
  readonly coverage: readonly {
    readonly status: string;
    readonly instances: number;
    readonly example: string | null;
  }[];
  readonly findings: readonly {
    readonly patch: string;
    readonly cves: readonly string[];
    readonly found: number;
    readonly fixed: number;
    readonly missed: number;
  }[];
}

export function inspectorResultOf(
  { byStatus, coverage, findings }: InspectorTally,
  { fleet }: Simulation,
): InspectorResult {
  return {
    coverage: coverageStatuses.map((status) => {
      const first = coverage.find((one) => one.status === status);
      const example = first === undefined ? null : fleet.nameOf(first.node);
      return { status, instances: byStatus[status], example };
    }),
    findings: findings.map(({ patch, cves, found, fixed, missed }) => ({
      patch,
      cves,
      found: found.length,
      fixed: fixed.length,
      missed: missed.length,
    })),
  };
}

export const inspectorResults: ResultSpec<Machine> = {
  lists: [
    {
      place: 96,
      key: 'inspector',
      schema: said(
        'What Inspector scans and finds at the end; empty: it is not enabled.',
        listOf(inspectorSchema),
      ),
      listOf: ({ inspector }, simulation) =>
        inspector.isEnabled ? [inspectorResultOf(inspector.tally, simulation)] : [],
    },
  ],
};
