/**
 * The network that a template makes: VPC endpoints of Systems Manager, and subnets that lead nowhere else.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-create-vpc.html
 */

import type { Resource } from '../../../capability/lint/resource.ts';
import type { Subject } from '../../../capability/lint/subject.ts';
import { isPartlyUnknown, itemsOf, outlineOf, textOf, type Value } from '../../../cloudformation/value.ts';
import { type EndpointName, endpointNames } from '../../../world/network.ts';

export interface VpcEndpoints {
  /** What a VPC is known by in this file. */
  readonly vpc: string;
  /** The resource, if the file makes it. */
  readonly isOwn: boolean;
  readonly endpoints: ReadonlyMap<EndpointName, Resource>;
  /** Whether nodes beside these endpoints reach nothing else; null: that cannot be seen. */
  readonly isClosed: boolean | null;
}

/** By VPC; those with an endpoint whose service is not known are left out. */
export function vpcEndpointsOf(subject: Subject): VpcEndpoints[] {
  const byVpc = new Map<string, Resource[]>();
  for (const endpoint of subject.ofType('AWS::EC2::VPCEndpoint')) {
    const vpc = keyOf(subject.property(endpoint, 'VpcId'), subject);
    if (vpc !== null) byVpc.set(vpc, [...(byVpc.get(vpc) ?? []), endpoint]);
  }
  return [...byVpc].flatMap(([vpc, resources]) => {
    const endpoints = new Map<EndpointName, Resource>();
    for (const resource of resources) {
      const service = outlineOf(subject.property(resource, 'ServiceName'))?.split('.').at(-1);
      if (service === undefined || service.includes('}')) return [];
      const name = endpointNames.find((each) => each === service);
      if (name !== undefined) endpoints.set(name, resource);
    }
    const isOwn = subject.resources.some(({ logicalId }) => logicalId === vpc);
    return [{ vpc, isOwn, endpoints, isClosed: isClosed([...endpoints.values()], subject) }];
  });
}

function keyOf(value: Value | undefined, subject: Subject): string | null {
  return subject.resource(value)?.logicalId ?? outlineOf(value);
}

function isClosed(endpoints: readonly Resource[], subject: Subject): boolean | null {
  const subnets = endpoints.flatMap((endpoint) => itemsOf(subject.property(endpoint, 'SubnetIds')));
  const routes = subnets.map((subnet) => hasRoute(subnet, subject));
  if (routes.includes(true)) return false;
  return routes.length > 0 && routes.every((route) => route === false) ? true : null;
}

/** Ways out of a VPC other than a route of the subnet itself. */
const waysOut = [
  'AWS::EC2::InternetGateway',
  'AWS::EC2::NatGateway',
  'AWS::EC2::TransitGatewayAttachment',
  'AWS::EC2::TransitGatewayVpcAttachment',
  'AWS::EC2::VPCPeeringConnection',
  'AWS::EC2::VPNGateway',
  'AWS::CloudFormation::Stack',
];

/** Nothing in the file leads out of any VPC. */
export function hasNoWayOut({ resources }: Subject): boolean {
  return !resources.some(({ type }) => waysOut.includes(type));
}

/** Whether anything but the VPC itself is reached from the subnet; null: that cannot be seen. */
export function hasRoute(subnet: Value | undefined, subject: Subject): boolean | null {
  const own = subject.resource(subnet);
  if (own?.type !== 'AWS::EC2::Subnet') return null;
  const isOwnVpc = subject.resource(subject.property(own, 'VpcId'))?.type === 'AWS::EC2::VPC';
  if (!isOwnVpc || subject.resources.some(({ type }) => type === 'AWS::CloudFormation::Stack')) return null;
  const associations = subject.ofType('AWS::EC2::SubnetRouteTableAssociation');
  if (associations.some((one) => isPartlyUnknown(subject.property(one, 'SubnetId')))) return null;
  const tables = associations
    .filter((one) => subject.resource(subject.property(one, 'SubnetId')) === own)
    .map((one) => subject.resource(subject.property(one, 'RouteTableId')));
  if (tables.some((table) => table === undefined)) return null;
  const routes = subject.ofType('AWS::EC2::Route');
  return routes.some((route) => {
    const table = subject.resource(subject.property(route, 'RouteTableId'));
    return (table === undefined || tables.includes(table)) && leadsAway(route, subject);
  });
}

function leadsAway(route: Resource, subject: Subject): boolean {
  const destination = subject.property(route, 'DestinationCidrBlock');
  // A list of prefixes, or the whole of version 6, may be as good.
  return destination === undefined || textOf(destination) === null || textOf(destination) === '0.0.0.0/0';
}
