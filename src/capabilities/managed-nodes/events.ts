/** What happens here and is told to the others: each a fact, which the journal prints. */
import { actionRefused } from '../../capability/calls.ts';
import { fact, factSet } from '../../capability/facts.ts';

export const nodeFacts = factSet('managed-nodes', {
  nodeLaunched: fact(
    'managed-nodes/node-launched',
    'The node came to be: it joined, or a fault launched it.',
    (node: number) => ({ node }),
    { about: 'machine', words: () => 'launched' },
  ),
  nodeRegistered: fact(
    'managed-nodes/node-registered',
    'It is a managed node for the first time.',
    (node: number) => ({ node }),
    { about: 'connection', words: () => 'registers with Systems Manager' },
  ),
  /** Heartbeats arrive again, or for the first time: messages reach the agent. */
  nodeOnline: fact(
    'managed-nodes/node-came-online',
    'Its heartbeats arrive, again or for the first time.',
    (node: number) => ({ node }),
    { about: 'connection', words: () => 'is Online: heartbeats arrive' },
  ),
  nodeSilent: fact(
    'managed-nodes/node-fell-silent',
    'Its heartbeats no longer arrive. It becomes ConnectionLost some heartbeats later, without an event.',
    (node: number, reason: string) => ({
      node,
      reason,
    }),
    { about: 'connection', words: ({ reason }) => `stops sending heartbeats (${reason})` },
  ),
  /**
   * It goes down: rebooting, stopped or terminated. What runs on it is interrupted, but for the patch operation of
   * the command that asked for the reboot; null: something from outside did.
   */
  nodeWentDown: fact(
    'managed-nodes/node-went-down',
    'It goes down: `reason` is `rebooting`, `stopped` or `terminated`; `command` if its own patch operation asked for it.',
    (node: number, reason: string, command: string | null) => ({
      node,
      reason,
      ...(command === null ? {} : { command }),
    }),
    { about: 'reboot', words: ({ reason }) => `goes down (${reason})` },
  ),
  /** It runs again. `reason` is what ended: a reboot, or being stopped. */
  nodeBooted: fact(
    'managed-nodes/node-booted',
    'It runs again, after a reboot or a start.',
    (node: number, reason: string) => ({ node, reason }),
    { about: 'reboot', words: ({ reason }) => `is up again (after: ${reason})` },
  ),
  nodeLost: fact(
    'managed-nodes/node-lost',
    'It did not come back. AWS is not told.',
    (node: number, cause: string) => ({ node, cause }),
    { about: 'reboot', words: () => 'does not come back' },
  ),
  nodeStopped: fact(
    'managed-nodes/node-stopped',
    'It is stopped, and no longer listed.',
    (node: number) => ({
      node,
    }),
    { about: 'machine', words: () => 'stopped' },
  ),
  nodeStarted: fact(
    'managed-nodes/node-started',
    'It was stopped and runs again.',
    (node: number) => ({
      node,
    }),
    { about: 'machine', words: () => 'started' },
  ),
  nodeTerminated: fact(
    'managed-nodes/node-terminated',
    'It is gone for good.',
    (node: number) => ({ node }),
    { about: 'machine', words: () => 'terminated' },
  ),
  agentStopped: fact('managed-nodes/agent-stopped', 'SSM Agent stopped.', (node: number) => ({ node }), {
    about: 'machine',
    words: () => 'the agent stops',
  }),
  agentStarted: fact('managed-nodes/agent-started', 'SSM Agent started.', (node: number) => ({ node }), {
    about: 'machine',
    words: () => 'the agent starts',
  }),
  diskChanged: fact(
    'managed-nodes/disk-changed',
    'Its disk is `full`, which ends its agent, or was `freed`.',
    (node: number, disk: string) => ({ node, disk }),
    {
      about: 'machine',
      words: ({ disk }) => (disk === 'full' ? 'its disk is full' : 'its disk has room again'),
    },
  ),
  profileChanged: fact(
    'managed-nodes/instance-profile-changed',
    'It has another instance profile, or `none`.',
    (node: number, profile: string) => ({
      node,
      profile,
    }),
    { about: 'profile', words: ({ profile }) => `instance profile: now ${profile}` },
  ),
  networkChanged: fact(
    'managed-nodes/network-changed',
    'Its network was `cut`, or `restored`.',
    (node: number, network: string) => ({
      node,
      network,
    }),
    { about: 'network', words: ({ network }) => `network ${network}` },
  ),
  tagsChanged: fact(
    'managed-nodes/tags-changed',
    'An operator changed its tags.',
    (node: number) => ({
      node,
    }),
    { about: 'tags', words: () => 'its tags change' },
  ),
  actionRefused: actionRefused('managed-nodes'),
  nodeDeregistered: fact(
    'managed-nodes/node-deregistered',
    'DeregisterManagedInstance has removed it from the managed nodes; `action` is the call.',
    (node: number, action: string) => ({ node, action }),
    { about: 'connection', words: ({ action }) => `deregistered by ${action}` },
  ),
  endpointRequested: fact(
    'managed-nodes/endpoint-requested',
    'CreateVpcEndpoint has made an endpoint, which is pending until it is available; `action` is the call.',
    (action: string, service: string, subnets: readonly string[]) => ({ action, service, subnets }),
  ),
  endpointAvailable: fact(
    'managed-nodes/endpoint-available',
    'A VPC endpoint of this service, which a call made, serves the node from now on.',
    (node: number, service: string) => ({ node, service }),
    { about: 'network', words: ({ service }) => `the endpoint ${service} is available` },
  ),
  settingChanged: fact(
    'managed-nodes/service-setting-changed',
    'A service setting of an account has changed: `activation tier`, `default host management role`, or the id of a setting.',
    (setting: string, value: string, account: string) => ({ setting, value, account }),
  ),
  registrationRefused: fact(
    'managed-nodes/registration-refused',
    'AWS lets it register no more: its hybrid activation has expired or is full, the tier of the account is full, or it was deregistered.',
    (node: number, reason: string) => ({
      node,
      reason,
    }),
    { about: 'profile', words: ({ reason }) => `registration refused: ${reason}` },
  ),
  statusCheckChanged: fact(
    'managed-nodes/status-check-changed',
    'A status check of the instance is `impaired`, or `ok` again.',
    (node: number, check: string, status: string) => ({ node, check, status }),
    { about: 'machine', words: ({ check, status }) => `status check of the ${check}: ${status}` },
  ),
  /** Told by an alarm or a runbook; `by` is its logical id, or what started the runbook and its step. */
  powerRequested: fact(
    'managed-nodes/power-requested',
    'An alarm or a runbook asks EC2 to `start`, `stop`, `terminate`, `reboot` or `recover` the instance.',
    (node: number, action: string, by: string) => ({ node, action, by }),
    { about: 'machine', words: ({ action, by }) => `${by} asks EC2 to ${action} it` },
  ),
  /** Told by a runbook. Null: the profile is taken away. */
  profileRequested: fact<number, string | null, string>(
    'managed-nodes/profile-requested',
    'A runbook gives the instance another instance profile.',
    null,
  ),
  /** Told by a runbook, of an instance or a hybrid node. A value of null takes the tag away. */
  tagsRequested: fact<number, Readonly<Record<string, string | null>>>(
    'managed-nodes/tags-requested',
    'A runbook changes the tags of the node.',
    null,
  ),
  /** What performs the document of the association knows whether it had set anything there. */
  driftStruck: fact<number, string>(
    'managed-nodes/drift-struck',
    'Something on the node undoes what a document had set.',
    null,
  ),
  /** What evaluates the rule knows the resource. */
  resourceBroken: fact(
    'managed-nodes/resource-broken',
    'A fault makes a resource noncompliant with a rule.',
    (rule: string, type: string, id: string) => ({ rule, resourceType: type, resourceId: id }),
  ),
});
