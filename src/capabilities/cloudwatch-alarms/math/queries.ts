/** The Metrics of an alarm: which expression it watches, and what it comes to. */
import { isList, type Series, type Value } from './arithmetic.ts';
import { evaluate, type MathContext } from './evaluate.ts';
import { type Expression, idsIn, MathProblem } from './parse.ts';

export type Query<Metric> = { readonly id: string; readonly isReturned: boolean; readonly label?: string } & (
  | { readonly metric: Metric }
  | { readonly expression: Expression; readonly text?: string }
);

/** Ids of a circle, such as `e1` and `e2` that use each other; null: there is none. */
export function circleIn<Metric>(queries: readonly Query<Metric>[]): string | null {
  const byId = new Map(queries.map((query) => [query.id, query]));
  const done = new Set<string>();
  const visit = (id: string, trail: ReadonlySet<string>): string | null => {
    const query = byId.get(id);
    if (trail.has(id)) return id;
    if (query === undefined || done.has(id) || !('expression' in query)) return null;
    for (const next of idsIn(query.expression)) {
      const found = visit(next, new Set([...trail, id]));
      if (found !== null) return found;
    }
    done.add(id);
    return null;
  };
  for (const { id } of queries) {
    const found = visit(id, new Set());
    if (found !== null) return found;
  }
  return null;
}

/** The one that the alarm watches. Only that of a metric alone is no expression. */
export function watchedOf<Metric>(queries: readonly Query<Metric>[]): Query<Metric> | undefined {
  return queries.find(({ isReturned }) => isReturned);
}

/** The series that the alarm watches. */
export function seriesOf<Metric>(
  queries: readonly Query<Metric>[],
  shape: Pick<MathContext, 'periodSeconds' | 'length'>,
  metricSeries: (metric: Metric) => Series,
): Series {
  const known = new Map<string, Value>();
  const valueFor = (id: string): Value => {
    const before = known.get(id);
    if (before !== undefined) return before;
    const query = queries.find((one) => one.id === id);
    if (query === undefined) throw new MathProblem(`no metric and no expression has the Id ${id}`);
    const value = 'metric' in query ? metricSeries(query.metric) : evaluate(query.expression, context);
    known.set(id, value);
    return value;
  };
  const context: MathContext = {
    ...shape,
    valueFor,
    metrics: () =>
      queries.flatMap((query) =>
        'metric' in query ? [[query.id, valueFor(query.id) as Series] as const] : [],
      ),
  };
  const watched = watchedOf(queries);
  if (watched === undefined) throw new MathProblem('no entry has ReturnData: true');
  const value = valueFor(watched.id);
  if (typeof value === 'number')
    throw new MathProblem(`${watched.id} is a number, and an alarm watches a time series`);
  if (!isList(value)) return value;
  if (value.list.length !== 1)
    throw new MathProblem(`${watched.id} is ${value.list.length} time series, and an alarm watches one`);
  return value.list[0]!;
}
