/** AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_UpdatePatchBaseline.html */

import { suggestion } from '../../diagnostics/nearest.ts';
import { describe } from '../../diagnostics/plain-map.ts';
import type { DataPath } from '../../diagnostics/problem.ts';
import { readBaselineUpdate } from '../resources/baselines.ts';
import type { Call, CallContext } from './call.ts';

export function readUpdatePatchBaseline(
  request: unknown,
  path: DataPath,
  { resources, context }: CallContext,
): Call | undefined {
  const update = readBaselineUpdate(request, resources.baselines, path, context);
  if (update === undefined) return undefined;
  const { baselineId, changes, found } = update;
  // A baseline that is itself wrong has been reported under resources.
  if (!found && resources.logicalIds.get(baselineId) !== 'AWS::SSM::PatchBaseline') {
    const known = resources.baselines.map(({ id }) => id);
    const message = `expected an AWS::SSM::PatchBaseline under resources, found ${describe(baselineId)}`;
    context.error([...path, 'BaselineId'], 'unknown-reference', message, {
      awsError: 'DoesNotExistException',
      help: baselineId.startsWith('AWS-')
        ? 'a predefined baseline cannot be changed'
        : suggestion(baselineId, known),
    });
  }
  return { call: 'UpdatePatchBaseline', baselineId, changes };
}
