/** Variants that no other beats in both of two metrics. */
import type { MetricMeaning } from '../capability/metrics.ts';
import { rounded } from '../result/metrics.ts';
import type { Columns } from './columns.ts';
import { starOf } from './incomplete-rollouts.ts';
import { summaryOf } from './summary.ts';

export interface Frontier {
  readonly x: FrontierAxis;
  readonly y: FrontierAxis;
  readonly points: readonly FrontierPoint[];
}

export interface FrontierAxis {
  readonly metric: string;
  readonly unit: string;
  readonly better: 'higher' | 'lower';
}

export interface FrontierPoint {
  readonly variant: string;
  /** Means over replications; null where there is none. */
  readonly x: number | null;
  readonly y: number | null;
  /** Of an axis in which all runs were the same: the chance of any other value is below this. Otherwise null. */
  readonly otherBelow: { readonly x: number | null; readonly y: number | null };
  /** An axis is minutes, and in some runs the rollout was halted, left targets over or did not finish. */
  readonly isStarred: boolean;
  /** No other variant is at least as good in both and better in one. */
  readonly isOnFrontier: boolean;
}

export interface FrontierAxes {
  readonly x: string;
  readonly y: string;
}

/** Why a metric cannot be an axis; null: it can. Whether it exists, the command line has asked before. */
export function axisProblem(metric: string, { better }: MetricMeaning): string | null {
  if (better !== 'neither') return null;
  return `expected a metric with a better direction; ${metric} has none`;
}

/** By means. */
export function frontierOf(
  variants: readonly { readonly name: string; readonly columns: Columns }[],
  axes: FrontierAxes,
): Frontier {
  const { columns } = variants[0]!;
  const [x, y] = [axisOf(axes.x, columns), axisOf(axes.y, columns)];
  const places = variants.map(({ name, columns }) => ({
    variant: name,
    x: meanOf(x, columns),
    y: meanOf(y, columns),
    otherBelow: {
      x: summaryOf(columns.column(x.metric)).otherBelow,
      y: summaryOf(columns.column(y.metric)).otherBelow,
    },
    isStarred: [x, y].some(({ metric }) => starOf(columns.column(metric), columns) !== null),
  }));
  const points = places.map((one) => ({
    ...one,
    isOnFrontier:
      one.x !== null && one.y !== null && !places.some((other) => isBeaten(one, other, x.better, y.better)),
  }));
  return { x, y, points };
}

function axisOf(metric: string, columns: Columns): FrontierAxis {
  const { meaning } = columns.column(metric);
  const problem = axisProblem(metric, meaning);
  const { unit, better } = meaning;
  if (problem !== null || better === 'neither') throw new Error(problem ?? metric);
  return { metric, unit, better };
}

function meanOf({ metric }: FrontierAxis, columns: Columns): number | null {
  const { meaning, moments, undefinedCount } = columns.column(metric);
  const isEndless = meaning.nullIsLongest === true && undefinedCount > 0;
  return moments.n === 0 || isEndless ? null : rounded(moments.mean);
}

type Place = Omit<FrontierPoint, 'isOnFrontier'>;

/** A rollout that was halted or not finished never looks fast: it only beats others of that kind. */
function isBeaten(
  one: Place,
  by: Place,
  betterX: FrontierAxis['better'],
  betterY: FrontierAxis['better'],
): boolean {
  if (one.x === null || one.y === null || by.x === null || by.y === null) return false;
  if (by.isStarred && !one.isStarred) return false;
  const aheadX = betterX === 'lower' ? one.x - by.x : by.x - one.x;
  const aheadY = betterY === 'lower' ? one.y - by.y : by.y - one.y;
  return aheadX >= 0 && aheadY >= 0 && (aheadX > 0 || aheadY > 0);
}
