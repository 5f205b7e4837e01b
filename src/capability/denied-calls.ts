/** Calls of `actions` that AWS refuses because of who makes them: when they are made, and as far as the file tells it before. */
import { arnOf } from '../aws/arn.ts';
import { type Ask, denialWords, judge, statementWords } from '../aws/authorization.ts';
import { deniedError, userArn } from '../aws/iam.ts';
import { matchesTarget } from '../aws/targets.ts';
import { type AskedAbout, type AskedNode, madeBy, permissionOf } from '../cloudformation/call-spec.ts';
import { roleMeant } from '../cloudformation/world-resources/roles.ts';
import { oncePer } from '../fields/fields.ts';
import type { Action } from '../world/actions.ts';
import type { FleetGroup } from '../world/fleet.ts';
import type { Principal } from '../world/identity.ts';
import { madeNodeId } from '../world/node-names.ts';
import { accountNamed, type Scenario } from '../world/scenario.ts';
import { resolveGroup } from '../world/target-resolution.ts';
import { nodeArn } from './event-arns.ts';
import { capabilitiesOf } from './registry.ts';
import type { Denial, Simulation } from './simulation.ts';

/** With the tags of this moment. */
export function denialNow(action: Action, simulation: Simulation): Denial | null {
  const { scenario, fleet, names } = simulation;
  return denialOf(action, scenario, (meant) =>
    resolveGroup(fleet, names, meant, action.account).nodes.map((node) => ({
      resource: nodeArn(simulation, node),
      tags: fleet.tagsOf(node),
    })),
  );
}

/** With the tags of the file. A call that depends on tags is left out where another changes them. */
export const deniedCalls = oncePer((scenario: Scenario): ReadonlyMap<Action, Denial> => {
  const denied = new Map<Action, Denial>();
  for (const action of scenario.actions) {
    if (action.as === undefined) continue;
    const denial = denialOf(action, scenario, nodesInFile(action, scenario));
    if (denial !== null) denied.set(action, denial);
  }
  return denied;
});

function denialOf(action: Action, scenario: Scenario, nodes: AskedAbout['nodes']): Denial | null {
  const principal = principalOf(action, scenario);
  if (principal === undefined) return null;
  const asks = asksOf(action, scenario, nodes);
  for (const ask of asks) {
    const verdict = judge(principal, ask);
    if (verdict.isAllowed) continue;
    const words = denialWords(`User: ${callerOf(action, scenario)}`, ask, verdict);
    const error = `${deniedError(asks[0]!.action)}: ${words}`;
    return { error, statement: statementWords(verdict), action: ask.action, verdict };
  }
  return null;
}

/** That of the call first. */
function asksOf(action: Action, scenario: Scenario, nodes: AskedAbout['nodes']): Ask[] {
  const specs = capabilitiesOf(scenario).flatMap(({ calls = [] }) => calls);
  const spec = specs.find(({ call }) => call === action.call);
  const permission = spec === undefined ? null : permissionOf(spec);
  if (spec === undefined || permission === null) return [];
  return spec.open((typed) => {
    const made = madeBy(action, typed);
    if (made === undefined) return [{ action: permission }];
    const account = accountNamed(scenario, action.account ?? '');
    const asks = typed.asks?.(made, { account, scenario, nodes }) ?? [{ action: permission }];
    return [...asks, ...passing(typed.passesRole?.(made, scenario) ?? null, scenario)];
  });
}

function passing(role: string | null, { nouns }: Scenario): Ask[] {
  if (role === null) return [];
  const arn = roleMeant(nouns, role)?.arn ?? role;
  return [{ action: 'iam:PassRole', ...(arn.startsWith('arn:') ? { resource: arn } : {}) }];
}

/** One of each group stands for all of it: its nodes have the same tags. */
function nodesInFile(action: Action, scenario: Scenario): AskedAbout['nodes'] {
  const { account = '' } = action;
  const changers = capabilitiesOf(scenario).flatMap(({ calls = [] }) =>
    calls.filter(({ changesTags }) => changesTags === true).map(({ call }) => call),
  );
  if (scenario.actions.some(({ call }) => changers.includes(call))) return () => [];
  const groups = scenario.fleet.filter((group) => (group.account ?? '') === account);
  return ({ instanceIds, targets }) =>
    instanceIds.length > 0
      ? instanceIds.flatMap((id) => groups.flatMap((group) => askedNode(group, id, scenario) ?? []))
      : groups
          .filter(({ tags, hybridActivation }) => {
            const subject = { tags, isHybrid: hybridActivation !== null };
            return targets.length > 0 && targets.every((target) => matchesTarget(target, subject));
          })
          .flatMap((group) => askedNode(group, group.ids?.[0] ?? `${group.name}-0001`, scenario) ?? []);
}

/** Null: it is of another group. */
function askedNode(group: FleetGroup, nameOrId: string, scenario: Scenario): AskedNode | null {
  const { name, ids = [], tags, hybridActivation } = group;
  const isOf = ids.includes(nameOrId) || /^(.+)-\d{4,}$/.exec(nameOrId)?.[1] === name;
  if (!isOf) return null;
  const isHybrid = hybridActivation !== null;
  const number = Number(/\d+$/.exec(nameOrId)?.[0] ?? 1);
  const id = ids.includes(nameOrId)
    ? nameOrId
    : (ids[number - 1] ?? madeNodeId(scenario.name, nameOrId, isHybrid));
  const account = accountNamed(scenario, group.account ?? '');
  const resource = isHybrid
    ? arnOf('ssm', account, `managed-instance/${id}`)
    : arnOf('ec2', account, `instance/${id}`);
  return { resource, tags };
}

function principalOf({ as }: Action, { principals }: Scenario): Principal | undefined {
  return as === undefined ? undefined : principals.get(as);
}

/** The ARN of the principal that makes the call; undefined: someone who may do everything. */
export function callerOf(action: Action, scenario: Scenario): string | undefined {
  const principal = principalOf(action, scenario);
  return principal && userArn(principal, accountNamed(scenario, action.account ?? ''));
}
