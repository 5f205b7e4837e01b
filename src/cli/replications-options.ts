/** How many replications, and on how many threads: options that mean the same for run, compare and check. */
import { availableParallelism } from 'node:os';
import type { PrecisionWanted } from '../experiment/stopping.ts';
import { UsageError } from './usage-error.ts';

/** As commander hands them over. */
export interface ReplicationsOptions {
  readonly replication?: string;
  readonly replications?: string;
  readonly precision?: string;
  readonly maxReplications?: string;
  /** Of `compare` alone. */
  readonly pickWithin?: string;
  readonly jobs?: string;
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

/** Replications are numbered in 32 bits. */
export const replicationMax = 2 ** 32 - 1;
/** Of `run`, which keeps no more than it must. */
export const runCountMax = 1_000_000;
/** Where every value is compared with another, as many as are kept. */
export const pairedCountMax = 100_000;
const defaultAtMost = 10_000;
const jobsMax = 256;

/** `countMax`: more are refused. */
export function readReplications(options: ReplicationsOptions, countMax: number): ReplicationsWanted {
  const { replication, replications, precision, maxReplications, jobs } = options;
  if (replication !== undefined && (replications !== undefined || precision !== undefined)) {
    throw new UsageError(
      `--replication ${replication} is that one alone: leave out --${precision === undefined ? 'replications' : 'precision'}`,
    );
  }
  const count = wholeNumber('--replications', replications, 1, countMax);
  const atMost = wholeNumber('--max-replications', maxReplications, 1, countMax);
  if (count !== null && atMost !== null && count > atMost) {
    throw new UsageError(`--replications ${count} is more than --max-replications ${atMost}`);
  }
  if (maxReplications !== undefined && precision === undefined && options.pickWithin === undefined) {
    throw new UsageError(
      `--max-replications ${maxReplications}: there is nothing to cap without --precision METRIC=WIDTH; so many runs are --replications ${maxReplications}`,
    );
  }
  return {
    count,
    only: replication === undefined ? null : readReplication(replication),
    precision: precision === undefined ? null : readPrecision(precision),
    atMost: atMost ?? Math.max(defaultAtMost, count ?? 0),
    jobs: wholeNumber('--jobs', jobs, 1, jobsMax) ?? availableParallelism(),
  };
}

export function readReplication(text: string): number {
  const number = Number(text);
  if (/^[0-9]+$/.test(text) && number <= replicationMax) return number;
  throw new UsageError(
    `--replication ${text}: expected a whole number from 0, the plain run, to ${replicationMax}`,
  );
}

function wholeNumber(option: string, text: string | undefined, min: number, max: number): number | null {
  if (text === undefined) return null;
  const number = Number(text);
  if (/^[0-9]{1,9}$/.test(text) && number >= min && number <= max) return number;
  throw new UsageError(`${option} ${text}: expected a whole number from ${min} to ${max}`);
}

/** `task.Install.failed=5%`, `nodes.lost=0.5` */
function readPrecision(text: string): PrecisionWanted {
  const [, metric, number, percent] = /^([^=]+)=([0-9]+(?:\.[0-9]+)?)(%?)$/.exec(text.trim()) ?? [];
  const value = Number(number);
  if (metric === undefined || !(value > 0)) {
    throw new UsageError(
      `--precision ${text}: expected METRIC=WIDTH, half the width of the 95% interval, ` +
        'such as task.Install.failed=5% of its mean, or task.Install.failed=0.5',
    );
  }
  return {
    metric: metric.trim(),
    halfWidth: percent === '%' ? { relative: value / 100 } : { absolute: value },
    text: `${number}${percent}`,
  };
}
