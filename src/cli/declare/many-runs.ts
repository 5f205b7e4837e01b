/** How many replications, and on how many threads: options that mean the same for run, compare and check. */
import { availableParallelism } from 'node:os';
import { UsageError } from '../../diagnostics/usage-error.ts';
import type { PrecisionWanted } from '../../experiment/stopping.ts';
import { replicationMax } from '../../library/limits.ts';
import { anyText, type Read, wholeNumber } from './readers.ts';
import { flagOf, value } from './table.ts';

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

/** `3/100`: array jobs of AWS Batch, indexed Jobs of Kubernetes and Slurm's arrays count from 0. */
const shard: Read<Shard> = (text, name) => {
  const [, index, of] = /^([0-9]{1,9})\/([0-9]{1,9})$/.exec(text.trim()) ?? [];
  if (of === undefined || Number(of) === 0) {
    throw new UsageError(`${name} ${text}: expected I/K, such as 0/10 for the first of ten shards`);
  }
  if (Number(index) < Number(of)) return { index: Number(index), of: Number(of) };
  throw new UsageError(
    `${name} ${text}: shards are numbered from 0: the last of ${of} is ${Number(of) - 1}/${of}`,
  );
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
    block: value('file', 'write the runs to this file, for fleetsim merge, instead of a report', anyText, {
      part,
      isFile: true,
      page:
        'write the runs themselves to this file instead of a report, for [`fleetsim merge`](#fleetsim-merge-file); ends with 0 whatever is ' +
        'expected. [Past one machine](blocks.md)',
    }),
    first: value('A', 'with --block: begin with run A, so that it holds runs A to A+N-1', replicationNumber, {
      part,
      page: 'with `--block`: begin with run A, so that the block holds runs A to A+N-1; `--replications` says N',
    }),
    shard: value('I/K', 'with --block: only part I of K, from 0/K on, of the runs', shard, {
      part,
      page:
        'with `--block`: only part I of K of the runs that `--replications` or the scenario asks for, for array jobs; the parts are numbered ' +
        'from 0 to K-1',
    }),
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
  readonly block: string | null;
  readonly first: number | null;
  readonly shard: Shard | null;
}

/** Part `index` of `of`, from 0. */
interface Shard {
  readonly index: number;
  readonly of: number;
}

/** Where the runs go instead of a report, and which of them. */
export interface BlockWanted {
  readonly out: string;
  readonly first: number | null;
  readonly shard: Shard | null;
}

export interface ReplicationsWanted {
  /** Null: as many as the scenario says, or the command's default. */
  readonly count: number | null;
  /** Only this one, by number; null: all from 0 on. */
  readonly only: number | null;
  readonly precision: PrecisionWanted | null;
  readonly atMost: number;
  readonly jobs: number;
  readonly block: BlockWanted | null;
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
    block: blockOf(given),
  };
}

/** What is said of a report, and of how many runs there are to be: a block has neither a report nor an end of its own. */
const notOfBlocks = [
  ...['format', 'json', 'out', 'events', 'nodes', 'brief', 'full', 'update', 'inconclusive', 'strict'],
] as const;
const endings = ['replication', 'precision', 'maxReplications', 'pickWithin'] as const;

function blockOf(given: ManyRunsGiven): BlockWanted | null {
  const { block: out, first, shard } = given;
  if (out === null) {
    const lone = first !== null ? 'first' : shard !== null ? 'shard' : null;
    if (lone === null) return null;
    throw new UsageError(`${flagOf(lone)} chooses the runs of a block: add --block FILE`);
  }
  const isGiven = (name: string) => {
    const value = (given as unknown as Readonly<Record<string, unknown>>)[name];
    return value !== undefined && value !== null && value !== false;
  };
  const ending = endings.find(isGiven);
  if (ending !== undefined) {
    throw new UsageError(
      `${flagOf(ending)}: a block holds as many runs as --replications says, whatever they show: leave one of the two out`,
    );
  }
  const foreign = notOfBlocks.find(isGiven);
  if (foreign !== undefined) {
    throw new UsageError(`${flagOf(foreign)}: with --block there is no report; give it to fleetsim merge`);
  }
  if (first !== null && shard !== null) {
    throw new UsageError('--first and --shard each say which runs the block holds: leave out one');
  }
  if (first !== null && given.replications === null) {
    throw new UsageError(`--first ${first}: add --replications N, the number of runs from there on`);
  }
  return { out, first, shard };
}
