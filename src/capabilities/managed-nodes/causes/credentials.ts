/** What the node works with: a profile, an activation, and whether it may patch. */
import type { CauseSpec } from '../../../capability/causes.ts';

const activationPage =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/hybrid-activation-managed-nodes.html';
const patchingPage =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-troubleshooting.html';
const permissionsPage =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-instance-permissions.html';
const troubleshootingPage =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/fleet-manager-troubleshooting-managed-nodes.html';

const notListed = 'Fleet Manager: the node is not in the list of managed nodes';

export const credentialCauses = {
  NO_INSTANCE_PROFILE: {
    stage: 'credentials',
    place: 10,
    link: 'instance-profile',
    summary: 'no instance profile: the agent has no credentials and cannot register',
    needed: (by) =>
      `an instance profile with AmazonSSMManagedInstanceCore attached, and the agent restarted or half an hour gone, ${by}; or Default Host Management turned on`,
    console: `EC2, tab Security: no IAM role. ${notListed}, or Connection lost if the profile went later`,
    page: permissionsPage,
    meaning: 'The instance has no instance profile, and Default Host Management does not stand in for it.',
    seen: 'the instance is missing from the list of managed nodes.',
    advice:
      'attach a profile with AmazonSSMManagedInstanceCore, or turn on Default Host Management; restart the agent, or wait for up to half an hour.',
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
    needed: (by) =>
      `a hybrid activation that had not expired when the node came to register: a new one, and the node registered with it, ${by}`,
    console: 'Hybrid Activations: the activation is Expired. The node is not listed in Fleet Manager',
    page: activationPage,
    meaning: 'A hybrid node came to register after its activation had expired.',
    seen: 'registration fails on the node.',
    advice: 'create a new activation. Nodes that have registered already do not need one.',
  },
  ACTIVATION_FULL: {
    stage: 'credentials',
    place: 40,
    link: 'instance-profile',
    summary: 'the hybrid activation had reached its registration limit',
    needed: (by) =>
      `a hybrid activation with a registration left: a new one with a sufficient limit, and the node registered with it, ${by}`,
    console:
      'Hybrid Activations: as many registered instances as the limit allows. The node is not listed in Fleet Manager',
    page: activationPage,
    meaning: 'The activation has registered as many nodes as it may.',
    seen: 'as above.',
    advice: 'create another, with a sufficient limit.',
  },
  CREDENTIALS_PENDING: {
    stage: 'credentials',
    place: 50,
    link: 'instance-profile',
    summary: 'still waiting for credentials, or for its first registration',
    needed: (by) =>
      `what the node registers with in place earlier, by at least half an hour, or the agent restarted after that, so that it is Online ${by}`,
    console: `${notListed} yet`,
    page: troubleshootingPage,
    meaning:
      'All is in place, and the agent does not know yet: it sleeps for up to half an hour after it was refused, Default Host Management has not taken effect, or the node is still on its way from boot to Online.',
    seen: 'the node appears after the window.',
    advice:
      'restart the agent after attaching a profile; prepare earlier than half an hour before the window.',
  },
  PROFILE_LACKS_PATCHING: {
    stage: 'permission',
    place: 10,
    link: 'patching-permission',
    summary: 'the instance profile lets commands arrive but not patch (exit code 145 or 149)',
    needed: (by) =>
      `ssm:GetDeployablePatchSnapshotForInstance and ssm:PutInventory, as AmazonSSMManagedInstanceCore allows them, ${by}`,
    console:
      'Run Command: Failed with exit code 145 (the patch snapshot) or 149 (the report), whatever the node is Online as',
    page: patchingPage,
    meaning:
      'The profile lets the node be managed, but not be patched: without `ssm:GetDeployablePatchSnapshotForInstance` exit code 145 before anything happens, without `ssm:PutInventory` exit code 149 after everything is installed.',
    seen: 'Failed on every run.',
    advice: 'add AmazonSSMManagedInstanceCore.',
  },
} satisfies Readonly<Record<string, CauseSpec>>;
