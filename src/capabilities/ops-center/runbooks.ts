/**
 * The associated runbook that an operator starts, and what OpsCenter fills in of its parameters.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/OpsCenter-remediating.html
 */
import { judge } from '../../aws/authorization.ts';
import { documentSpec } from '../../capability/documents.ts';
import type { ExecutionSource } from '../../capability/execution-source.ts';
import { opsItemSourcesOf } from '../../capability/sources.ts';
import { documentName } from '../../cloudformation/document-spec.ts';
import { ordinalFrom } from '../../world/made-ids.ts';
import type { Scenario } from '../../world/scenario.ts';
import { resourcesOf, runbooksOf } from './data.ts';
import { operatorModels } from './model.ts';
import { executionsPerRunbookMax } from './rules.ts';
import type { OpsItem } from './state.ts';

export interface StartedRunbook {
  /** Of its metrics. */
  readonly source: string;
  readonly document: string;
  readonly parameters: Readonly<Record<string, readonly string[]>>;
  /** Names its draws. */
  readonly occurrence: number;
}

/** Executions of runbooks of OpsItems count by what makes the OpsItems. */
export function executionSource(origin: string): string {
  return `${origin}.runbook`;
}

/** What operators may start, as far as the file says it before a run. */
export function runbookExecutions(scenario: Scenario): ExecutionSource[] {
  const starts = [...operatorModels(scenario).values()].some(({ runbooks }) => runbooks === 'start');
  if (!starts) return [];
  return opsItemSourcesOf(scenario).flatMap(({ id, account, runbooks }) =>
    runbooks.slice(0, 1).map((document) => ({ id: executionSource(id), document, account })),
  );
}

/** Null: it has none that the operator could start. */
export function runbookFor(scenario: Scenario, item: OpsItem, operator: string): StartedRunbook | null {
  const { data, origin, executions, requestId } = item;
  const [first] = runbooksOf(data);
  const spec = first === undefined ? undefined : documentSpec(scenario, documentName(first));
  if (first === undefined || spec?.type !== 'Automation') return null;
  const document = documentName(first);
  const source = executionSource(origin.id);
  const isKnown = runbookExecutions(scenario).some(
    (one) => one.id === source && documentName(one.document) === document,
  );
  if (!isKnown || executions.length >= executionsPerRunbookMax) return null;
  const principal = scenario.principals.get(operator);
  if (principal !== undefined && !judge(principal, { action: 'ssm:StartAutomationExecution' }).isAllowed)
    return null;
  const parameters = prefilled(Object.keys(spec.parameters ?? {}), resourcesOf(data));
  return { source, document, parameters, occurrence: ordinalFrom(requestId) };
}

/** `instance` of `arn:aws:ec2:us-east-1:123456789012:instance/i-…`: a node of Systems Manager is an instance too. */
const resourceType = /:(?:managed-)?([a-z-]+)[/:]([^/:]+)$/;

/** #OpsCenter-remediating-features: OpsCenter fills in fields that the resource decides, such as VolumeId or InstanceId. */
export function prefilled(
  parameters: readonly string[],
  resources: readonly string[],
): Readonly<Record<string, readonly string[]>> {
  const filled: Record<string, string[]> = {};
  for (const arn of resources) {
    const [, type = '', id = ''] = resourceType.exec(arn) ?? [];
    const name = `${type.replaceAll('-', '')}id`;
    const parameter = parameters.find((one) => [name, `${name}s`].includes(one.toLowerCase()));
    if (parameter !== undefined) filled[parameter] = [...(filled[parameter] ?? []), id];
  }
  return filled;
}
