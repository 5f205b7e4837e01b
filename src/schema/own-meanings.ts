/** What the fields of a scenario do not say of themselves: maps, and words that need explaining. */

import type { Meanings } from '../fields/meaning.ts';
import { operatingSystems } from '../world/operating-systems.ts';

const durations = 'how long each run takes';

export const ownMeanings: Meanings = {
  version: { words: { 1: 'The only version there is' } },
  start: { examples: ['2025-01-03T00:00:00Z'] },
  end: { examples: ['4d', '2025-01-06T12:00:00Z'] },
  account: 'The AWS account that all of this is in',

  'subnets.<name>.route': {
    words: {
      'internet-gateway': 'To the internet, and so to every AWS service',
      'nat-gateway': 'To the internet, outbound only: enough for Systems Manager',
      none: 'Nowhere: only endpoints lead to AWS services',
    },
  },
  'subnets.<name>.endpoints': {
    words: {
      ssm: 'Systems Manager: registration, heartbeats, inventory',
      ssmmessages: 'Messages to agents from 3.3.40.0 on, and sessions',
      ec2messages: 'Messages to agents, the older way',
      s3: 'Where patching gets its snapshots and, on Amazon Linux, its packages',
      kms: 'Keys, for encrypted sessions and parameters',
      logs: 'CloudWatch Logs, for output',
    },
  },
  'subnets.<name>.egress': {
    words: { open: 'Outbound HTTPS is allowed', blocked: 'Nothing gets out, not even to endpoints' },
  },
  'subnets.<name>.repositories': {
    words: {
      reachable: 'Packages can be fetched',
      unreachable: 'Scans and installations have nothing to fetch from',
    },
  },

  replications: { default: '200' },
  'fleet.<group>.count': { examples: [100] },
  'fleet.<group>.tags': { examples: [{ Environment: 'prod', 'Patch Group': 'prod-linux' }] },
  'fleet.<group>.agent': 'SSM Agent on the nodes',
  'fleet.<group>.hybrid': 'Nodes outside of EC2, which register by an activation',
  'fleet.<group>.hybrid.activation': 'A name under `activations`: the nodes are hybrid ones, with ids `mi-…`',
  'fleet.<group>.model': 'What differs from `model` for the nodes of this group',

  'faults[].action': {
    words: {
      stopAgent: 'SSM Agent stops; after a few heartbeats the node is ConnectionLost',
      startAgent: 'SSM Agent starts',
      restartAgent: 'SSM Agent stops and starts; it sees a changed profile at once',
      detachProfile: 'The instance profile is taken away; credentials last until they expire',
      attachProfile: 'An instance profile is attached; the agent notices when it next tries',
      cutNetwork: 'Nothing gets in or out',
      restoreNetwork: 'The network is as it was',
      stop: 'The instance stops and is no longer listed',
      start: 'A stopped instance starts',
      reboot: 'The node reboots; what ran on it is interrupted',
      terminate: 'The instance is gone for good',
      launch: 'New nodes of the group come to be: `count` each time',
    },
  },
  'faults[].for': { examples: ['40m'] },
  'faults[].nodes.share': { examples: ['5%'] },

  'patches.<id>.classification': { examples: ['Security', 'Bugfix'] },
  'patches.<id>.severity': { examples: ['Critical', 'Important'] },
  'patches.<id>.affects': { examples: ['90%'] },
  'patches.<id>.install': { examples: ['2m', { lognormal: { mean: '2m', sd: '1m' } }] },
  'patchStreams.<name>.every': { examples: [{ exponential: { mean: '6d' } }] },

  'model.rules': {
    default: 'aws',
    words: {
      aws: 'As the API does it',
      'study-guide': 'As study guides describe it, a little more loosely: other defaults below',
    },
  },
  'model.patchGroupKeys': { default: ['Patch Group', 'PatchGroup'] },
  'model.eventLimit': { default: '1000000000' },
  'model.documents': `Other documents, functions and state machines, by name: ${durations}, how often it fails`,
  documents: `Other documents, functions and state machines, by name: ${durations}, how often it fails`,
  'documents.<name>': 'How it behaves on one target',
  'documents.<name>.run': { says: 'How long it runs on one target', default: '1m' },
  'documents.<name>.fails': { says: 'Share of its runs that fail', default: '0%' },
  'documents.<name>.outputCharacters': { says: 'How much it prints', default: '0' },
  'documents.<name>.steps': 'Steps of a document that the file declares, by name',
  'documents.<name>.steps.<name>': 'How the step behaves on one target',
  'documents.<name>.steps.<name>.run': 'How long it runs; left out: as long as its plugin usually does',
  'documents.<name>.steps.<name>.fails': { says: 'Share of its runs that fail', default: '0%' },
  'documents.<name>.platforms': 'Platforms that its preconditions allow; left out: all',
  'documents.<name>.minimumAgentVersion': 'Agent version that its preconditions ask for; left out: any',
  ...Object.fromEntries(operatingSystems.map((os) => [`byOs.${os}`, `What differs for nodes of ${os}`])),
  'model.byOs': 'What differs for all nodes of an operating system; what a group says goes before it',
  'lint.ignore[].rule': { examples: ['errors-unlimited'] },
};
