import type { OperatingSystem } from './operating-systems.ts';

/** How a node reaches the Systems Manager endpoints. */
export const endpointNames = ['ssm', 'ssmmessages', 'ec2messages', 's3', 'kms', 'logs'] as const;
export type EndpointName = (typeof endpointNames)[number];

export interface Subnet {
  readonly name: string;
  readonly route: 'internet-gateway' | 'nat-gateway' | 'none';
  /** VPC endpoints in the subnet. With a route to the internet they are not needed. */
  readonly endpoints: ReadonlySet<EndpointName>;
  /** The security group's outbound TCP 443. */
  readonly egress: 'open' | 'blocked';
  /** Whether the operating system's package repositories answer, where the file says so. */
  readonly repositories?: 'reachable' | 'unreachable' | undefined;
}

const amazonLinux: readonly OperatingSystem[] = [
  'AMAZON_LINUX',
  'AMAZON_LINUX_2',
  'AMAZON_LINUX_2022',
  'AMAZON_LINUX_2023',
];

/**
 * Whether packages can be fetched. The repositories of Amazon Linux are in S3, so that an S3 endpoint leads there; no VPC
 * endpoint leads to those of another system, which need a route.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-prerequisites.html
 */
export function reachesRepositories(
  { route, endpoints, repositories }: Pick<Subnet, 'route' | 'endpoints' | 'repositories'>,
  os: OperatingSystem,
): boolean {
  if (repositories !== undefined) return repositories === 'reachable';
  return route !== 'none' || (amazonLinux.includes(os) && endpoints.has('s3'));
}
