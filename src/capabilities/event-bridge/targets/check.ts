/** What the targets of rules call, against what the file says of it. */
import { documentSpec } from '../../../capability/documents.ts';
import { documentName, refuseRun, withFilled } from '../../../cloudformation/document-spec.ts';
import { notSimulated } from '../../../diagnostics/not-simulated.ts';
import type { DataPath } from '../../../diagnostics/problem.ts';
import type { LoadContext } from '../../../fields/context.ts';
import { parsedJson } from '../../../fields/json-values.ts';
import type { Scenario } from '../../../world/scenario.ts';
import { functionModelOf, namesOfCallee } from '../../functions/facts.ts';
import { rulesOf } from '../resources/index.ts';
import type { RuleTarget } from '../state.ts';
import { documentIn, kindOf } from './kinds.ts';
import { parametersIn, pathOfTarget } from './sources.ts';

const awsError = 'ValidationException';

export function checkTargets(scenario: Scenario, context: LoadContext): void {
  for (const rule of rulesOf(scenario)) {
    for (const target of rule.targets) {
      const path = pathOfTarget(rule, target);
      const input = readInput(target, path, context);
      const kind = kindOf(target.arn);
      if (kind === 'command' || kind === 'automation')
        checkDocument(scenario, target, kind, input, path, context);
      if (kind === 'command' && target.runCommandTargets === null) {
        const message = 'missing: expected RunCommandParameters, which say on which nodes the document runs';
        context.error([...path, 'RunCommandParameters'], 'missing-key', message, { awsError });
      }
      if (kind === 'function' || kind === 'state machine') checkCallee(scenario, target, kind, path, context);
    }
  }
}

/** #API_Target: Input is JSON text. Undefined: it is not known before the event. */
function readInput({ input }: RuleTarget, path: DataPath, context: LoadContext): unknown {
  if (input === null) return undefined;
  const json = parsedJson(input);
  if (json !== null) return json.value;
  const message = 'expected JSON text, such as \'{ "InstanceId": ["i-0123456789abcdef0"] }\'';
  context.error([...path, 'Input'], 'bad-value', message, { awsError });
  return undefined;
}

function checkDocument(
  scenario: Scenario,
  { arn, targetParameterName }: RuleTarget,
  kind: 'command' | 'automation',
  input: unknown,
  path: DataPath,
  context: LoadContext,
): void {
  const name = documentIn(arn);
  const filled = targetParameterName === undefined ? [] : [targetParameterName];
  const parameters = input === undefined ? undefined : withFilled(parametersIn(input), filled);
  const type = kind === 'command' ? 'Command' : 'Automation';
  const run = {
    name,
    namePath: [...path, 'Arn'],
    parameters,
    parametersPath: [...path, 'Input'],
    type,
  } as const;
  refuseRun(run, documentSpec(scenario, name), context);
}

/** What is called and not described is a warning, as a document is. */
function checkCallee(
  scenario: Scenario,
  { arn }: RuleTarget,
  kind: 'function' | 'state machine',
  path: DataPath,
  context: LoadContext,
): void {
  const names = namesOfCallee(scenario, kind, arn);
  const known = functionModelOf(scenario);
  if (names.some((name) => known.has(name))) return;
  const { message, options } = notSimulated({
    name: documentName(arn),
    touches: 'what it does is unknown, and its status is assumed: each run ends at once and succeeds',
    instead: `say what it does: model.functions.${names[0]}: { run: 2s, fails: 1% }`,
  });
  context.warning([...path, 'Arn'], 'unknown-function', message, options);
}
