/** AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns */

export interface AccountAndRegion {
  readonly id: string;
  readonly region: string;
}

export function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

/** `arnOf('ssm', account, 'managed-instance/mi-…')` */
export function arnOf(service: string, { id, region }: AccountAndRegion, resource: string): string {
  return `arn:${partitionOf(region)}:${service}:${region}:${id}:${resource}`;
}

/** AWS's own documents belong to no account. https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssystemsmanager.html */
export function documentArn(account: AccountAndRegion, name: string): string {
  const isOfAws = /^(aws|amazon|amzn)/i.test(name);
  return arnOf('ssm', isOfAws ? { ...account, id: '' } : account, `document/${name}`);
}
