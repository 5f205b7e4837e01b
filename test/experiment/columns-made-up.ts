/** Variants with made-up values, for tests of what is made of them. */

import { columnsOf } from '../../src/experiment/columns.ts';
import type { ComparisonInput, VariantValues } from '../../src/experiment/compare.ts';
import { metricsByName } from '../support/metrics.ts';

export type Values = Readonly<Record<string, readonly number[]>>;

export function variant(name: string, values: Values, seed = '1'): VariantValues {
  const scenario = { name: 'made up', file: 'made-up.yaml', sha256: '0' };
  return { name, settings: {}, scenario, seed, columns: columnsOf(values, metricsByName) };
}

/** Compared with the first. */
export function inputOf(
  variants: readonly VariantValues[],
  metrics: readonly string[],
  options: Partial<ComparisonInput> = {},
): ComparisonInput {
  return {
    fleetsim: '0.0.0',
    start: '2025-01-01T00:00:00.000Z',
    end: '2025-01-02T00:00:00.000Z',
    variants,
    reference: variants[0]!.name,
    metrics,
    minDifference: { ofAll: null, of: new Map() },
    goal: null,
    frontier: null,
    ...options,
  };
}

export function times<T>(count: number, of: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => of(index));
}
