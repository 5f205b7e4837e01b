/** What the node works with: a profile, an activation, and whether it may patch. */

import * as cli from '../../../aws/cli.ts';
import { actionsNeeded } from '../../../aws/iam.ts';
import type { CauseSpec } from '../../../capability/causes.ts';
import {
  type Change,
  type ChangeSet,
  configuration,
  dayMs,
  type Incident,
  minuteMs,
  nodesInWords,
  operatorAction,
  setting,
  timesBefore,
} from '../../../capability/changes.ts';
import type { Situation } from '../../../capability/situation.ts';
import { isoTime, utc } from '../../../world/time.ts';
import { installAgain, inTimeOrAgain } from '../../patch-manager/facts.ts';
import { nodeFacts } from '../events.ts';
import { policiesOf, profileInUse } from '../links.ts';

const activationPage =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/hybrid-activation-managed-nodes.html';
const patchingPage =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-troubleshooting.html';
const tiersPage =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/fleet-manager-configure-instance-tiers.html';
const permissionsPage =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-instance-permissions.html';
const troubleshootingPage =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/fleet-manager-troubleshooting-managed-nodes.html';

const notListed = 'Fleet Manager: the node is not in the list of managed nodes';

const corePolicy = 'AmazonSSMManagedInstanceCore';

export const credentialCauses = {
  NO_INSTANCE_PROFILE: {
    stage: 'credentials',
    place: 10,
    link: 'instance-profile',
    summary: 'no instance profile: the agent has no credentials and cannot register',
    needed: (by) =>
      `an instance profile with AmazonSSMManagedInstanceCore attached, and the agent restarted or given 30 minutes, ${by}; or Default Host Management turned on`,
    console: `EC2, tab Security: no IAM role. ${notListed}, or Connection lost if the profile went later`,
    page: permissionsPage,
    example: ['profile', 'ping', 'run'],
    remedies: attachProfile,
    meaning: 'The instance has no instance profile, and Default Host Management does not cover it.',
    seen: 'the instance is missing from the list of managed nodes.',
    advice:
      'attach a profile with AmazonSSMManagedInstanceCore, or turn on Default Host Management; restart the agent, or wait up to 30 minutes.',
  },
  PROFILE_LACKS_SSM: {
    stage: 'credentials',
    place: 20,
    link: 'instance-profile',
    summary: 'the instance profile does not let the agent register or take messages',
    needed: (by) =>
      `AmazonSSMManagedInstanceCore in the role of the profile ${by}, and no Deny on its actions`,
    console: `EC2, tab Security: an IAM role is there. ${notListed}, or it is Online and commands are never delivered`,
    page: permissionsPage,
    cli: agentPermissions,
    example: ['profile', 'ping', 'run'],
    remedies: allowMore,
    meaning:
      'There is a profile, and it does not allow what the agent needs: `ssm:UpdateInstanceInformation` to register, or the message actions to take commands.',
    seen: 'not listed; or Online, and commands are never delivered.',
    advice: 'add AmazonSSMManagedInstanceCore, and look for explicit denies.',
  },
  ACTIVATION_EXPIRED: {
    stage: 'credentials',
    place: 30,
    link: 'instance-profile',
    summary: 'the hybrid activation had expired before the node registered',
    needed: (by) => `a new hybrid activation, and the node registered with it before it expires, ${by}`,
    console: 'Hybrid Activations: the activation is Expired. The node is not listed in Fleet Manager',
    page: activationPage,
    example: ['activation', 'ping'],
    remedies: newActivation,
    meaning: 'A hybrid node tried to register after its activation had expired.',
    seen: 'registration fails on the node.',
    advice: 'create a new activation. Nodes that are already registered do not need one.',
  },
  ACTIVATION_FULL: {
    stage: 'credentials',
    place: 40,
    link: 'instance-profile',
    summary: 'the hybrid activation had reached its registration limit',
    needed: (by) =>
      `a new hybrid activation with a sufficient registration limit, and the node registered with it, ${by}`,
    console:
      'Hybrid Activations: as many registered instances as the limit allows. The node is not listed in Fleet Manager',
    page: activationPage,
    example: ['activation', 'ping'],
    remedies: newActivation,
    meaning: 'The activation has reached its registration limit.',
    seen: 'as above.',
    advice: 'create another activation with a sufficient limit.',
  },
  TIER_FULL: {
    stage: 'credentials',
    place: 42,
    link: 'instance-profile',
    summary: 'the account had 1,000 hybrid nodes in the Region, as many as the standard tier allows',
    needed: (by) =>
      `the advanced tier in the account and Region, or other hybrid nodes deregistered, and the node registered after that, ${by}`,
    console:
      'Fleet Manager, Account management, Instance tier settings: standard. The node is not listed in Fleet Manager',
    page: tiersPage,
    example: ['activation', 'ping'],
    remedies: advancedTier,
    meaning:
      'The account has 1,000 hybrid nodes in the Region, and its tier is standard: no further one registers.',
    seen: 'registration fails on the node.',
    advice:
      'change the service setting `/ssm/managed-instance/activation-tier` to `advanced`, which costs money for every hybrid node, or deregister nodes that are no longer there; then register the node again.',
  },
  DEREGISTERED: {
    stage: 'credentials',
    place: 44,
    link: 'instance-profile',
    summary: 'DeregisterManagedInstance had removed it from the managed nodes',
    needed: (by) => `a new hybrid activation, and the node registered again with it, ${by}`,
    console: `${notListed} any more`,
    page: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/fleet-manager-deregister-hybrid-nodes.html',
    example: ['activation', 'ping'],
    remedies: registerAgain,
    meaning: 'A call of DeregisterManagedInstance removed the hybrid node from the managed nodes.',
    seen: 'the node is no longer listed; its agent sleeps.',
    advice:
      'create a new activation, and register the node with it: its former one does not let it in again.',
  },
  CREDENTIALS_PENDING: {
    stage: 'credentials',
    place: 50,
    link: 'instance-profile',
    summary: 'still waiting for credentials, or for its first registration',
    needed: (by) =>
      `its credentials in place at least 30 minutes earlier, or the agent restarted once they are, so that it is Online ${by}`,
    console: `${notListed} yet`,
    page: troubleshootingPage,
    example: ['profile', 'ping', 'run'],
    remedies: hurryAgent,
    meaning:
      'Everything is in place, but the agent does not know yet: it waits up to 30 minutes after a refusal, Default Host Management has not taken effect, or the node is still booting.',
    seen: 'the node appears in Fleet Manager after the window.',
    advice:
      'restart the agent after attaching a profile, or attach it more than 30 minutes before the window.',
  },
  PROFILE_LACKS_PATCHING: {
    stage: 'permission',
    place: 10,
    link: 'patching-permission',
    summary:
      'the instance profile allows commands, but not patching (exit code 145) or its report (exit code 1)',
    needed: (by) =>
      `ssm:GetDeployablePatchSnapshotForInstance and ssm:PutInventory, as AmazonSSMManagedInstanceCore allows them, ${by}`,
    console:
      'Run Command: Failed with exit code 145 (the patch snapshot) or 1 (the report), although the node is Online',
    page: patchingPage,
    example: ['profile', 'ping', 'run'],
    remedies: allowMore,
    meaning:
      'The profile lets the node be managed, but not be patched: without `ssm:GetDeployablePatchSnapshotForInstance` exit code 145 before anything happens, without `ssm:PutInventory` the patches are installed, the node reboots where a reboot is due, no report is uploaded, and the run ends with exit code 1.',
    seen: 'Failed on every run.',
    advice: 'add AmazonSSMManagedInstanceCore.',
  },
} satisfies Readonly<Record<string, CauseSpec>>;

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-instance-permissions.html */
function attachProfile(incident: Incident): ChangeSet[] {
  const onTime = attachOnTime(incident);
  const ofGroup = groupProfile(incident);
  // A group that has none is mended in its template; an operator helps a node that lost its own.
  return incident.situation.group.instanceProfile === null
    ? [...ofGroup, ...onTime]
    : [...onTime, ...ofGroup];
}

function attachOnTime(incident: Incident): ChangeSet[] {
  if (incident.situation.isHybrid) return [];
  const leads = [25 * minuteMs, 45 * minuteMs, 10 * minuteMs];
  return inTimeOrAgain(incident, leads, (atMs) => [
    operatorAction(
      incident,
      'attachProfile',
      atMs,
      `attach an instance profile with ${corePolicy} to ${nodesInWords(incident)} by ${utc(atMs)}`,
      { instanceProfile: corePolicy },
    ),
    restartAgent(incident, atMs + minuteMs),
  ]);
}

/** A refused agent waits up to 30 minutes before it tries again. */
function restartAgent(incident: Incident, atMs: number): Change {
  const text = `restart SSM Agent on ${nodesInWords(incident)} at ${utc(atMs)}, so that it does not wait up to 30 minutes`;
  return operatorAction(incident, 'restartAgent', atMs, text);
}

function groupProfile(incident: Incident): ChangeSet[] {
  const { group, isHybrid } = incident.situation;
  if (isHybrid) return [];
  const text = `set the instance profile of group ${group.name} to one with ${corePolicy} and no Deny`;
  return [[configuration(incident, text, setting(['fleet', group.name, 'instanceProfile'], corePolicy))]];
}

/** A policy that is missing is added; against a Deny only another profile helps. */
function allowMore(incident: Incident): ChangeSet[] {
  const profile = profileInUse(incident.situation.opportunity);
  const isMissing = profile !== null && !profile.managedPolicies.includes(corePolicy);
  return [
    ...(isMissing
      ? [
          [
            configuration(
              incident,
              `add ${corePolicy} to the role of the instance profile ${profile.name}`,
              setting(['instanceProfiles', profile.name, 'policies', '+'], corePolicy),
            ),
          ],
        ]
      : []),
    ...groupProfile(incident),
    ...attachOnTime(incident),
  ];
}

/**
 * An activation cannot be made to last longer or to take more: a new one is made, and nodes registered with it.
 *
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/hybrid-activation-managed-nodes.html
 */
function newActivation(incident: Incident): ChangeSet[] {
  const { group, scenario } = incident.situation;
  if (group.hybridActivation === null) return [];
  const name = freshName(`${group.hybridActivation}-renewed`, scenario.activations.keys());
  const registrationLimit = Math.min(1000, Math.max(1, group.count));
  const days = Math.min(30, Math.max(1, Math.ceil((scenario.endMs - scenario.startMs) / dayMs)));
  const activation = {
    created: isoTime(scenario.startMs),
    expires: isoTime(scenario.startMs + days * dayMs),
    registrationLimit,
  };
  const text = `create a new hybrid activation for ${group.name} with a registration limit of ${registrationLimit} that does not expire before ${utc(scenario.startMs + days * dayMs)}, and register its machines with it`;
  return [
    [
      configuration(
        incident,
        text,
        setting(['activations', name], activation),
        setting(['fleet', group.name, 'hybrid', 'activation'], name),
      ),
    ],
  ];
}

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/fleet-manager-configure-instance-tiers.html */
function advancedTier(incident: Incident): ChangeSet[] {
  const { account } = incident.situation.group;
  const path = account === undefined ? ['account'] : ['accounts', account];
  const text = 'use the advanced tier for the hybrid nodes of the account and Region';
  return [[configuration(incident, text, setting([...path, 'instanceTier'], 'advanced'))]];
}

/** The id of the action is the name of the activation, which the group has already. */
function registerAgain(incident: Incident): ChangeSet[] {
  const { group, scenario, journal } = incident.situation;
  const { hybridActivation: id, account } = group;
  if (id === null || scenario.actions.some((action) => action.id === id)) return [];
  const gone = journal.findLast(({ event }) => event === nodeFacts.kinds.nodeDeregistered.name);
  const goneMs = gone === undefined ? scenario.startMs : Date.parse(gone.at);
  return inTimeOrAgain(incident, [5 * minuteMs, 30 * minuteMs], (atMs) => {
    if (atMs <= goneMs) return [];
    const CreateActivation = { IamRole: 'SSMServiceRole', RegistrationLimit: Math.min(1000, group.count) };
    const action = { id, at: isoTime(atMs), ...(account === undefined ? {} : { account }), CreateActivation };
    const text = `create a new hybrid activation and register ${nodesInWords(incident)} with it by ${utc(atMs)}`;
    return [
      { text, cause: incident.cause, kind: 'operator action', set: [setting(['actions', '+'], action)] },
    ];
  }).filter((changes) =>
    changes.some(({ set }) => set.some(({ data }) => Object.hasOwn(Object(data), 'CreateActivation'))),
  );
}

function freshName(stem: string, taken: Iterable<string>): string {
  const known = new Set(taken);
  let name = stem;
  for (let number = 2; known.has(name); number += 1) name = `${stem}-${number}`;
  return name;
}

/** Everything is in place, but the agent does not know yet. */
function hurryAgent(incident: Incident): ChangeSet[] {
  const leads = [5 * minuteMs, 3 * minuteMs, 8 * minuteMs];
  const onTime = timesBefore(incident, leads).map((atMs): ChangeSet => [restartAgent(incident, atMs)]);
  return [...onTime, ...attachOnTime(incident), ...installAgain(incident, ', once it is Online')];
}

/** What the agent needs of its profile. */
function agentPermissions(situation: Situation): string {
  const profile = profileInUse(situation.opportunity);
  if (situation.isHybrid || profile === null) return cli.credentials(situation);
  const actions = [...actionsNeeded.register, ...actionsNeeded.commandsThroughSsmMessages];
  return cli.permissions(situation, policiesOf(profile), actions);
}
