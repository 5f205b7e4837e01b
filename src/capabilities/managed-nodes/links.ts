/** The first links: the machine and its agent, whose permissions it has, how it reaches Systems Manager, whether it has. */
import { commandsThroughSsmMessagesSince, isAtLeast } from '../../aws/agent-version.ts';
import * as cli from '../../aws/cli.ts';
import { actionsNeeded, profileAllowsAll } from '../../aws/iam.ts';
import { type LinkFound, type LinkSpec, type LinkState, lastSteps } from '../../capability/links.ts';
import { type NodeInRun, type Situation, thenAndNow, whenWords } from '../../capability/situation.ts';
import type { InstanceProfile } from '../../world/identity.ts';
import { reachesRepositories, type Subnet } from '../../world/network.ts';
import { power } from '../../world/node-records.ts';
import type { OperatingSystem } from '../../world/operating-systems.ts';
import { utc } from '../../world/time.ts';
import { agentState } from './connection.ts';
import { managedNodesView } from './machine.ts';
import { lacksSessions, messageTransport } from './rules.ts';
import { defaultHostManagementProfile, hybridServiceRole } from './rules-credentials.ts';

export const nodeLinks: readonly LinkSpec[] = [
  { name: 'agent', title: 'Machine and agent', stage: 'machine', place: 10, tell: agentLink },
  {
    name: 'instance-profile',
    title: 'Instance profile, or activation',
    stage: 'credentials',
    place: 10,
    tell: profileLink,
  },
  { name: 'network', title: 'Network', stage: 'network', place: 10, tell: networkLink },
  {
    name: 'registration',
    title: 'Registration and heartbeat',
    stage: 'network',
    place: 20,
    isAlwaysTold: true,
    tell: registrationLink,
  },
  {
    name: 'patching-permission',
    title: 'Permission to patch',
    stage: 'permission',
    place: 10,
    tell: patchingPermissionLink,
  },
];

/** Whose permissions the node works with, or would. */
export function profileInUse({ simulation, node }: NodeInRun): InstanceProfile | null {
  return simulation.views.of(managedNodesView).credentials.accessOf(node).profile;
}

const powerWords: ReadonlyMap<number, string> = new Map([
  [power.notLaunched, 'not launched yet'],
  [power.running, 'running'],
  [power.rebooting, 'rebooting'],
  [power.lost, 'lost: it did not come back from a reboot'],
  [power.stopped, 'stopped'],
  [power.terminated, 'terminated'],
]);

function isGone({ simulation, node }: NodeInRun): boolean {
  const state = simulation.fleet.powerOf(node);
  return state === power.notLaunched || state === power.terminated;
}

/** So far there is nothing to tell of. */
function isToCome({ opportunity }: Situation): boolean {
  return opportunity.simulation.fleet.powerOf(opportunity.node) === power.notLaunched;
}

const toCome = 'the instance does not exist yet';

function agentLink(situation: Situation): LinkFound {
  const { isHybrid, opportunity } = situation;
  const isUp = opportunity.simulation.fleet.isUp(opportunity.node);
  const machine = isHybrid ? 'machine' : 'instance';
  return {
    state: isUp ? 'ok' : 'unknown',
    found: [
      ...thenAndNow(situation, ({ simulation, node }) => {
        const { fleet } = simulation;
        return `${machine} ${powerWords.get(fleet.powerOf(node)) ?? ''}`;
      }),
      ...(isGone(situation.opportunity)
        ? []
        : thenAndNow(situation, ({ simulation, node }) => {
            const { fleet } = simulation;
            const runs = fleet.isUp(node) && fleet.agentOf(node) === agentState.running;
            const why = fleet.agentOf(node) === agentState.diskFull ? ': its disk is full' : '';
            return `SSM Agent ${fleet.agentVersionOf(node)} ${runs ? 'running' : 'not running'}${why}`;
          })),
    ],
    details: lastSteps(situation, 'machine'),
    console: `${isHybrid ? '' : 'EC2: Running. '}Fleet Manager: the version of the agent`,
    cli: cli.machine(situation),
    page: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/ssm-agent.html',
  };
}

/** A machine in a data centre has an activation in place of the profile. */
function profileLink(situation: Situation): LinkFound {
  const { isHybrid, opportunity } = situation;
  return {
    state: isGone(opportunity) ? 'not reached' : 'ok',
    found: isToCome(situation) ? [toCome] : isHybrid ? activationFound(situation) : profileFound(situation),
    details: lastSteps(situation, 'profile'),
    console: isHybrid
      ? 'Hybrid Activations: registrations used and left, and when it expires'
      : 'EC2, tab Security: the IAM role',
    cli: cli.credentials(situation),
    page: isHybrid
      ? 'https://docs.aws.amazon.com/systems-manager/latest/userguide/hybrid-activation-managed-nodes.html'
      : 'https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-instance-permissions.html',
  };
}

function profileFound(situation: Situation): string[] {
  const { opportunity, group } = situation;
  const profile = profileInUse(opportunity);
  const { fleet } = opportunity.simulation;
  const lines = thenAndNow(situation, (one) => profileWords(profileInUse(one)));
  if (isGone(opportunity)) return lines;
  if (profile === null) {
    const { access } = opportunity.simulation.views.of(managedNodesView);
    const why =
      access.hostRoleOf(group.account ?? '') !== null
        ? `on, but does not cover this node: ${group.imdsV2 ? 'the agent is too old' : 'it requires IMDSv2'}`
        : 'off';
    return [...lines, `Default Host Management: ${why}`];
  }
  const lacking = lackingActions(profile, [
    ...actionsNeeded.register,
    ...(messageTransport(null, fleet.agentVersionOf(opportunity.node), profile) === null
      ? actionsNeeded.commandsThroughSsmMessages
      : []),
  ]);
  if (lacking.length > 0) lines.push(`it does not allow ${lacking.join(', ')}`);
  else if (!fleet.hasCredentials(opportunity.node)) lines.push('the agent has no credentials from it yet');
  return lines;
}

function profileWords(profile: InstanceProfile | null): string {
  if (profile === null) return 'no instance profile';
  const { name, managedPolicies, statements } = profile;
  const parts = [
    ...managedPolicies,
    ...(statements.length > 0
      ? [`${statements.length} inline ${statements.length === 1 ? 'statement' : 'statements'}`]
      : []),
  ];
  if (parts.length === 1 && parts[0] === name) return `instance profile ${name}`;
  return `instance profile ${name} (${parts.length === 0 ? 'no policies' : parts.join(', ')})`;
}

function lackingActions(profile: InstanceProfile, actions: readonly string[]): string[] {
  return actions.filter((action) => !profileAllowsAll(profile, [action]));
}

function activationFound(situation: Situation): string[] {
  const { opportunity, group } = situation;
  const { simulation, node } = opportunity;
  const name = group.hybridActivation ?? '';
  const nodes = simulation.views.of(managedNodesView);
  const activation = nodes.hybrid.activations.find(name);
  if (simulation.fleet.isRegistered(node))
    return [`registered with activation ${name}; a registered node no longer needs it`];
  if (nodes.hybrid.isDeregistered(node)) {
    return ['deregistered: it registers again only with a new activation'];
  }
  if (activation === undefined) return [`activation ${name} does not exist yet`];
  const { createdMs, expiresMs, registrationLimit } = activation;
  return [
    `activation ${name}: created ${utc(createdMs)}, expires ${utc(expiresMs)}, up to ${registrationLimit} ${registrationLimit === 1 ? 'registration' : 'registrations'}`,
    `not registered ${whenWords(situation)}`,
  ];
}

function networkLink(situation: Situation): LinkFound {
  const { opportunity, group } = situation;
  const subnetIn = ({ simulation }: NodeInRun) =>
    simulation.views.of(managedNodesView).access.subnetOf(group);
  const subnet = subnetIn(opportunity);
  const isCut = isNetworkCut(opportunity);
  const isCutNow = isNetworkCut(situation);
  const { networkBlocks, patchingNetworkBlocks } = opportunity.simulation.views
    .of(managedNodesView)
    .credentials.accessOf(opportunity.node);
  const isOpen = !isCut && networkBlocks.length === 0 && patchingNetworkBlocks.length === 0;
  const cause = situation.causesOf('network')[0];
  const version = opportunity.simulation.fleet.agentVersionOf(opportunity.node);
  const wants = isAtLeast(version, commandsThroughSsmMessagesSince)
    ? 'ssmmessages, or else ec2messages'
    : `ec2messages only (it is older than ${commandsThroughSsmMessagesSince})`;
  return {
    state: isGone(opportunity) ? 'not reached' : isCutNow ? 'failed' : isOpen ? 'ok' : 'unknown',
    found: [
      ...(subnetIn(situation)?.endpoints.size === subnet?.endpoints.size
        ? [subnetWords(subnet, group.os)]
        : thenAndNow(situation, (one) => subnetWords(subnetIn(one), group.os))),
      ...(isCut || isCutNow ? thenAndNow(situation, cutWords) : []),
      ...(cause === 'ENDPOINT_MISSING_MESSAGES'
        ? [`agent ${version} receives commands through ${wants}`]
        : []),
      ...(isOpen && !isCutNow ? ['ssm, a message service and s3 are reachable'] : []),
      ...(lacksSessions(subnet) ? ['ssmmessages is unreachable: no Session Manager session opens'] : []),
    ],
    details: lastSteps(situation, 'network'),
    console: 'VPC: a route to the internet, or endpoints; EC2, tab Security: outbound HTTPS allowed',
    cli: subnet === null || subnet.route === 'none' ? cli.endpoints(situation) : cli.routes(situation),
    page: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-create-vpc.html',
  };
}

function isNetworkCut({ simulation, node }: NodeInRun): boolean {
  return simulation.fleet.isNetworkCut(node);
}

function cutWords(one: NodeInRun): string {
  return isNetworkCut(one) ? 'the network is cut' : 'the network is not cut';
}

function subnetWords(subnet: Subnet | null, os: OperatingSystem): string {
  if (subnet === null) return 'no subnet given: the network is assumed open';
  const { name, route, endpoints, egress } = subnet;
  const parts = [
    `route ${route}`,
    endpoints.size === 0 ? 'no endpoints' : `endpoints ${[...endpoints].join(', ')}`,
    egress === 'blocked'
      ? 'the security group blocks outbound TCP 443'
      : 'the security group allows outbound TCP 443',
    ...(reachesRepositories(subnet, os) ? [] : [`the package repositories of ${os} are unreachable`]),
  ];
  return `subnet ${name}: ${parts.join('; ')}`;
}

function registrationLink(situation: Situation): LinkFound {
  const { opportunity } = situation;
  const ping = pingStatusOf(opportunity);
  const isBroken = situation.breaksBefore('permission');
  const isAway = pingStatusOf(situation) === null && !isGone(situation);
  const state: LinkState = ping === 'Online' ? 'ok' : isBroken ? 'not reached' : 'unknown';
  return {
    state: isAway ? 'failed' : state,
    found: thenAndNow(situation, registrationWords),
    details: lastSteps(situation, 'connection'),
    console: `Fleet Manager: ${ping === null ? 'not in the list of managed nodes' : `ping status ${ping === 'Online' ? 'Online' : 'Connection lost'}`}`,
    cli: cli.managedNode(situation),
    page: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_InstanceInformation.html',
  };
}

function pingStatusOf({ simulation, node }: NodeInRun): 'Online' | 'ConnectionLost' | null {
  return simulation.views.of(managedNodesView).pingStatus(node);
}

function registrationWords({ simulation, node }: NodeInRun): string {
  const ping = pingStatusOf({ simulation, node });
  if (ping === null) return 'not a managed node: DescribeInstanceInformation does not list it';
  const silentSinceMs = simulation.fleet.silentSinceMs(node);
  if (silentSinceMs === Number.POSITIVE_INFINITY) return 'managed, ping status Online, heartbeats arrive';
  const since =
    silentSinceMs === Number.NEGATIVE_INFINITY ? 'since before the run' : `since ${utc(silentSinceMs)}`;
  return `managed, ping status ${ping}, no heartbeat ${since}`;
}

function patchingPermissionLink(situation: Situation): LinkFound {
  const { opportunity } = situation;
  const profile = profileInUse(opportunity);
  const actions = [...actionsNeeded.patching, ...actionsNeeded.inventory];
  const lacking = profile === null ? [] : lackingActions(profile, actions);
  const name = profile?.name ?? '';
  return {
    state: profile === null || isGone(opportunity) ? 'not reached' : lacking.length > 0 ? 'unknown' : 'ok',
    found: [
      profile === null
        ? isToCome(situation)
          ? toCome
          : 'not checked: the node has no permissions at all'
        : lacking.length > 0
          ? `${name} does not allow ${lacking.join(', ')}`
          : `${name} allows ${actions.join(' and ')}`,
    ],
    console: 'Run Command: no exit code 145, and Compliance has a report of the run',
    cli:
      profile === null
        ? cli.credentials(situation)
        : cli.permissions(situation, policiesOf(profile), actions),
    page: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-troubleshooting.html',
  };
}

/** Without an instance profile: what an activation stands for, and what Default Host Management lends. */
const roles = [hybridServiceRole.name, defaultHostManagementProfile.name];

export function policiesOf({ name }: InstanceProfile): { readonly name: string; readonly isRole: boolean } {
  return { name, isRole: roles.includes(name) };
}
