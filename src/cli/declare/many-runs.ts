/** How many replications, and on how many threads: options that mean the same for run, compare and check. */
import { availableParallelism } from 'node:os';
import { UsageError } from '../../diagnostics/usage-error.ts';
import type { PrecisionWanted } from '../../experiment/stopping.ts';
import { replicationMax } from '../../library/limits.ts';
import { type Read, wholeNumber } from './readers.ts';
import { value } from './table.ts';

const defaultAtMost = 10_000;
const jobsMax = 256;

export const replicationNumber: Read<number> = (text, name) => {
  const number = Number(text);
  if (/^[0-9]+$/.test(text) && number <= replicationMax) return number;
  throw new UsageError(
    `${name} ${text}: expected a whole number from 0, the plain run, to ${replicationMax}`,
  );
};

/** `task.Install.failed=5%`, `task.Install.failed=0.5` */
const precision: Read<PrecisionWanted> = (text, name) => {
  const [, metric, number, percent] = /^([^=]+)=([0-9]+(?:\.[0-9]+)?)(%?)$/.exec(text.trim()) ?? [];
  const width = Number(number);
  if (metric === undefined || !(width > 0)) {
    throw new UsageError(
      `${name} ${text}: expected METRIC=WIDTH, half the width of the 95% interval, ` +
        'such as task.Install.failed=5% of its mean, or task.Install.failed=0.5',
    );
  }
  return {
    metric: metric.trim(),
    halfWidth: percent === '%' ? { relative: width / 100 } : { absolute: width },
    text: `${number}${percent}`,
  };
};

const part = 'many runs';

/** `usual` says how many there are without the option; more than `countMax` are refused. */
export function manyRuns(usual: string, countMax: number) {
  return {
    replications: value(
      'N',
      `simulate N runs with different random draws (${usual})`,
      wholeNumber(1, countMax),
      {
        part,
        page:
          "simulate runs 0 to N-1. Without it `run` simulates run 0 only; `compare` and `check` take the scenario's " +
          '`replications`, else 200. At most 1,000,000 for `run`, 100,000 for the others',
      },
    ),
    replication: value('R', 'simulate run R only; 0 is the run without --replications', replicationNumber, {
      part,
      page: 'simulate run R only; 0 is the run without `--replications`. Run R is the same whatever N is',
    }),
    precision: value(
      'metric=width',
      'simulate until the 95% interval of this metric is this narrow: 5%, or 0.5',
      precision,
      {
        part,
        page:
          'simulate until half the width of the 95% interval of this metric is at most 5% of its mean (`=5%`) or 0.5 (`=0.5`); of a yes or ' +
          'no in points (`=2%`). The interval is checked after 30, 45, 68 … runs, never before `--replications`',
      },
    ),
    maxReplications: value(
      'N',
      `with --precision: stop after N runs at the latest (${defaultAtMost})`,
      wholeNumber(1, countMax),
      {
        part,
        page:
          'with `--precision` or `--pick-within`: stop after N runs at the latest, 10,000 by default; `precisionReached` says ' +
          'whether the precision was reached',
      },
    ),
    jobs: value(
      'N',
      'worker threads (default: one per core); the result does not depend on it',
      wholeNumber(1, jobsMax),
      {
        part,
        page: 'worker threads, one per core by default. The result does not depend on it',
      },
    ),
  };
}

interface ManyRunsGiven {
  readonly replications: number | null;
  readonly replication: number | null;
  readonly precision: PrecisionWanted | null;
  readonly maxReplications: number | null;
  readonly jobs: number | null;
}

export interface ReplicationsWanted {
  /** Null: as many as the scenario says, or the command's default. */
  readonly count: number | null;
  /** Only this one, by number; null: all from 0 on. */
  readonly only: number | null;
  readonly precision: PrecisionWanted | null;
  readonly atMost: number;
  readonly jobs: number;
}

/** `isCapped`: something other than `--precision` exists that `--max-replications` may end. */
export function replicationsOf(given: ManyRunsGiven, isCapped = false): ReplicationsWanted {
  const { replications: count, replication: only, precision, maxReplications: atMost, jobs } = given;
  if (only !== null && (count !== null || precision !== null)) {
    throw new UsageError(
      `--replication ${only} is that one alone: leave out --${precision === null ? 'replications' : 'precision'}`,
    );
  }
  if (count !== null && atMost !== null && count > atMost) {
    throw new UsageError(`--replications ${count} is more than --max-replications ${atMost}`);
  }
  if (atMost !== null && precision === null && !isCapped) {
    throw new UsageError(
      `--max-replications ${atMost}: it needs --precision METRIC=WIDTH; for ${atMost} runs use --replications ${atMost}`,
    );
  }
  return {
    count,
    only,
    precision,
    atMost: atMost ?? Math.max(defaultAtMost, count ?? 0),
    jobs: jobs ?? availableParallelism(),
  };
}
