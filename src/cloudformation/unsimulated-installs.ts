/** Resources that may install patches by what is not simulated. Which nodes they mean is not known. */
import type { UnsimulatedInstall } from '../world/scenario.ts';
import type { AnyResourceSpec } from './resource-spec.ts';
import type { Stack } from './stack.ts';

export function unsimulatedInstalls(
  stack: Stack,
  resources: readonly AnyResourceSpec[],
): UnsimulatedInstall[] {
  return resources.flatMap((any) =>
    any.open((spec) =>
      spec.mayInstall === undefined
        ? []
        : [...stack.nouns(spec)].flatMap(([logicalId, noun]) =>
            spec.mayInstall!(noun) ? [{ name: `${spec.type} ${logicalId}` }] : [],
          ),
    ),
  );
}
