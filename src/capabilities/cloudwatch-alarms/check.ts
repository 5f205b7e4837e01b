/** What `model.metrics` and `model.targetGroups` say, against the rest of the file. */
import { modelMapIn } from '../../capability/model.ts';
import { suggestion } from '../../diagnostics/nearest.ts';
import type { DataPath } from '../../diagnostics/problem.ts';
import type { LoadContext } from '../../fields/context.ts';
import type { Scenario } from '../../world/scenario.ts';
import { idsIn, MathProblem, parseExpression } from './math/parse.ts';
import { type MetricModel, metricsModel, targetGroupsModel } from './model.ts';
import { ownGauges } from './sources/fleet.ts';
import { formulaName, scalarOf } from './sources/scripted.ts';

export function checkMetrics(scenario: Scenario, context: LoadContext): void {
  for (const [name, metric] of modelMapIn(scenario, metricsModel)) {
    const path = ['model', 'metrics', name];
    if (!/^[^:/].*\/[^/]+$/.test(name)) {
      context.error(path, 'bad-value', 'expected "Namespace/Name", such as "Shop/ErrorRate"', { at: 'key' });
    }
    if ((metric.series === undefined) === (metric.formula === undefined)) {
      context.error(path, 'bad-value', 'expected either series or formula');
    }
    if (metric.every < 1000) context.error([...path, 'every'], 'bad-value', 'expected at least 1s');
    checkGroup(metric.group, [...path, 'group'], scenario, context);
    checkFormula(metric, [...path, 'formula'], context);
  }
  for (const [name, { nodes }] of modelMapIn(scenario, targetGroupsModel)) {
    const path = ['model', 'targetGroups', name, 'nodes'];
    if (Object.values(nodes).every((one) => one === undefined)) {
      context.error(path, 'bad-value', 'expected group, tags or names');
    }
    checkGroup(nodes.group, [...path, 'group'], scenario, context);
  }
}

function checkGroup(
  group: string | undefined,
  path: DataPath,
  { fleet }: Scenario,
  context: LoadContext,
): void {
  const names = fleet.map(({ name }) => name);
  if (group === undefined || names.includes(group)) return;
  context.error(path, 'unknown-reference', 'expected a group of the fleet', {
    help: suggestion(group, names),
  });
}

function checkFormula({ formula }: MetricModel, path: DataPath, context: LoadContext): void {
  if (formula === undefined) return;
  const expression = parseExpression(formula);
  const known = ownGauges.map(formulaName);
  if (expression instanceof MathProblem) {
    const help = `write an expression such as 2 * nodesDown; known here: ${known.join(', ')}`;
    return context.error(path, 'bad-expression', expression.message, { help });
  }
  for (const id of idsIn(expression)) {
    if (known.includes(id)) continue;
    const help = suggestion(id, known) ?? `known here: ${known.join(', ')}`;
    return context.error(path, 'bad-expression', `expected a metric of fleetsim, found ${id}`, { help });
  }
  try {
    scalarOf(expression, () => 1);
  } catch (error) {
    if (!(error instanceof MathProblem)) throw error;
    context.error(path, 'bad-expression', error.message);
  }
}
