/** The machine, and its agent. */
import type { CauseSpec } from '../../../capability/causes.ts';

const agentPage =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/ssm-agent-technical-details.html';
const lifecyclePage = 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-lifecycle.html';
const troubleshootingPage =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/fleet-manager-troubleshooting-managed-nodes.html';

const notListed = 'Fleet Manager: the node is not in the list of managed nodes';

export const machineCauses = {
  NOT_LAUNCHED: {
    stage: 'machine',
    place: 10,
    link: 'agent',
    summary: 'not launched before the run ended',
    needed: (by) => `the instance launched ${by}`,
    console: 'EC2: no such instance',
    page: lifecyclePage,
    meaning: 'The node is planned (it `joins`, or a fault launches it) and does not exist yet.',
    seen: 'nothing.',
    advice: 'nothing, or launch it before the window.',
  },
  TERMINATED: {
    stage: 'machine',
    place: 20,
    link: 'agent',
    summary: 'terminated',
    needed: () => 'an instance that still exists: nothing patches a terminated one, only its successor',
    console: 'EC2: the instance is Terminated, and for an hour or so still listed',
    page: lifecyclePage,
    meaning: 'It is gone.',
    seen: 'old entries at most.',
    advice: 'nothing; if it was replaced, look at its successor.',
  },
  STOPPED: {
    stage: 'machine',
    place: 30,
    link: 'agent',
    summary: 'stopped when its turn came; Systems Manager does not list stopped nodes',
    needed: (by) => `the instance running, and its agent Online, ${by}`,
    console: `EC2: the instance is Stopped. ${notListed} while it is`,
    page: troubleshootingPage,
    meaning:
      'It was stopped when the window came. A stopped instance is not a managed node, so a target by tag passes it over in silence.',
    seen: 'fewer targets than instances, no error.',
    advice:
      'start it before the window, for example by an Automation task of higher priority, or accept that it is patched when it next runs at window time.',
  },
  AGENT_STOPPED: {
    stage: 'agent',
    place: 10,
    link: 'agent',
    summary: 'the SSM Agent was not running: no command reaches the node',
    needed: (by) => `SSM Agent running ${by}, and started at boot`,
    console: 'Fleet Manager: ping status Connection lost, or the node was never listed',
    page: agentPage,
    meaning: 'SSM Agent does not run.',
    seen: 'ConnectionLost, or never registered; commands Undeliverable or, in the first minutes, DeliveryTimedOut.',
    advice: 'start the agent and have the service start it at boot.',
  },
} satisfies Readonly<Record<string, CauseSpec>>;
