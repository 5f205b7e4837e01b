/** Finds what an experiment asks for and cannot have, before anything is compared. */

import type { Problem } from '../diagnostics/problem.ts';
import { parseConstraint, parseGoal, Refusal } from '../experiment/parse-goal.ts';
import { metricTableOf } from '../result/metric-table.ts';
import { metricNames } from '../result/metrics.ts';
import type { PlacedText } from '../world/experiment.ts';
import type { Scenario } from '../world/scenario.ts';
import { metricHelp } from './known-metrics.ts';

export function experimentProblems(scenario: Scenario): Problem[] {
  const { experiment } = scenario;
  if (experiment === null) return [];
  const names = metricNames(scenario);
  const { metrics, goal, subjectTo, frontier } = experiment;
  return [
    ...metrics.filter(({ text }) => text !== 'all').flatMap((said) => ofPattern(said, names)),
    ...(goal === null ? [] : ofParsed(goal, 'goal', parseGoal(goal.text), names)),
    ...subjectTo.flatMap((said) =>
      ofParsed(said, 'subjectTo', parseConstraint(said.text, metricTableOf(scenario)), names),
    ),
    ...(frontier === null
      ? []
      : [frontier.x, frontier.y].flatMap((said) => ofMetric(said, 'frontier', said.text, names))),
  ];
}

function ofPattern(said: PlacedText, names: readonly string[]): Problem[] {
  return said.text.includes('*') ? [] : ofMetric(said, 'metrics', said.text, names);
}

function ofParsed(
  said: PlacedText,
  key: string,
  parsed: { readonly metric: string } | Refusal,
  names: readonly string[],
): Problem[] {
  if (!(parsed instanceof Refusal)) return ofMetric(said, key, parsed.metric, names);
  const { message, help } = parsed;
  return [problem(said, key, 'bad-value', message, help ?? undefined)];
}

function ofMetric(said: PlacedText, key: string, metric: string, names: readonly string[]): Problem[] {
  if (names.includes(metric)) return [];
  return [
    problem(
      said,
      key,
      'unknown-metric',
      `expected a metric of this scenario, found ${metric}`,
      metricHelp(metric, names),
    ),
  ];
}

function problem(
  { at }: PlacedText,
  key: string,
  code: string,
  message: string,
  help: string | undefined,
): Problem {
  return {
    severity: 'error',
    code,
    path: ['experiment', key],
    message,
    ...(help === undefined ? {} : { help }),
    ...at,
  };
}
