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
  'IamInstanceProfile.Name':
    'A name under `instanceProfiles`, the logical id or the InstanceProfileName of a resource, or AmazonSSMManagedInstanceCore',
  'IamInstanceProfile.Arn': 'The same as an ARN',
  'AssociateIamInstanceProfile.IamInstanceProfile': 'The profile, by Name or by Arn',
  'AssociateIamInstanceProfile.InstanceId': 'An EC2 instance without a profile, by name or id',

  'DeregisterManagedInstance.InstanceId': 'A hybrid node, by name or id; an EC2 instance is refused',

  SettingId: {
    says: 'Which setting, by its name or its ARN in the account and Region of the call. One that no answer depends on is taken with a warning',
    examples: [
      '/ssm/managed-instance/activation-tier',
      '/ssm/managed-instance/default-ec2-instance-management-role',
    ],
  },
  SettingValue:
    'Of the tier: standard or advanced. Of the role: service-role/AWSSystemsManagerDefaultEC2InstanceManagementRole, or the name of a role under `resources`. Of any other: a value that AWS has for it',

  ServiceName:
    'The service that it leads to: `com.amazonaws.<region>.` and ssm, ssmmessages, ec2messages, s3, kms or logs',
  VpcEndpointType: {
    says: 'Interface for all but s3, which has a Gateway; AWS refuses the other one',
    default: 'Gateway',
  },
  VpcId: 'A VPC, by id. fleetsim has no VPCs: only the subnets count',
  SubnetIds: 'Of an interface endpoint: the subnets that it serves, by their names under `subnets`',
  RouteTableIds:
    'Of a gateway endpoint: the subnets whose route table it is in, by their names under `subnets`',
  PrivateDnsEnabled:
    'Whether the names that the agent uses lead to the endpoint; with false it serves no node',
  PolicyDocument: 'Taken, and without effect in a simulation',
  SecurityGroupIds:
    'Taken, and without effect in a simulation: every node of the subnets reaches the endpoint',
  IpAddressType: 'Taken, and without effect in a simulation',
  TagSpecifications: 'Taken, and without effect in a simulation',

  ResourceId: 'A hybrid node, by name or id',
  ResourceType: 'What ResourceId is: ManagedInstance, since only tags of nodes have an effect on a run',
  TagKeys: 'Keys of the tags to remove',
};
