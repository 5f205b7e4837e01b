/** Of each cause: the link that it breaks, what would have been needed, what shows in the console, and AWS's page. */
import type { Cause } from '../capability/causes.ts';
import type { LinkName } from './explanation.ts';

export interface CauseFacts {
  readonly link: LinkName;
  /** `by`: the moment at which it counted, such as `by 2025-01-04 18:00:12 UTC`. */
  readonly needed: (by: string) => string;
  readonly console: string;
  readonly page: string;
}

const lifecyclePage = 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-lifecycle.html';
const troubleshootingPage =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/fleet-manager-troubleshooting-managed-nodes.html';
const permissionsPage =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-instance-permissions.html';
const activationPage =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/hybrid-activation-managed-nodes.html';
const agentPage =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/ssm-agent-technical-details.html';
const vpcPage = 'https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-create-vpc.html';
const messagesPage =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-setting-up-messageAPIs.html';
const prerequisitesPage =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-prerequisites.html';
const patchingPage =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-troubleshooting.html';
const targetsPage =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/send-commands-targeting.html';
const installingPage =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-installing-patches.html';
const selectingPage =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-selecting-patches.html';
const scheduleOptionsPage =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/maintenance-windows-schedule-options.html';
const executionPage =
  'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_MaintenanceWindowExecution.html';
const windowPage =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-maintenance.html';
const sendingPage =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/send-commands-multiple.html';
const cancelPage = 'https://docs.aws.amazon.com/systems-manager/latest/userguide/cancel-run-command.html';
const statusPage = 'https://docs.aws.amazon.com/systems-manager/latest/userguide/monitor-commands.html';
const runPage =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-aws-runpatchbaseline.html';
const statesPage =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-compliance-states.html';

const notListed = 'Fleet Manager: the node is not in the list of managed nodes';

export const causeFacts: Readonly<Record<Cause, CauseFacts>> = {
  NOT_LAUNCHED: {
    link: 'agent',
    needed: (by) => `the instance launched ${by}`,
    console: 'EC2: no such instance',
    page: lifecyclePage,
  },
  TERMINATED: {
    link: 'agent',
    needed: () => 'an instance that still exists: nothing patches a terminated one, only its successor',
    console: 'EC2: the instance is Terminated, and for an hour or so still listed',
    page: lifecyclePage,
  },
  STOPPED: {
    link: 'agent',
    needed: (by) => `the instance running, and its agent Online, ${by}`,
    console: `EC2: the instance is Stopped. ${notListed} while it is`,
    page: troubleshootingPage,
  },
  AGENT_STOPPED: {
    link: 'agent',
    needed: (by) => `SSM Agent running ${by}, and started at boot`,
    console: 'Fleet Manager: ping status Connection lost, or the node was never listed',
    page: agentPage,
  },
  NO_INSTANCE_PROFILE: {
    link: 'instance-profile',
    needed: (by) =>
      `an instance profile with AmazonSSMManagedInstanceCore attached, and the agent restarted or half an hour gone, ${by}; or Default Host Management turned on`,
    console: `EC2, tab Security: no IAM role. ${notListed}, or Connection lost if the profile went later`,
    page: permissionsPage,
  },
  PROFILE_LACKS_SSM: {
    link: 'instance-profile',
    needed: (by) =>
      `AmazonSSMManagedInstanceCore in the role of the profile ${by}, and no Deny on its actions`,
    console: `EC2, tab Security: an IAM role is there. ${notListed}, or it is Online and commands are never delivered`,
    page: permissionsPage,
  },
  ACTIVATION_EXPIRED: {
    link: 'instance-profile',
    needed: (by) =>
      `a hybrid activation that had not expired when the node came to register: a new one, and the node registered with it, ${by}`,
    console: 'Hybrid Activations: the activation is Expired. The node is not listed in Fleet Manager',
    page: activationPage,
  },
  ACTIVATION_FULL: {
    link: 'instance-profile',
    needed: (by) =>
      `a hybrid activation with a registration left: a new one with a sufficient limit, and the node registered with it, ${by}`,
    console:
      'Hybrid Activations: as many registered instances as the limit allows. The node is not listed in Fleet Manager',
    page: activationPage,
  },
  CREDENTIALS_PENDING: {
    link: 'instance-profile',
    needed: (by) =>
      `what the node registers with in place earlier, by at least half an hour, or the agent restarted after that, so that it is Online ${by}`,
    console: `${notListed} yet`,
    page: troubleshootingPage,
  },
  NO_ROUTE: {
    link: 'network',
    needed: (by) =>
      `${by}, a route to the internet (NAT gateway) or VPC endpoints for ssm, ssmmessages (ec2messages for agents before 3.3.40.0) and s3`,
    console: 'VPC: the route table of the subnet leads nowhere, and no endpoint is there',
    page: vpcPage,
  },
  EGRESS_BLOCKED: {
    link: 'network',
    needed: (by) => `outbound TCP 443 allowed by the security group ${by}`,
    console: 'EC2, tab Security: no outbound rule for HTTPS (443)',
    page: vpcPage,
  },
  ENDPOINT_MISSING_SSM: {
    link: 'network',
    needed: (by) => `a VPC endpoint for ssm in the subnet, or another route, ${by}`,
    console: `VPC, Endpoints: com.amazonaws.<region>.ssm is missing. ${notListed}`,
    page: vpcPage,
  },
  ENDPOINT_MISSING_MESSAGES: {
    link: 'network',
    needed: (by) =>
      `a VPC endpoint for ssmmessages (for agents before 3.3.40.0: ec2messages) in the subnet, or another route, ${by}`,
    console:
      'VPC, Endpoints: neither ssmmessages nor ec2messages. Fleet Manager: Online, and every command Delivery Timed Out',
    page: messagesPage,
  },
  ENDPOINT_MISSING_S3: {
    link: 'network',
    needed: (by) => `a gateway endpoint for s3 in the route table of the subnet, or another route, ${by}`,
    console: 'VPC, Endpoints: s3 is missing. Run Command: Failed within seconds, exit code 156',
    page: prerequisitesPage,
  },
  REPOSITORY_UNREACHABLE: {
    link: 'network',
    needed: (by) => `a way to the package repositories of the operating system, or a mirror of them, ${by}`,
    console: 'Run Command: Failed with exit code 1, and the output names the repository that does not answer',
    page: prerequisitesPage,
  },
  PROFILE_LACKS_PATCHING: {
    link: 'patching-permission',
    needed: (by) =>
      `ssm:GetDeployablePatchSnapshotForInstance and ssm:PutInventory, as AmazonSSMManagedInstanceCore allows them, ${by}`,
    console:
      'Run Command: Failed with exit code 145 (the patch snapshot) or 149 (the report), whatever the node is Online as',
    page: patchingPage,
  },
  NOT_TARGETED: {
    link: 'tags-and-patch-group',
    needed: (by) => `an Install whose targets select this node, or tags that its targets name, ${by}`,
    console: 'Patch Manager, Compliance reporting: the node has never reported. No command names it',
    page: targetsPage,
  },
  SCAN_ONLY: {
    link: 'tags-and-patch-group',
    needed: (by) => `an Install whose targets select this node, beside the Scan, ${by}`,
    console: 'Patch Manager, Compliance reporting: Non-compliant, after every scan anew',
    page: targetsPage,
  },
  PATCH_REJECTED: {
    link: 'baseline',
    needed: () => 'the patch taken off RejectedPatches; nothing, if the rejection is meant',
    console: 'Patch Manager, Patch baselines: the patch is on the list Rejected patches',
    page: installingPage,
  },
  BASELINE_NOT_APPROVED: {
    link: 'baseline',
    needed: (by) =>
      `the patch approved ${by}: a shorter ApproveAfterDays, a later ApproveUntilDate, or the patch on ApprovedPatches; or an Install after its approval`,
    console: 'Patch Manager, Compliance reporting: Compliant, since what is not approved yet is not missing',
    page: selectingPage,
  },
  NO_EXECUTION: {
    link: 'window-and-target',
    needed: () => 'an Install after the patch was approved and before the end',
    console: 'Maintenance Windows, History: no execution',
    page: scheduleOptionsPage,
  },
  WINDOW_SKIPPED: {
    link: 'window-and-target',
    needed: (by) => `the execution before it over ${by}, or the window less often`,
    console: 'Maintenance Windows, History: Skipped overlapping',
    page: executionPage,
  },
  CUTOFF: {
    link: 'window-and-target',
    needed: (by) =>
      `its turn, and its end, before the cutoff ${by}: a higher MaxConcurrency or a longer window`,
    console: 'Maintenance Windows, History: Timed out; the invocation Cancelled, or none',
    page: windowPage,
  },
  HALTED_BY_MAX_ERRORS: {
    link: 'rate-control',
    needed: () =>
      'fewer errors on the other nodes than MaxErrors allows, or another run after they were mended',
    console: 'Run Command: the command Failed, this invocation Terminated',
    page: sendingPage,
  },
  CANCELLED: {
    link: 'rate-control',
    needed: () =>
      'the command not cancelled, and a service role that trusts ssm.amazonaws.com and may send commands',
    console:
      'Run Command: Cancelled or Access denied; or Maintenance Windows, History: the task Failed at once',
    page: cancelPage,
  },
  UNSUPPORTED_PLATFORM: {
    link: 'run',
    needed: () => 'a document that runs on this operating system',
    console: 'Run Command: Invalid platform, which MaxErrors does not count',
    page: statusPage,
  },
  AGENT_TOO_OLD: {
    link: 'run',
    needed: (by) => `a newer SSM Agent ${by}: AWS-UpdateSSMAgent first`,
    console: 'Run Command: Failed at once. Fleet Manager: the version of the agent',
    page: runPage,
  },
  DELIVERY_FAILED: {
    link: 'run',
    needed: (by) => `the agent able to take the command ${by}`,
    console: 'Run Command: Undeliverable or Delivery timed out, which MaxErrors does not count',
    page: statusPage,
  },
  TIMED_OUT: {
    link: 'run',
    needed: () => 'a longer timeout, or a run that does not take so long',
    console: 'Run Command: Execution timed out, or Delivery timed out if the node never answered again',
    page: statusPage,
  },
  INTERRUPTED: {
    link: 'run',
    needed: () => 'no other reboot while AWS-RunPatchBaseline is at work, and another run afterwards',
    console: 'Run Command: Failed. Patch Manager: what was installed by then is in no report',
    page: patchingPage,
  },
  INSTALL_FAILED: {
    link: 'run',
    needed: () => 'an installation that succeeds: what the package manager printed says why it did not',
    console: 'Run Command: Failed with exit code 1. Patch Manager: the patch is Failed',
    page: patchingPage,
  },
  REBOOT_FAILED: {
    link: 'reboot',
    needed: () => 'a machine that comes back from its reboot: somebody at its console',
    console:
      'Fleet Manager: Connection lost. EC2: a status check may fail. Compliance: as uploaded before the reboot',
    page: runPage,
  },
  PENDING_REBOOT: {
    link: 'reboot',
    needed: () => 'a reboot, and a scan after it',
    console: 'Patch Manager, Compliance reporting: Non-compliant, Installed pending reboot',
    page: statesPage,
  },
};
