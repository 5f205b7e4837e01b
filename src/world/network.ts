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
  /** Whether the operating system's package repositories answer. */
  readonly repositories: 'reachable' | 'unreachable';
}
