/** What stops a command on its way to the node, and on it. */

import { trusts } from '../../aws/iam.ts';
import type { CauseSpec } from '../../capability/causes.ts';
import {
  type Change,
  type ChangeSet,
  configuration,
  dayMs,
  type Incident,
  moreTime,
  setting,
} from '../../capability/changes.ts';
import { nounsOf } from '../../cloudformation/nouns.ts';
import { iamRole } from '../../cloudformation/world-resources/roles.ts';
import { platformTypeOf } from '../../world/operating-systems.ts';
import { installAgain, tryAgain } from '../patch-manager/facts.ts';
import { commandOf } from './commands-view.ts';
import { keepOut } from './keep-out.ts';
import { raiseLimit } from './raise-limit.ts';

const cancelPage = 'https://docs.aws.amazon.com/systems-manager/latest/userguide/cancel-run-command.html';
const patchingPage =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-troubleshooting.html';
const runPage =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-aws-runpatchbaseline.html';
const sendingPage =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/send-commands-multiple.html';
const statusPage = 'https://docs.aws.amazon.com/systems-manager/latest/userguide/monitor-commands.html';

/** Recent enough for every document and endpoint that AWS names a version for. */
const recentAgent = '3.3.987.0';

/** Ten hours, as the document's own pattern has it. */
const stepTimeoutMax = 36_000;

export const commandCauses = {
  HALTED_BY_MAX_ERRORS: {
    stage: 'rollout',
    place: 10,
    link: 'rate-control',
    summary: 'not started: MaxErrors had halted the rollout',
    needed: () =>
      'fewer errors on other nodes than MaxErrors allows, or another Install once those are fixed',
    console:
      'Run Command: the command Failed, this invocation Terminated; or Automation: the execution Failed, with none for this target',
    page: sendingPage,
    example: ['run', 'ping', 'report'],
    remedies: allowErrors,
    meaning: 'Other nodes failed until errors exceeded MaxErrors, and this one was not started.',
    seen: 'Terminated.',
    advice:
      'fix what failed, and run again; read [rate control](model.md#the-rollout) before you raise MaxErrors.',
  },
  CANCELLED: {
    stage: 'rollout',
    place: 20,
    link: 'rate-control',
    summary: 'the command or the runbook was cancelled, or was not allowed to be sent',
    needed: () =>
      'the command or the runbook not cancelled, and a service role that trusts ssm.amazonaws.com and may send commands',
    console:
      'Run Command: Cancelled or Access denied; Automation: Cancelled; or Maintenance Windows, History: the task Failed at once',
    page: cancelPage,
    example: ['run', 'ping', 'report'],
    remedies: notCancelled,
    meaning:
      "The command or the runbook was cancelled, or the task's role does not let Systems Manager run it.",
    seen: 'Cancelled, AccessDenied, or a task that failed at its start.',
    advice: 'find out who cancelled it; for roles, check that the trust policy names ssm.amazonaws.com.',
  },
  UNSUPPORTED_PLATFORM: {
    stage: 'run',
    place: 10,
    link: 'run',
    summary: 'the document does not run on its operating system',
    needed: () => 'a document that runs on this operating system',
    console: 'Run Command: Invalid platform, which MaxErrors does not count',
    page: statusPage,
    example: ['os', 'run'],
    remedies: fitPlatform,
    meaning: 'The document does not run on this operating system.',
    seen: 'InvalidPlatform, which MaxErrors does not count.',
    advice: 'another document, or narrower targets.',
  },
  AGENT_TOO_OLD: {
    stage: 'run',
    place: 20,
    link: 'run',
    summary: 'the SSM Agent is older than the document requires',
    needed: (by) => `a newer SSM Agent ${by}: AWS-UpdateSSMAgent first`,
    console: 'Run Command: Failed at once. Fleet Manager: the version of the agent',
    page: runPage,
    example: ['agent', 'run'],
    remedies: updateAgent,
    meaning: 'The document asks for a newer agent.',
    seen: 'Failed at once.',
    advice: 'AWS-UpdateSSMAgent first.',
  },
  DELIVERY_FAILED: {
    stage: 'run',
    place: 30,
    link: 'run',
    summary: 'the command was sent but never reached the agent',
    needed: (by) => `the agent able to receive the command ${by}`,
    console: 'Run Command: Undeliverable or Delivery timed out, which MaxErrors does not count',
    page: statusPage,
    example: ['run', 'ping', 'report'],
    remedies: tryAgain,
    meaning: 'The command never reached the agent, for none of the reasons above.',
    seen: 'Undeliverable or DeliveryTimedOut.',
    advice: 'check what the node was doing at that minute: a reboot or a full queue of the agent is enough.',
    isChance: true,
    isConsequence: true,
  },
  TIMED_OUT: {
    stage: 'run',
    place: 40,
    link: 'run',
    summary: 'the command did not finish within its timeout',
    needed: () => 'a longer timeout, or a faster run',
    console: 'Run Command: Execution timed out, or Delivery timed out if the node never answered again',
    page: statusPage,
    example: ['run', 'ping', 'report'],
    remedies: giveTime,
    meaning: 'It ran longer than its execution timeout, or it sent no result before the total timeout.',
    seen: 'ExecutionTimedOut (an error) or DeliveryTimedOut (none).',
    advice: 'raise the timeout, or find what hangs.',
    isChance: true,
  },
  INTERRUPTED: {
    stage: 'run',
    place: 50,
    link: 'run',
    summary: 'the node was rebooted, stopped or cut off during its installation',
    needed: () =>
      'no reboot, stop or cut network while AWS-RunPatchBaseline runs on it, or another Install afterwards',
    console:
      'Run Command: Failed, or Delivery timed out if the node never answered again. Patch Manager: its reboot, and what was installed by then, may be in no report',
    page: patchingPage,
    example: ['run', 'ping', 'report'],
    remedies: keepOut,
    meaning:
      'The node was rebooted, stopped or cut off while its own installation or reboot was in progress.',
    seen: 'Failed, or DeliveryTimedOut if the node never answered again, with patches or a reboot that no report shows yet.',
    advice: 'keep other reboots and stops out of the window; then install again.',
    isChance: true,
  },
} satisfies Readonly<Record<string, CauseSpec>>;

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/send-commands-multiple.html */
function allowErrors(incident: Incident): ChangeSet[] {
  return [
    ...raiseLimit(incident, 'MaxErrors', ', or first fix the nodes whose errors halted it'),
    ...installAgain(incident, ', once the nodes whose errors halted it are fixed'),
  ];
}

/**
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/cancel-run-command.html
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-maintenance-permissions.html
 */
function notCancelled(incident: Incident): ChangeSet[] {
  return [...repairRole(incident), ...installAgain(incident, ', and do not cancel it')];
}

function repairRole(incident: Incident): ChangeSet[] {
  const { scenario, attempts } = incident.situation;
  const names = new Set(attempts.flatMap(({ source }) => source.role ?? []));
  return [...names].flatMap((name): ChangeSet[] => {
    const role = nounsOf(scenario, iamRole).get(name);
    if (role === undefined) return [];
    const statement = {
      Effect: 'Allow',
      Principal: { Service: 'ssm.amazonaws.com' },
      Action: 'sts:AssumeRole',
    };
    const trust = configuration(
      incident,
      `let ssm.amazonaws.com assume the role ${name}`,
      setting([name, 'AssumeRolePolicyDocument', 'Statement', '+'], statement),
    );
    const policy = configuration(
      incident,
      `attach AmazonSSMMaintenanceWindowRole to the role ${name}`,
      setting(
        [name, 'ManagedPolicyArns', '+'],
        'arn:aws:iam::aws:policy/service-role/AmazonSSMMaintenanceWindowRole',
      ),
    );
    return trusts(role, 'ssm.amazonaws.com') ? [[policy]] : [[trust], [trust, policy]];
  });
}

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-syntax-data-elements-parameters.html */
function fitPlatform(incident: Incident): ChangeSet[] {
  const document = incident.situation.decisive?.source.document ?? null;
  if (document === null) return [];
  const platform = platformTypeOf(incident.situation.group.os);
  const text = `use a version of ${document} that runs on ${platform}`;
  return [
    [configuration(incident, text, setting(['model', 'documents', document, 'platforms', '+'], platform))],
  ];
}

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/ssm-agent.html */
function updateAgent(incident: Incident): ChangeSet[] {
  const { group } = incident.situation;
  const text = `update SSM Agent on ${group.name} to ${recentAgent} or later first, with AWS-UpdateSSMAgent`;
  return [[configuration(incident, text, setting(['fleet', group.name, 'agent', 'version'], recentAgent))]];
}

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-aws-runpatchbaseline.html */
function giveTime(incident: Incident): ChangeSet[] {
  const { decisive, scenario, simulation } = incident.situation;
  const command = commandOf(simulation, decisive);
  if (decisive === null || command === null) return tryAgain(incident);
  const { source } = decisive;
  const before = command.executionTimeoutMs / 1000;
  const longer = [2, 4, 8, 16].map((times): Change => {
    const seconds = Math.min(stepTimeoutMax, times * before);
    return configuration(
      incident,
      `run ${source.id} with StepTimeoutSeconds ${seconds} instead of ${before}`,
      setting([...source.pathOf('Parameters'), 'StepTimeoutSeconds'], [String(seconds)]),
    );
  });
  const more = moreTime({ ...incident, changesSoFar: incident.changesSoFar + 1 }, [scenario.endMs + dayMs]);
  const both = longer.flatMap((one) => more.map((other): ChangeSet => [one, ...other]));
  return [...longer.map((one) => [one]), ...tryAgain(incident), ...both];
}
