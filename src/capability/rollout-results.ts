/** What results say of anything that is sent to nodes under limits. */
import { formatLimit, type Limit } from '../aws/rate-control.ts';
import { count, flag, instantOrNothing, orNothing, said, text } from '../fields/json-parts.ts';
import { exactly, type JsonSchema } from '../fields/json-schema.ts';

export interface LimitResult {
  readonly given: string;
  readonly count: number;
}

export type StatusCounts = Readonly<Record<string, number>>;

const limit = orNothing(
  exactly({ given: said('As written.', text), count: said('What it came to.', count) }),
);

/** What `rolloutFields` describes. */
export interface RolloutResult {
  readonly targets: number;
  readonly maxConcurrency: LimitResult | null;
  readonly maxErrors: LimitResult | null;
  readonly halted: boolean;
  readonly haltedAt: string | null;
  readonly statuses: StatusCounts;
}

export const rolloutFields: Readonly<Record<string, JsonSchema>> = {
  targets: count,
  maxConcurrency: limit,
  maxErrors: limit,
  halted: said('Errors passed MaxErrors.', flag),
  haltedAt: instantOrNothing,
  statuses: said('How many targets ended in each status.', { type: 'object', additionalProperties: count }),
};

export function limitResult(given: Limit | null, count: number | undefined): LimitResult | null {
  return given === null ? null : { given: formatLimit(given), count: count ?? 0 };
}

/** Those that occurred, in the order in which they come. */
export function statusCounts(tallies: readonly StatusCounts[]): Record<string, number> {
  const statuses: Record<string, number> = {};
  for (const tally of tallies) {
    for (const [status, count] of Object.entries(tally)) {
      if (count > 0) statuses[status] = (statuses[status] ?? 0) + count;
    }
  }
  return statuses;
}
