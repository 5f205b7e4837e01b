/** Finds what an experiment asks for and cannot have, before anything is compared. */

import type { Problem } from '../diagnostics/problem.ts';
import { parseConstraint, parseGoal, Refusal } from '../experiment/parse-goal.ts';
import { metricTableOf } from '../result/metric-table.ts';
import { metricNames, namesLike } from '../result/metrics.ts';
import type { PlacedText } from '../world/experiment.ts';
import type { Scenario } from '../world/scenario.ts';
import { metricHelp } from './known-metrics.ts';

export function experimentProblems(scenario: Scenario): Problem[] {
  const { experiment } = scenario;
  if (experiment === null) return [];
  const { metrics, goal, subjectTo, frontier } = experiment;
  return [
    ...metrics.filter(({ text }) => text !== 'all').flatMap((said) => ofPattern(said, scenario)),
    ...(goal === null ? [] : ofParsed(goal, 'goal', parseGoal(goal.text), scenario)),
    ...subjectTo.flatMap((said) =>
      ofParsed(said, 'subjectTo', parseConstraint(said.text, metricTableOf(scenario)), scenario),
    ),
    ...(frontier === null
      ? []
      : [frontier.x, frontier.y].flatMap((said) => ofMetric(said, 'frontier', said.text, scenario))),
  ];
}

function ofPattern(said: PlacedText, scenario: Scenario): Problem[] {
  return said.text.includes('*') ? [] : ofMetric(said, 'metrics', said.text, scenario);
}

function ofParsed(
  said: PlacedText,
  key: string,
  parsed: { readonly metric: string } | Refusal,
  scenario: Scenario,
): Problem[] {
  if (!(parsed instanceof Refusal)) return ofMetric(said, key, parsed.metric, scenario);
  const { message, help } = parsed;
  return [problem(said, key, 'bad-value', message, help ?? undefined)];
}

function ofMetric(said: PlacedText, key: string, metric: string, scenario: Scenario): Problem[] {
  if (metricNames(scenario).includes(metric)) return [];
  return [
    problem(
      said,
      key,
      'unknown-metric',
      `expected a metric of this scenario, found ${metric}`,
      metricHelp(metric, namesLike(metric, scenario)),
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
