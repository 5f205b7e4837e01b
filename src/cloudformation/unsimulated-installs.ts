/** Resources that install patches and are not simulated. Which nodes they mean is not known. */
import type { UnsimulatedInstall } from '../world/scenario.ts';
import type { DeclaredResource } from './declared.ts';
import type { Stack } from './stack.ts';
import { entry, itemsOf, textOf } from './value.ts';

export function unsimulatedInstalls(stack: Stack): UnsimulatedInstall[] {
  return [...stack.declared.values()]
    .filter((resource) => isPatchPolicy(resource, stack))
    .map(({ type, logicalId }) => ({ name: `${type} ${logicalId}` }));
}

/** Quick Setup names the kind of each of its configurations. */
function isPatchPolicy({ type, properties }: DeclaredResource, stack: Stack): boolean {
  if (type !== 'AWS::SSMQuickSetup::ConfigurationManager') return false;
  const definitions = itemsOf(entry(stack.lenient.valueOf(properties, []), 'ConfigurationDefinitions'));
  return definitions.some((one) => textOf(entry(one, 'Type')) === 'AWSQuickSetupType-PatchPolicy');
}
