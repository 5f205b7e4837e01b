import type { Meanings } from '../../fields/meaning.ts';

/**
 * Properties of roles, profiles and resource groups, and what nearly every type has.
 *
 * AWS: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-iam-role.html
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-iam-instanceprofile.html
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-resourcegroups-group.html
 */
export const worldMeanings: Meanings = {
  AssumeRolePolicyDocument:
    'Who may assume the role: ec2.amazonaws.com for nodes, ssm.amazonaws.com for windows and activations',
  ManagedPolicyArns: {
    says: 'ARNs of managed policies, up to 20. What AmazonSSMManagedInstanceCore and its relatives allow, fleetsim knows',
    examples: [['arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore']],
  },
  MaxSessionDuration: { says: 'Seconds that a session of it may last: 3600 to 43200', default: 3600 },
  Path: { says: 'Its path in IAM', default: '/' },
  PermissionsBoundary: 'Counts as allowing everything, with a warning',
  Policies: 'Inline policies',
  PolicyName: 'The name of the policy',
  PolicyDocument: 'What it allows and denies',
  RoleName: 'The name of the role; left out: its logical id',

  InstanceProfileName: 'The name of the profile; left out: its logical id',
  Roles: 'The one role of the profile, such as !Ref NodeRole',

  'AWS::ResourceGroups::Group.Configuration':
    'What services know of the group. Not simulated, which a warning says',
  'Configuration[].Type': 'Its type',
  'Configuration[].Parameters': 'Its parameters',
  'AWS::ResourceGroups::Group.Name': 'The name that resource-groups:Name finds it by',
  ResourceQuery: 'Which resources are in it. Only groups with a tag query are simulated',
  'ResourceQuery.Type': { says: 'The kind of query', default: 'TAG_FILTERS_1_0' },
  Query: 'The query itself',
  ResourceTypeFilters: {
    says: 'Types of resources: of those, AWS::EC2::Instance and AWS::SSM::ManagedInstance are nodes',
    examples: [['AWS::EC2::Instance']],
  },
  StackIdentifier: 'A stack, for groups of its resources, which are not simulated',
  TagFilters: 'Tags that a resource must all have',
  'TagFilters[].Key': 'The key of a tag',
  'TagFilters[].Values': 'Any one of these; none: any value',
  'AWS::ResourceGroups::Group.Resources': 'Resources by ARN. Not simulated, which a warning says',

  BypassPolicyLockoutSafetyCheck: 'Has no effect on a run',
  'AWS::KMS::Key.Enabled': { says: 'What a disabled key encrypts takes no message', default: true },
  EnableKeyRotation: 'Has no effect on a run',
  KeyPolicy:
    'Who may use the key. A service that sends to an encrypted topic or queue needs kms:Decrypt and kms:GenerateDataKey',
  KeySpec: 'Has no effect on a run',
  KeyUsage: 'Has no effect on a run',
  MultiRegion: 'Has no effect on a run',
  Origin: 'Has no effect on a run',
  PendingWindowInDays: 'Has no effect on a run',
  RotationPeriodInDays: 'Has no effect on a run',
  AliasName: 'The alias, which begins with alias/',
  TargetKeyId: 'The key that it names, such as !Ref Key',

  Description: 'What it is for',
  Tags: 'Tags of the resource itself. They have no effect on a simulation',
  'Tags[].Key': 'The key of a tag',
  'Tags[].Value': 'Its value',

  'statement.Sid': 'A name for the statement',
  'statement.Effect': 'Whether it allows or denies. A Deny overrides every Allow',
  'statement.Action': {
    says: 'Actions, with * and ? as wildcards',
    examples: [['ssm:UpdateInstanceInformation', 'ssmmessages:*']],
  },
  'statement.NotAction': 'All actions but these',
  'statement.Condition': 'Weighed on tags; any other counts as satisfied, with a warning',
  'statement.Resource':
    'Weighed for sending commands, sessions, parameters, KMS, S3, CloudWatch Logs and iam:PassRole. For other actions that of an Allow counts as satisfied, and a Deny does not apply: with a warning unless it is *',
  'statement.NotResource': 'As Resource',
  'statement.Principal': 'Who is meant, in a trust policy: { Service: ssm.amazonaws.com }',
};
