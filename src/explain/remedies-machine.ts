/** What mends a machine, its agent, its permissions and its network. Of several candidates the first that works counts. */
import { isoTime } from '../world/time.ts';
import { profileInUse } from './blocking.ts';
import type { Change } from './explanation.ts';
import {
  act,
  type Candidate,
  configuration,
  dayMs,
  hourMs,
  installAgain,
  minuteMs,
  type Patient,
  runPatchBaseline,
  setting,
  timesAfter,
  timesBefore,
  whom,
} from './patient.ts';
import { utc } from './words.ts';

const corePolicy = 'AmazonSSMManagedInstanceCore';

/** Recent enough for every document and endpoint that AWS names a version for. */
const recentAgent = '3.3.987.0';

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-lifecycle.html */
export function launchEarlier(patient: Patient): Candidate[] {
  const { scenario, group, outcome, node } = patient.situation;
  const start = isoTime(scenario.startMs);
  const { key } = outcome.simulation.fleet.cohortOf(node);
  const index = scenario.faults.findIndex(
    ({ id, action }) => action === 'launch' && key === `${group.name}+${id}`,
  );
  const set =
    index < 0 ? setting(['fleet', group.name, 'joins'], start) : setting(['faults', index, 'at'], start);
  const text = `launch ${group.name} before its window comes, such as at ${utc(scenario.startMs)}`;
  return [[{ text, cause: patient.cause, kind: 'schedule', set: [set] }]];
}

/**
 * Nothing patches what is terminated: all that helps is not to terminate it before.
 *
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_ChangingDisableAPITermination.html
 */
export function keepFromTermination(patient: Patient): Candidate[] {
  const { faults } = patient.situation.scenario;
  return faults.flatMap(({ id, action, nodes }, index): Candidate[] => {
    if (action !== 'terminate') return [];
    const nobody = (...path: (string | number)[]) =>
      nodes.count === undefined ? setting([...path, 'share'], '0%') : setting([...path, 'count'], 0);
    const text = `keep ${whom(patient)} from being terminated (${id}) before it is patched: termination protection, or terminate only after the window. If it is gone already, see that its successor is patched`;
    const ofList = [configuration(patient, text, nobody('faults', index, 'nodes'))];
    // A single fault need not stand in a list.
    return faults.length > 1 ? [ofList] : [ofList, [configuration(patient, text, nobody('faults', 'nodes'))]];
  });
}

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/fleet-manager-troubleshooting-managed-nodes.html */
export function startMachine(patient: Patient): Candidate[] {
  const leads = [30 * minuteMs, 15 * minuteMs, 5 * minuteMs];
  return onTimeOrAgain(patient, leads, (atMs) => [
    act(patient, 'start', atMs, `start ${whom(patient)} by ${utc(atMs)}`),
  ]);
}

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/fleet-manager-troubleshooting-managed-nodes.html */
export function startAgent(patient: Patient): Candidate[] {
  const leads = [15 * minuteMs, 5 * minuteMs, 2 * minuteMs];
  return onTimeOrAgain(patient, leads, (atMs) => [
    act(
      patient,
      'startAgent',
      atMs,
      `start SSM Agent on ${whom(patient)} by ${utc(atMs)}, and enable its service at boot`,
    ),
  ]);
}

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-instance-permissions.html */
export function attachProfile(patient: Patient): Candidate[] {
  return [...attachOnTime(patient), ...groupProfile(patient)];
}

function attachOnTime(patient: Patient): Candidate[] {
  if (patient.situation.isHybrid) return [];
  const leads = [25 * minuteMs, 45 * minuteMs, 10 * minuteMs];
  return onTimeOrAgain(patient, leads, (atMs) => [
    act(
      patient,
      'attachProfile',
      atMs,
      `attach an instance profile with ${corePolicy} to ${whom(patient)} by ${utc(atMs)}`,
      { instanceProfile: corePolicy },
    ),
    restartAgent(patient, atMs + minuteMs, 'after that'),
  ]);
}

/** A refused agent sleeps for up to half an hour. */
function restartAgent(patient: Patient, atMs: number, when: string): Change {
  const text = `restart SSM Agent on ${whom(patient)} ${when}, at ${utc(atMs)}, so that it does not wait for up to half an hour`;
  return act(patient, 'restartAgent', atMs, text);
}

function groupProfile(patient: Patient): Candidate[] {
  const { group, isHybrid } = patient.situation;
  if (isHybrid) return [];
  const text = `give the instances of ${group.name} a profile with ${corePolicy}, and no Deny on what the agent does`;
  return [[configuration(patient, text, setting(['fleet', group.name, 'instanceProfile'], corePolicy))]];
}

/** A policy that is missing is added; against a Deny only another profile helps. */
export function allowMore(patient: Patient): Candidate[] {
  const { chance } = patient.situation;
  const profile = profileInUse(chance.outcome, chance.node);
  const isMissing = profile !== null && !profile.managedPolicies.includes(corePolicy);
  return [
    ...(isMissing
      ? [
          [
            configuration(
              patient,
              `add ${corePolicy} to the role of the instance profile ${profile.name}`,
              setting(['instanceProfiles', profile.name, 'policies', '+'], corePolicy),
            ),
          ],
        ]
      : []),
    ...groupProfile(patient),
    ...attachOnTime(patient),
  ];
}

/**
 * An activation cannot be made to last longer or to take more: a new one is made, and nodes registered with it.
 *
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/hybrid-activation-managed-nodes.html
 */
export function newActivation(patient: Patient): Candidate[] {
  const { group, scenario } = patient.situation;
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
        patient,
        text,
        setting(['activations', name], activation),
        setting(['fleet', group.name, 'hybrid', 'activation'], name),
      ),
    ],
  ];
}

function freshName(stem: string, taken: Iterable<string>): string {
  const known = new Set(taken);
  let name = stem;
  for (let number = 2; known.has(name); number += 1) name = `${stem}-${number}`;
  return name;
}

/** All is in place, and the agent does not know yet. */
export function hurryAgent(patient: Patient): Candidate[] {
  const leads = [5 * minuteMs, 3 * minuteMs, 8 * minuteMs];
  const onTime = timesBefore(patient, leads).map(
    (atMs): Candidate => [restartAgent(patient, atMs, 'before its turn')],
  );
  return [...onTime, ...attachOnTime(patient), ...installAgain(patient, ', when it is Online')];
}

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-create-vpc.html */
export function openRoute(patient: Patient): Candidate[] {
  const leads = [15 * minuteMs, 5 * minuteMs, 2 * minuteMs];
  const { outcome, node } = patient.situation.chance;
  const restored = onTimeOrAgain(patient, leads, (atMs) => [
    act(patient, 'restoreNetwork', atMs, `restore the network of ${whom(patient)} by ${utc(atMs)}`),
  ]);
  const routed = inSubnet(patient, (subnet) => [
    configuration(
      patient,
      `give subnet ${subnet} a route to the internet through a NAT gateway`,
      setting(['subnets', subnet, 'route'], 'nat-gateway'),
    ),
  ]);
  // Cut off besides, it needs both.
  const both = routed.flatMap((one) => restored.map((other): Candidate => [...one, ...other]));
  return outcome.simulation.fleet.isNetworkCut(node) ? [...restored, ...both] : routed;
}

export function openEgress(patient: Patient): Candidate[] {
  return inSubnet(patient, (subnet) => [
    configuration(
      patient,
      `allow outbound TCP 443 in the security group of subnet ${subnet}`,
      setting(['subnets', subnet, 'egress'], 'open'),
    ),
  ]);
}

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-setting-up-messageAPIs.html */
export function addEndpoint(patient: Patient, ...endpoints: readonly string[]): Candidate[] {
  return inSubnet(patient, (subnet) => {
    const { region } = patient.situation;
    const kind = (endpoint: string) => (endpoint === 's3' ? 'a gateway endpoint' : 'a VPC endpoint');
    return endpoints.map((endpoint) =>
      configuration(
        patient,
        `add ${kind(endpoint)} com.amazonaws.${region}.${endpoint} to subnet ${subnet}`,
        setting(['subnets', subnet, 'endpoints', '+'], endpoint),
      ),
    );
  });
}

/** Agents before 3.3.40.0 know only ec2messages. */
export function addMessagesEndpoint(patient: Patient): Candidate[] {
  return [...addEndpoint(patient, 'ssmmessages'), ...addEndpoint(patient, 'ec2messages')];
}

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-prerequisites.html */
export function reachRepositories(patient: Patient): Candidate[] {
  return inSubnet(patient, (subnet) => [
    configuration(
      patient,
      `let subnet ${subnet} reach the package repositories of ${patient.situation.group.os}, or a mirror of them`,
      setting(['subnets', subnet, 'repositories'], 'reachable'),
    ),
  ]);
}

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/ssm-agent.html */
export function updateAgent(patient: Patient): Candidate[] {
  const { group } = patient.situation;
  const text = `update SSM Agent on ${group.name} to ${recentAgent} or later first, with AWS-UpdateSSMAgent`;
  return [[configuration(patient, text, setting(['fleet', group.name, 'agent', 'version'], recentAgent))]];
}

function inSubnet(patient: Patient, changes: (subnet: string) => Change[]): Candidate[] {
  const { subnet } = patient.situation.group;
  return subnet === null ? [] : [changes(subnet)];
}

/** Mended before its last chance; or, if that was too soon after what broke it, afterwards, with one more Install. */
function onTimeOrAgain(
  patient: Patient,
  leads: readonly number[],
  mend: (atMs: number) => Change[],
): Candidate[] {
  const again = timesAfter(patient).map((installMs): Candidate => {
    const mendMs = Math.max(patient.situation.scenario.startMs, installMs - hourMs / 2);
    return [...mend(mendMs), runPatchBaseline(patient, 'Install', installMs)];
  });
  return [...timesBefore(patient, leads).map(mend), ...again];
}
