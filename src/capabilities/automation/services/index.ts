/** The calls of AWS that the simulated fleet answers. */
import type { CalledApi } from '../actions/action.ts';
import { autoScalingCalls } from './auto-scaling.ts';
import { stackCalls } from './cloudformation.ts';
import { imageCalls } from './ec2-images.ts';
import { instanceCalls } from './ec2-instances.ts';
import { tagCalls } from './ec2-tags.ts';
import { iamCalls } from './iam.ts';
import { opsItemCalls } from './ops-items.ts';
import type { ServiceCall } from './service.ts';
import { topicCalls } from './sns.ts';
import { systemsManagerCalls } from './ssm.ts';

export const serviceCalls: readonly ServiceCall[] = [
  ...instanceCalls,
  ...tagCalls,
  ...imageCalls,
  ...systemsManagerCalls,
  ...opsItemCalls,
  ...iamCalls,
  ...autoScalingCalls,
  ...stackCalls,
  ...topicCalls,
];

const byName: ReadonlyMap<string, ServiceCall> = new Map(
  serviceCalls.map((one) => [`${one.service}.${one.api}`, one]),
);

/** Those that `callNamed` has given are looked up without making their names again: every step of every target does. */
const byCall: ReadonlyMap<CalledApi, ServiceCall> = new Map(serviceCalls.map((one) => [one, one]));

export function serviceCall(called: CalledApi): ServiceCall | undefined {
  return byCall.get(called) ?? byName.get(`${called.service}.${called.api}`);
}

/** A runbook may write `ec2` or `EC2`, and `DescribeInstances`, `describeInstances` or `describe_instances`. */
export function callNamed(service: string, api: string): CalledApi {
  const known = byName.get(`${service}.${api}`);
  if (known !== undefined) return known;
  const name = api.replaceAll(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return { service: service.toLowerCase(), api: name };
}

/** Services whose actions in IAM begin otherwise than the service is called. */
const prefixes: Readonly<Record<string, string>> = {
  cloudwatchlogs: 'logs',
  docdb: 'rds',
  efs: 'elasticfilesystem',
  elb: 'elasticloadbalancing',
  elbv2: 'elasticloadbalancing',
  emr: 'elasticmapreduce',
  neptune: 'rds',
  opensearch: 'es',
  s3control: 's3',
  sfn: 'states',
  stepfunctions: 'states',
};

/** Actions of S3 that are called otherwise than its calls. */
const actionsOfS3: Readonly<Record<string, string>> = {
  HeadBucket: 'ListBucket',
  HeadObject: 'GetObject',
  ListBuckets: 'ListAllMyBuckets',
  ListObjects: 'ListBucket',
  ListObjectsV2: 'ListBucket',
  PutBucketEncryption: 'PutEncryptionConfiguration',
  GetBucketEncryption: 'GetEncryptionConfiguration',
  PutPublicAccessBlock: 'PutBucketPublicAccessBlock',
  GetPublicAccessBlock: 'GetBucketPublicAccessBlock',
};

/**
 * Calls that give a role to something else.
 *
 * AWS: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/permission-to-pass-iam-roles.html and
 * https://docs.aws.amazon.com/powershell/latest/reference/items/Add-IAMRoleToInstanceProfile.html
 */
const passing = [
  'ec2.AssociateIamInstanceProfile',
  'ec2.ReplaceIamInstanceProfileAssociation',
  'iam.AddRoleToInstanceProfile',
];

/** The actions of IAM that a call needs. */
export function permissionsFor(called: CalledApi): readonly string[] {
  const passes = passing.includes(`${called.service}.${called.api}`);
  return [actionOf(called), ...(passes ? ['iam:PassRole'] : [])];
}

/**
 * The action of IAM that is called as the call is, or nearly.
 *
 * AWS: https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
function actionOf({ service, api }: CalledApi): string {
  const action = service === 's3' ? (actionsOfS3[api] ?? api) : api;
  return `${prefixes[service] ?? service}:${action}`;
}
