import type { Meanings } from '../../../fields/meaning.ts';

/**
 * Parameters of the calls that register nodes and tag them.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateActivation.html
 */
export const nodeMeanings: Meanings = {
  DefaultInstanceName: 'The name that nodes get in the console',
  ExpirationDate: 'When the activation expires, at most 30 days on; left out: a day after it was made',
  IamRole: 'The name of the role that nodes get; ssm.amazonaws.com must be allowed to assume it',
  RegistrationLimit: { says: 'How many nodes it may register: 1 to 1000', default: 1 },
  RegistrationMetadata: 'Taken, and without effect in a simulation',

  'CreateTags.Resources': 'EC2 instances, by name or id. Hybrid nodes take AddTagsToResource',
  'CreateTags.Tags': 'Tags to set',
  'DeleteTags.Resources': 'EC2 instances, by name or id',
  'DeleteTags.Tags': 'Tags to remove; with a Value only if that is the value',
  ResourceId: 'A hybrid node, by name or id',
  ResourceType: 'What ResourceId is: ManagedInstance, since only tags of nodes have an effect on a run',
  TagKeys: 'Keys of the tags to remove',
};
