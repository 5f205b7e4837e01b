/** Resources that install patches and are not simulated. Which nodes they mean is not known. */
import { patchingDocuments } from '../aws/patching-documents.ts';
import type { UnsimulatedInstall } from '../world/scenario.ts';
import type { DeclaredResource } from './declared.ts';
import type { Stack } from './stack.ts';
import { entry, textOf } from './value.ts';

export function unsimulatedInstalls(stack: Stack): UnsimulatedInstall[] {
  return [...stack.declared.values()]
    .filter((resource) => isInstallingSchedule(resource, stack))
    .map(({ type, logicalId }) => ({ name: `${type} ${logicalId}` }));
}

/** EventBridge Scheduler calls the API itself: its target is `ssm:sendCommand`, and its input the request. */
function isInstallingSchedule({ type, properties }: DeclaredResource, stack: Stack): boolean {
  if (type !== 'AWS::Scheduler::Schedule') return false;
  const target = entry(stack.lenient.valueOf(properties, []), 'Target');
  const [arn, input] = [textOf(entry(target, 'Arn')), textOf(entry(target, 'Input'))];
  if (input === null || !arn?.endsWith(':ssm:sendCommand')) return false;
  return input.includes('Install') && patchingDocuments.some((name) => input.includes(name));
}
