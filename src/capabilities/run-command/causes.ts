/** What stops a command on its way to the node, and on it. */
import type { CauseSpec } from '../../capability/causes.ts';

const cancelPage = 'https://docs.aws.amazon.com/systems-manager/latest/userguide/cancel-run-command.html';
const patchingPage =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-troubleshooting.html';
const runPage =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-aws-runpatchbaseline.html';
const sendingPage =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/send-commands-multiple.html';
const statusPage = 'https://docs.aws.amazon.com/systems-manager/latest/userguide/monitor-commands.html';

export const commandCauses = {
  HALTED_BY_MAX_ERRORS: {
    stage: 'rollout',
    place: 10,
    link: 'rate-control',
    summary: 'never sent to: the command had been halted by MaxErrors',
    needed: () =>
      'fewer errors on the other nodes than MaxErrors allows, or another run after they were mended',
    console: 'Run Command: the command Failed, this invocation Terminated',
    page: sendingPage,
    meaning: 'Other nodes failed until errors passed MaxErrors, and this one was never sent to.',
    seen: 'Terminated.',
    advice:
      'mend what failed, and run again; read [rate control](model.md#the-rollout) before you raise MaxErrors.',
  },
  CANCELLED: {
    stage: 'rollout',
    place: 20,
    link: 'rate-control',
    summary: 'the command was cancelled, or was not allowed to be sent',
    needed: () =>
      'the command not cancelled, and a service role that trusts ssm.amazonaws.com and may send commands',
    console:
      'Run Command: Cancelled or Access denied; or Maintenance Windows, History: the task Failed at once',
    page: cancelPage,
    meaning: "Somebody cancelled the command, or the task's role does not let Systems Manager run it.",
    seen: 'Cancelled, AccessDenied, or a task that failed at its start.',
    advice: 'ask who; for roles, see that the trust policy names ssm.amazonaws.com.',
  },
  UNSUPPORTED_PLATFORM: {
    stage: 'run',
    place: 10,
    link: 'run',
    summary: 'the document does not run on its operating system',
    needed: () => 'a document that runs on this operating system',
    console: 'Run Command: Invalid platform, which MaxErrors does not count',
    page: statusPage,
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
    meaning: 'The document asks for a newer agent.',
    seen: 'Failed at once.',
    advice: 'AWS-UpdateSSMAgent first.',
  },
  DELIVERY_FAILED: {
    stage: 'run',
    place: 30,
    link: 'run',
    summary: 'the command was sent and never received',
    needed: (by) => `the agent able to take the command ${by}`,
    console: 'Run Command: Undeliverable or Delivery timed out, which MaxErrors does not count',
    page: statusPage,
    meaning: 'The command never reached the agent, for none of the reasons above.',
    seen: 'Undeliverable or DeliveryTimedOut.',
    advice: 'look at what the node was doing at that minute; a reboot or a full agent will do.',
    isChance: true,
    isConsequence: true,
  },
  TIMED_OUT: {
    stage: 'run',
    place: 40,
    link: 'run',
    summary: 'the command had not finished when its timeout was over',
    needed: () => 'a longer timeout, or a run that does not take so long',
    console: 'Run Command: Execution timed out, or Delivery timed out if the node never answered again',
    page: statusPage,
    meaning:
      'It ran longer than its execution timeout, nothing was heard of it until the total timeout, or it was still running when the run ended.',
    seen: 'ExecutionTimedOut (an error) or DeliveryTimedOut (none).',
    advice: 'raise the timeout, or find what hangs.',
    isChance: true,
  },
  INTERRUPTED: {
    stage: 'run',
    place: 50,
    link: 'run',
    summary: 'something else took the node down in the middle of the installation',
    needed: () => 'no other reboot while AWS-RunPatchBaseline is at work, and another run afterwards',
    console: 'Run Command: Failed. Patch Manager: what was installed by then is in no report',
    page: patchingPage,
    meaning: 'Something from outside took the node down in the middle of it.',
    seen: 'Failed, with patches installed that no report shows yet.',
    advice: 'keep other reboots out of the window; scan again.',
    isChance: true,
  },
} satisfies Readonly<Record<string, CauseSpec>>;
