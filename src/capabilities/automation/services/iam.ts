/**
 * Calls of IAM on instance profiles: those of the file, and those that executions make.
 *
 * AWS: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateInstanceProfile.html and
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetInstanceProfile.html
 */
import { roleMeant } from '../../../cloudformation/world-resources/roles.ts';
import type { StepRun } from '../actions/action.ts';
import type { ValueMap } from '../content/runbook.ts';
import { profileNamed } from './ec2-instances.ts';
import { ApiError, callsOf, textIn } from './service.ts';

/** IAM is of the account, whatever the Region. */
const everywhere = '';

export const iamCalls = callsOf('iam', {
  CreateInstanceProfile(inputs, run) {
    const name = textIn(inputs, 'InstanceProfileName');
    if (rolesOf(name, run) !== undefined)
      return new ApiError('EntityAlreadyExists', `Instance Profile ${name} already exists.`);
    run.cloud.make(
      'instance-profile',
      { prefix: 'aipa', key: run.execution.request.id, name, account: everywhere, details: { roles: [] } },
      { passing: '', state: 'available', forMs: 0 },
    );
    return { InstanceProfile: answerOf(name, [], run) };
  },
  AddRoleToInstanceProfile(inputs, run) {
    const name = textIn(inputs, 'InstanceProfileName');
    const roles = rolesOf(name, run);
    if (roles === undefined) return noProfile(name);
    if (roles.length > 0)
      return new ApiError('LimitExceeded', `Instance Profile ${name} has a role already: the limit is 1`);
    const made = run.cloud.find('instance-profile', name, everywhere);
    if (made !== undefined) made.details = { roles: [textIn(inputs, 'RoleName')] };
    return {};
  },
  GetInstanceProfile(inputs, run) {
    const name = textIn(inputs, 'InstanceProfileName');
    const roles = rolesOf(name, run);
    return roles === undefined ? noProfile(name) : { InstanceProfile: answerOf(name, roles, run) };
  },
  ListInstanceProfilesForRole(inputs, run) {
    const role = textIn(inputs, 'RoleName');
    const names = [
      ...[...run.simulation.scenario.instanceProfiles.keys()],
      ...run.cloud.of('instance-profile', everywhere).map(({ name }) => name),
    ];
    const InstanceProfiles = names
      .filter((name) => rolesOf(name, run)?.includes(role))
      .map((name) => answerOf(name, rolesOf(name, run)!, run));
    return { InstanceProfiles };
  },
});

const noProfile = (name: string): ApiError =>
  new ApiError('NoSuchEntity', `Instance Profile ${name} cannot be found.`);

/** Undefined: there is no such profile. One of the file that names no role has a role of its own name. */
function rolesOf(name: string, { cloud, simulation }: StepRun): readonly string[] | undefined {
  const made = cloud.find('instance-profile', name, everywhere);
  if (made !== undefined) return made.details['roles'] as readonly string[];
  return simulation.scenario.instanceProfiles.has(name) ? [name] : undefined;
}

function answerOf(name: string, roles: readonly string[], run: StepRun): ValueMap {
  const { Arn = '', Id = '' } = profileNamed(name, run);
  return {
    InstanceProfileName: name,
    InstanceProfileId: Id,
    Arn,
    Roles: roles.map((RoleName) => ({
      RoleName,
      Arn: roleMeant(run.simulation.scenario.nouns, RoleName)?.arn ?? RoleName,
    })),
  };
}
