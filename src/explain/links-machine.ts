/** The first links: the machine and its agent, whose permissions it has, how it reaches Systems Manager, whether it has. */
import { commandsThroughSsmMessagesSince, isAtLeast } from '../aws/agent-version.ts';
import { actionsNeeded, profileAllowsAll } from '../aws/iam.ts';
import { agentState } from '../capabilities/managed-nodes/connection.ts';
import { messageTransport } from '../capabilities/managed-nodes/rules.ts';
import type { InstanceProfile } from '../world/identity.ts';
import type { Subnet } from '../world/network.ts';
import { power } from '../world/node-records.ts';
import * as cli from './aws-cli.ts';
import { profileInUse } from './blocking.ts';
import type { Link, LinkState, StepDetail } from './explanation.ts';
import { linkOf } from './link.ts';
import { breaksBefore, causesOfLink, type NodeInRun, type Situation, whenWords } from './situation.ts';
import { stepsAbout, stepsIn, stepsMax } from './steps.ts';
import { utc } from './words.ts';

const powerWords: ReadonlyMap<number, string> = new Map([
  [power.notLaunched, 'not launched yet'],
  [power.running, 'running'],
  [power.rebooting, 'rebooting'],
  [power.lost, 'lost: it did not come back from a reboot'],
  [power.stopped, 'stopped'],
  [power.terminated, 'terminated'],
]);

function isGone({ outcome, node }: NodeInRun): boolean {
  const state = outcome.simulation.fleet.powerOf(node);
  return state === power.notLaunched || state === power.terminated;
}

/** So far there is nothing to tell of. */
function isToCome({ chance }: Situation): boolean {
  return chance.outcome.simulation.fleet.powerOf(chance.node) === power.notLaunched;
}

const toCome = 'the instance does not exist yet';

function lastSteps(situation: Situation, events: readonly string[]): readonly StepDetail[] {
  return stepsIn(situation.journal, events).slice(-stepsMax);
}

/** The same said of both instants is said once. */
function thenAndNow(situation: Situation, say: (one: NodeInRun) => string): string[] {
  const then = say(situation.chance);
  const now = say(situation);
  const first = `${then} ${whenWords(situation)}`;
  return now === then ? [first] : [first, `since then: ${now} at ${utc(situation.nowMs)}`];
}

export function agentLink(situation: Situation): Link {
  const { group, isHybrid, chance } = situation;
  const isUp = chance.outcome.simulation.fleet.isUp(chance.node);
  const isAgents = causesOfLink(situation, 'agent')[0] === 'AGENT_STOPPED';
  const machine = isHybrid ? 'machine' : 'instance';
  return linkOf(situation, 'agent', {
    state: isUp ? 'ok' : 'unknown',
    found: [
      ...thenAndNow(situation, ({ outcome, node }) => {
        const { fleet } = outcome.simulation;
        return `${machine} ${powerWords.get(fleet.powerOf(node)) ?? ''}`;
      }),
      ...(isGone(situation.chance)
        ? []
        : thenAndNow(situation, ({ outcome, node }) => {
            const { fleet } = outcome.simulation;
            const runs = fleet.isUp(node) && fleet.agentOf(node) === agentState.running;
            return `SSM Agent ${group.agent.version} ${runs ? 'running' : 'not running'}`;
          })),
    ],
    details: lastSteps(situation, stepsAbout.machine),
    console: `${isHybrid ? '' : 'EC2: Running. '}Fleet Manager: the version of the agent`,
    cli: isAgents ? cli.managedNode(situation) : cli.machine(situation),
    page: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/ssm-agent.html',
  });
}

/** For a machine in a data centre its activation stands where the profile does. */
export function profileLink(situation: Situation): Link {
  const { isHybrid, chance } = situation;
  return linkOf(situation, 'instance-profile', {
    state: isGone(chance) ? 'not reached' : 'ok',
    found: isToCome(situation) ? [toCome] : isHybrid ? activationFound(situation) : profileFound(situation),
    details: lastSteps(situation, stepsAbout.profile),
    console: isHybrid
      ? 'Hybrid Activations: registrations used and left, and when it expires'
      : 'EC2, tab Security: the IAM role',
    cli: permissionCli(situation),
    page: isHybrid
      ? 'https://docs.aws.amazon.com/systems-manager/latest/userguide/hybrid-activation-managed-nodes.html'
      : 'https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-instance-permissions.html',
  });
}

function permissionCli(situation: Situation): string {
  const { chance, isHybrid } = situation;
  const profile = profileInUse(chance.outcome, chance.node);
  const lacks = causesOfLink(situation, 'instance-profile').includes('PROFILE_LACKS_SSM');
  if (isHybrid || profile === null || !lacks) return cli.credentials(situation);
  return cli.permissions(situation, profile.name, [
    ...actionsNeeded.register,
    ...actionsNeeded.commandsThroughSsmMessages,
  ]);
}

function profileFound(situation: Situation): string[] {
  const { chance, scenario, group } = situation;
  const profile = profileInUse(chance.outcome, chance.node);
  const { fleet } = chance.outcome.simulation;
  const lines = thenAndNow(situation, (one) => profileWords(profileInUse(one.outcome, one.node)));
  if (isGone(chance)) return lines;
  if (profile === null) {
    const { defaultHostManagement } = scenario.account;
    const why = defaultHostManagement
      ? `on, and does not reach this node: ${group.imdsV2 ? 'the agent is too old' : 'it needs IMDSv2'}`
      : 'off';
    return [...lines, `Default Host Management: ${why}`];
  }
  const lacking = lackingActions(profile, [
    ...actionsNeeded.register,
    ...(messageTransport(null, group.agent.version, profile) === null
      ? actionsNeeded.commandsThroughSsmMessages
      : []),
  ]);
  if (lacking.length > 0) lines.push(`it does not allow ${lacking.join(', ')}`);
  else if (!fleet.hasCredentials(chance.node)) lines.push('the agent has no credentials from it yet');
  return lines;
}

function profileWords(profile: InstanceProfile | null): string {
  if (profile === null) return 'no instance profile';
  const { name, managedPolicies, statements } = profile;
  const parts = [
    ...managedPolicies,
    ...(statements.length > 0
      ? [`${statements.length} ${statements.length === 1 ? 'statement' : 'statements'} of its own`]
      : []),
  ];
  if (parts.length === 1 && parts[0] === name) return `instance profile ${name}`;
  return `instance profile ${name} (${parts.length === 0 ? 'no policies' : parts.join(', ')})`;
}

function lackingActions(profile: InstanceProfile, actions: readonly string[]): string[] {
  return actions.filter((action) => !profileAllowsAll(profile, [action]));
}

function activationFound(situation: Situation): string[] {
  const { chance, group } = situation;
  const { outcome, node } = chance;
  const name = group.hybridActivation ?? '';
  const activation = outcome.nodes.activations.find(name);
  if (outcome.simulation.fleet.isRegistered(node))
    return [`registered with activation ${name}, which it needs no more`];
  if (activation === undefined) return [`activation ${name}, which does not exist yet`];
  const { createdMs, expiresMs, registrationLimit } = activation;
  return [
    `activation ${name}: created ${utc(createdMs)}, expires ${utc(expiresMs)}, up to ${registrationLimit} ${registrationLimit === 1 ? 'registration' : 'registrations'}`,
    `not registered ${whenWords(situation)}`,
  ];
}

export function networkLink(situation: Situation): Link {
  const { chance, group, scenario } = situation;
  const subnet = group.subnet === null ? null : (scenario.subnets.get(group.subnet) ?? null);
  const isCut = chance.outcome.simulation.fleet.isNetworkCut(chance.node);
  const { networkBlocks, patchingNetworkBlocks } = chance.outcome.nodes.credentials.accessOf(chance.node);
  const isOpen = !isCut && networkBlocks.length === 0 && patchingNetworkBlocks.length === 0;
  const cause = causesOfLink(situation, 'network')[0];
  const { version } = group.agent;
  const wants = isAtLeast(version, commandsThroughSsmMessagesSince)
    ? 'ssmmessages, or else ec2messages'
    : `ec2messages, since it is older than ${commandsThroughSsmMessagesSince}`;
  return linkOf(situation, 'network', {
    state: isGone(chance) ? 'not reached' : isOpen ? 'ok' : 'unknown',
    found: [
      subnetWords(subnet),
      ...(isCut ? [`cut off ${whenWords(situation)}`] : []),
      ...(cause === 'ENDPOINT_MISSING_MESSAGES' ? [`agent ${version} takes its commands from ${wants}`] : []),
      ...(isOpen ? ['the way to ssm, to a message service and to s3 is open'] : []),
    ],
    details: lastSteps(situation, stepsAbout.network),
    console: 'VPC: a route to the internet, or endpoints; EC2, tab Security: outbound HTTPS allowed',
    cli: networkCli(situation, subnet, cause),
    page: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-create-vpc.html',
  });
}

function networkCli(situation: Situation, subnet: Subnet | null, cause: string | undefined): string {
  if (cause === 'EGRESS_BLOCKED') return cli.egress(situation);
  if (cause === 'NO_ROUTE') return cli.routes(situation);
  if (cause === 'REPOSITORY_UNREACHABLE') return cli.invocations(situation, afterOf(situation));
  return subnet === null || subnet.route === 'none' ? cli.endpoints(situation) : cli.routes(situation);
}

/** Just before its last attempt, as the CLI takes it. */
export function afterOf({ attempt, scenario }: Situation): string {
  return secondBefore(attempt?.startedMs ?? scenario.startMs);
}

export function secondBefore(epochMs: number): string {
  return `${utc(epochMs - 1000)
    .slice(0, 19)
    .replace(' ', 'T')}Z`;
}

function subnetWords(subnet: Subnet | null): string {
  if (subnet === null) return 'no subnet named: an open network';
  const { name, route, endpoints, egress, repositories } = subnet;
  const parts = [
    `route ${route}`,
    endpoints.size === 0 ? 'no endpoints' : `endpoints ${[...endpoints].join(', ')}`,
    egress === 'blocked' ? 'the security group lets no TCP 443 out' : 'the security group lets TCP 443 out',
    ...(repositories === 'unreachable' ? ['package repositories do not answer'] : []),
  ];
  return `subnet ${name}: ${parts.join('; ')}`;
}

export function registrationLink(situation: Situation): Link {
  const { chance } = situation;
  const ping = chance.outcome.nodes.pingStatus(chance.node);
  const isBroken = breaksBefore(situation, 'permission');
  const state: LinkState = ping === 'Online' ? 'ok' : isBroken ? 'not reached' : 'unknown';
  return linkOf(situation, 'registration', {
    state,
    found: thenAndNow(situation, registrationWords),
    details: lastSteps(situation, stepsAbout.connection),
    console: `Fleet Manager: ${ping === null ? 'not in the list of managed nodes' : `ping status ${ping === 'Online' ? 'Online' : 'Connection lost'}`}`,
    cli: cli.managedNode(situation),
    page: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_InstanceInformation.html',
  });
}

function registrationWords({ outcome, node }: NodeInRun): string {
  const ping = outcome.nodes.pingStatus(node);
  if (ping === null) return 'not a managed node: DescribeInstanceInformation does not list it';
  const silentSinceMs = outcome.simulation.fleet.silentSinceMs(node);
  if (silentSinceMs === Number.POSITIVE_INFINITY) return 'managed, ping status Online, heartbeats arrive';
  const since =
    silentSinceMs === Number.NEGATIVE_INFINITY ? 'since before the run' : `since ${utc(silentSinceMs)}`;
  return `managed, ping status ${ping}, no heartbeat ${since}`;
}

export function patchingPermissionLink(situation: Situation): Link {
  const { chance } = situation;
  const profile = profileInUse(chance.outcome, chance.node);
  const actions = [...actionsNeeded.patching, ...actionsNeeded.inventory];
  const lacking = profile === null ? [] : lackingActions(profile, actions);
  const name = profile?.name ?? '';
  return linkOf(situation, 'patching-permission', {
    state: profile === null || isGone(chance) ? 'not reached' : lacking.length > 0 ? 'unknown' : 'ok',
    found: [
      profile === null
        ? isToCome(situation)
          ? toCome
          : 'nobody to ask: it has no permissions at all'
        : lacking.length > 0
          ? `${name} does not allow ${lacking.join(', ')}`
          : `${name} allows ${actions.join(' and ')}`,
    ],
    console: 'Run Command: no exit code 145 or 149',
    cli: profile === null ? cli.credentials(situation) : cli.permissions(situation, profile.name, actions),
    page: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-troubleshooting.html',
  });
}
