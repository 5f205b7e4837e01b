/** What AWS refuses of a task of a window beyond what each field checks. */
import { documentName, refuseRun } from '../../../cloudformation/document-spec.ts';
import { refuseNodes, type WrittenTarget } from '../../../cloudformation/targets.ts';
import { iamRole } from '../../../cloudformation/world-resources/roles.ts';
import { suggestion } from '../../../diagnostics/nearest.ts';
import { describe } from '../../../diagnostics/plain-map.ts';
import type { DataPath } from '../../../diagnostics/problem.ts';
import { itemsIn, type Partly, Unknown } from '../../../fields/unknown.ts';
import { type InvocationKeys, readTaskInvocation } from './task-parameters.ts';
import { type PartReading, refuseReference, windowTarget } from './window-targets.ts';
import { type SeenTask, targetCountMax } from './window-task-fields.ts';
import { maintenanceWindow } from './windows.ts';

const awsError = 'ValidationException';

const usualLimits = { MaxConcurrency: '10%', MaxErrors: '5%' } as const;
export const limitKeys = ['MaxConcurrency', 'MaxErrors'] as const;

/** What RegisterTaskWithMaintenanceWindow refuses too. */
export function refuseTask(seen: SeenTask, reading: PartReading, keys: InvocationKeys): void {
  const { WindowId, Targets, TaskType } = seen;
  if (TaskType === 'RUN_COMMAND' && !(Targets instanceof Unknown) && itemsIn(Targets).length === 0) {
    const message = 'missing: expected Targets: a RUN_COMMAND task without targets would run nowhere';
    const help = 'add Targets: [{ Key: WindowTargetIds, Values: [!Ref …] }]';
    reading.context.error([...reading.path, 'Targets'], 'missing-key', message, { awsError, help });
  }
  refuseReference(WindowId, maintenanceWindow, [...reading.path, 'WindowId'], reading);
  refuseTaskParts(seen, reading, keys);
  refuseLimits(seen, reading);
}

/** What is given, whatever else the task has. */
export function refuseTaskParts(seen: SeenTask, reading: PartReading, keys: InvocationKeys): void {
  refuseInvocation(seen, reading, keys);
  refuseTargets(seen, reading);
  if (typeof seen.ServiceRoleArn === 'string') refuseServiceRole(seen.ServiceRoleArn, reading);
}

/** What it runs, and with what. */
function refuseInvocation(
  { TaskType: type, TaskArn: arn, ...seen }: SeenTask,
  reading: PartReading,
  keys: InvocationKeys,
): void {
  if (type instanceof Unknown) return;
  const { path, context, references } = reading;
  const invocation = readTaskInvocation({ ...seen, TaskType: type }, path, context, keys);
  if (arn instanceof Unknown) return;
  const name = documentName(arn);
  const runs = type === 'RUN_COMMAND' ? 'Command' : type === 'AUTOMATION' ? 'Automation' : null;
  refuseRun(
    {
      name,
      namePath: [...path, 'TaskArn'],
      parameters: invocation.parameters,
      parametersPath: invocation.path,
      isWindowTask: true,
      type: runs,
    },
    runs === null ? undefined : references.documents.get(name),
    context,
  );
}

/**
 * Both limits with targets, neither without.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/maintenance-windows-targetless-tasks.html
 */
function refuseLimits({ Targets = [], ...seen }: SeenTask, { path, context }: PartReading): void {
  if (Targets instanceof Unknown) return;
  const missing = limitKeys.filter((key) => seen[key] === undefined);
  if (Targets.length > 0 && missing.length > 0) {
    const message = `missing: the task has targets but no ${missing.join(' and no ')}; only a task without targets does without`;
    const help = `add ${missing.map((key) => `${key}: ${usualLimits[key]}`).join(' and ')}, or what suits the fleet`;
    context.error([...path, missing[0]!], 'missing-key', message, { awsError, help });
  }
  for (const key of Targets.length > 0 ? [] : limitKeys) {
    if (seen[key] === undefined || seen[key] instanceof Unknown) continue;
    const message = `expected no ${key}: a task without targets runs once, and there is nothing to limit`;
    const options = { at: 'key', awsError, help: `remove ${key}, or add Targets` } as const;
    context.error([...path, key], 'targetless-task', message, options);
  }
}

function refuseTargets({ Targets = [], WindowId }: SeenTask, reading: PartReading): void {
  if (Targets instanceof Unknown) return;
  const { context } = reading;
  const at = [...reading.path, 'Targets'];
  const namesWindowTargets = (target: Partly<WrittenTarget>): target is WrittenTarget =>
    !(target instanceof Unknown) && target.Key === 'WindowTargetIds';
  const count = Targets.filter(namesWindowTargets).reduce(
    (sum, { Values }) => sum + itemsIn(Values).length,
    0,
  );
  if (count > targetCountMax) {
    const message = `expected at most ${targetCountMax} targets of a task, found ${count}`;
    context.error(at, 'too-many', message, { awsError });
  }
  for (const [index, target] of Targets.entries()) {
    if (!(target instanceof Unknown)) refuseTarget(target, WindowId, [...at, index], reading);
  }
}

function refuseTarget(
  { Key: key, Values: values }: Exclude<Partly<WrittenTarget>, Unknown>,
  windowId: Partly<string>,
  path: DataPath,
  reading: PartReading,
): void {
  const { context, references } = reading;
  if (!(values instanceof Unknown) && values.length === 0) {
    context.error([...path, 'Values'], 'too-few', 'expected at least one value', { awsError });
  }
  if (key instanceof Unknown) return;
  if (key === 'WindowTargetIds') {
    for (const [index, value] of itemsIn(values).entries()) {
      refuseWindowTarget(value, windowId, [...path, 'Values', index], reading);
    }
  } else if (key === 'InstanceIds') {
    const window =
      typeof windowId === 'string' ? references.nouns(maintenanceWindow).get(windowId) : undefined;
    if (window !== undefined && !window.allowUnassociatedTargets) {
      const message = `expected WindowTargetIds: ${window.logicalId} has AllowUnassociatedTargets: false`;
      context.error([...path, 'Key'], 'unassociated-target', message, { awsError });
    }
    refuseNodes(itemsIn(values), [...path, 'Values'], context);
  } else {
    const isCriterion = /^(tag|resource-groups)/.test(key);
    context.error(
      [...path, 'Key'],
      'bad-value',
      `expected WindowTargetIds or InstanceIds, found ${describe(key)}`,
      {
        awsError,
        help: isCriterion
          ? 'tags and resource groups belong into an AWS::SSM::MaintenanceWindowTarget'
          : suggestion(key, ['WindowTargetIds', 'InstanceIds']),
      },
    );
  }
}

function refuseWindowTarget(
  id: Partly<string>,
  windowId: Partly<string>,
  path: DataPath,
  reading: PartReading,
): void {
  const { context, references } = reading;
  if (!refuseReference(id, windowTarget, path, reading) || windowId instanceof Unknown) return;
  const target = references.nouns(windowTarget).get(id as string);
  if (target === undefined || target.windowId === windowId) return;
  if (!references.nouns(maintenanceWindow).has(windowId)) return;
  const message = `expected a target of ${windowId}; ${id} is one of ${target.windowId}`;
  context.error(path, 'foreign-target', message, { awsError: 'DoesNotExistException' });
}

const serviceLinkedRole = ':role/aws-service-role/ssm.amazonaws.com/AWSServiceRoleForAmazonSSM';

/**
 * ASSUMPTION foreign-service-role: a role outside the scenario is taken for one that Systems Manager may assume.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/maintenance-windows-security.html
 */
function refuseServiceRole(arn: string, reading: PartReading): void {
  const { context, references } = reading;
  const path = [...reading.path, 'ServiceRoleArn'];
  const roles = references.nouns(iamRole);
  if (arn.endsWith(serviceLinkedRole) || [...roles.values()].some((role) => role.arn === arn)) return;
  const named = [...roles.values()].find(({ roleName, logicalId }) => roleName === arn || logicalId === arn);
  if (named !== undefined) {
    context.error(path, 'bad-value', `expected the ARN of the role, found ${describe(arn)}`, {
      awsError,
      help: `did you mean !GetAtt ${named.logicalId}.Arn?`,
    });
  } else if (!/^arn:aws[a-z-]*:iam::[0-9]{12}:role\/.+$/.test(arn)) {
    const help = suggestion(arn, [...roles.keys()]);
    context.error(path, 'bad-value', `expected the ARN of a role, found ${describe(arn)}`, {
      awsError,
      help,
    });
  } else {
    const message = 'this role is not under resources: it is taken for one that ssm.amazonaws.com may assume';
    context.warning(path, 'unknown-role', message);
  }
}
