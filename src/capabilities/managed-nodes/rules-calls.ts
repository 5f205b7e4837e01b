/** What AWS refuses of calls that change nodes and networks while they run, and what a VPC endpoint may be. */
import { type EndpointName, endpointNames } from '../../world/network.ts';

/** An instance as EC2 sees it; undefined: it has none of that id. */
export interface InstanceSeen {
  readonly state: 'running' | 'stopped' | 'terminated';
  readonly hasProfile: boolean;
}

/**
 * A profile is associated with a running or stopped instance, and an instance has one at most.
 *
 * AWS: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateIamInstanceProfile.html
 * Error codes: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
 */
export function profileRefusal(
  instance: InstanceSeen | undefined,
): 'InvalidInstanceID.NotFound' | 'IncorrectInstanceState' | 'IncorrectState' | null {
  if (instance === undefined) return 'InvalidInstanceID.NotFound';
  if (instance.state === 'terminated') return 'IncorrectInstanceState';
  return instance.hasProfile ? 'IncorrectState' : null;
}

export const endpointTypes = [
  'Interface',
  'Gateway',
  'GatewayLoadBalancer',
  'Resource',
  'ServiceNetwork',
] as const;
export type EndpointType = (typeof endpointTypes)[number];

/**
 * Gateway endpoints lead to Amazon S3 and DynamoDB only; everything else has interface endpoints.
 *
 * AWS: https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html
 */
export function endpointTypesOf(endpoint: EndpointName): readonly EndpointType[] {
  return endpoint === 's3' ? ['Gateway', 'Interface'] : ['Interface'];
}

/**
 * `com.amazonaws.us-east-1.ssm`, of the Region of the call; null: none that a node needs.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-create-vpc.html
 */
export function endpointOfService(serviceName: string, region: string): EndpointName | null {
  return endpointNames.find((name) => serviceName === serviceNameOf(name, region)) ?? null;
}

export function serviceNameOf(endpoint: EndpointName, region: string): string {
  return `com.amazonaws.${region}.${endpoint}`;
}

/**
 * A second interface endpoint with private DNS would claim the same names, a second gateway the same route.
 *
 * AWS: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcEndpoint.html
 */
export function endpointRefusal(
  type: EndpointType,
  isThereAlready: boolean,
): 'InvalidParameter' | 'RouteAlreadyExists' | null {
  if (!isThereAlready) return null;
  return type === 'Gateway' ? 'RouteAlreadyExists' : 'InvalidParameter';
}
