/**
 * In whose name an execution calls, and whether it may: as functions of plain values, which `run` and `lint` both ask.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-walk-security-assume.html and
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-troubleshooting.html
 */
import type { Ask } from '../../aws/authorization.ts';
import { deniedError, policiesAllow, roleAllows, trusts, userOfArn } from '../../aws/iam.ts';
import type { Nouns } from '../../cloudformation/nouns.ts';
import { roleMeant } from '../../cloudformation/world-resources/roles.ts';
import type { Role } from '../../world/identity.ts';
import type { Scenario } from '../../world/scenario.ts';
import { actionNamed } from './actions/index.ts';
import { resolve } from './content/references.ts';
import type { Step, ValueMap } from './content/runbook.ts';
import type { Execution, Failure } from './execution.ts';
import { placeVariable } from './lookup.ts';
import type { ExecutionRequest } from './request.ts';

/** The service that assumes the role of a runbook. */
export const automationService = 'ssm.amazonaws.com';

export type World = { readonly nouns: Nouns } & Partial<
  Pick<Scenario, 'account' | 'accounts' | 'principals'>
>;
export interface Started extends Pick<Execution, 'runbook' | 'parameters'> {
  readonly request: Pick<ExecutionRequest, 'parameters' | 'caller' | 'account'>;
  /** The execution that started it. Null or absent: none did. */
  readonly parent?: unknown;
}

/** A role or a principal of the file. */
interface Caller {
  readonly words: string;
  readonly allows: (action: string, about?: Omit<Ask, 'action'>) => boolean;
  readonly role?: Role;
}

/** What the runbook says its role is; a runbook that nothing is known of has it in AutomationAssumeRole. Null: none. */
export function assumedRole(world: World, { runbook, parameters, request }: Started): string | null {
  const written =
    runbook === null ? (request.parameters['AutomationAssumeRole']?.[0] ?? null) : runbook.assumeRole;
  const role =
    written === null
      ? ''
      : resolve(written, (name) => parameters[name] ?? placeVariable(world, request.account, name));
  return typeof role === 'string' && role.trim() !== '' && !role.includes('{{') ? role : null;
}

/** `start`, `pass`: what starts it may not. `name`, `trust`: the role is none, or cannot be assumed. */
export interface RoleObstacle {
  readonly kind: 'start' | 'pass' | 'name' | 'trust';
  /** As AWS says it. */
  readonly message: string;
  /** Undefined: there is no such role. */
  readonly role?: Role;
}

/**
 * What makes AWS refuse the start, before the first step; null: nothing. A role that is not in the file is taken to be set up well,
 * unless it is written as something that no role can be.
 */
export function assumeObstacle(world: World, started: Started): RoleObstacle | null {
  const wanted = assumedRole(world, started);
  // Only what starts an execution from outside needs these two; a step that starts one is asked for its own.
  const caller = (started.parent ?? null) === null ? callerOf(world, started) : undefined;
  if (caller !== undefined && !caller.allows(startAction)) return deniedStart('start', caller, startAction);
  if (wanted === null) return null;
  const role = roleMeant(world.nouns, wanted);
  if (role === undefined) {
    if (isRoleName(wanted)) return null;
    return { kind: 'name', message: cannotAssume(`${wanted} is neither the ARN nor the name of a role`) };
  }
  if (caller !== undefined && !caller.allows(passAction, { resource: role.arn }))
    return deniedStart('pass', caller, passAction);
  if (trusts(role, automationService)) return null;
  const why = `the role ${role.roleName} does not trust ${automationService}`;
  return { kind: 'trust', role, message: cannotAssume(why) };
}

export const startAction = 'ssm:StartAutomationExecution';
export const passAction = 'iam:PassRole';

const deniedStart = (kind: 'start' | 'pass', caller: Caller, action: string): RoleObstacle => ({
  kind,
  ...(caller.role === undefined ? {} : { role: caller.role }),
  message: `AccessDenied: ${denial(caller, action)}`,
});

const cannotAssume = (why: string): string => `InvalidAutomationExecutionParametersException: ${why}`;

function isRoleName(text: string): boolean {
  return /^arn:aws[\w-]*:iam::(\d{12}|\{\{.*\}\}):role\/[\w+=,.@/-]+$|^[\w+=,.@-]{1,64}$/.test(text);
}

const denial = ({ words }: Caller, action: string): string =>
  `${words} is not authorized to perform: ${action}`;

function callerOf({ nouns, principals }: World, { request: { caller } }: Started): Caller | undefined {
  const user = userOfArn(principals ?? new Map(), caller);
  if (user === undefined) return byRole(roleMeant(nouns, caller));
  return { words: `User: ${caller}`, allows: (action, about) => policiesAllow(user, action, about) };
}

function byRole(role: Role | undefined): Caller | undefined {
  return (
    role && {
      role,
      words: `the role ${role.roleName}`,
      allows: (action, about) => roleAllows(role, action, about),
    }
  );
}

/** Undefined: a role that is not in the file, or a caller who may do everything. */
function authorityOf(world: World, started: Started): Caller | undefined {
  const wanted = assumedRole(world, started);
  return wanted === null ? callerOf(world, started) : byRole(roleMeant(world.nouns, wanted));
}

/** Undefined: one that is not in the file, or a caller who is none. */
export function roleOf(world: World, started: Started): Role | undefined {
  return authorityOf(world, started)?.role;
}

/** Actions of IAM that a step needs, as far as its inputs say it: they may have references in them. */
export function permissionsOf({ action, inputs }: Step, resolved: ValueMap = inputs): readonly string[] {
  return actionNamed(action)?.permissions(resolved) ?? [];
}

/** Null: it may. `needed` is asked only of a caller whom the file limits. */
export function deniedTo(world: World, started: Started, needed: () => readonly string[]): Failure | null {
  const caller = authorityOf(world, started);
  const missing = caller && needed().find((action) => !caller.allows(action));
  if (caller === undefined || missing === undefined) return null;
  return {
    stage: 'Invocation',
    type: 'Permission',
    message: `${deniedError(missing)}: ${denial(caller, missing)}`,
  };
}
