/** AWS: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcEndpoint.html */
import * as z from 'zod/mini';
import { type CallReading, call } from '../../../cloudformation/call-spec.ts';
import type { Seen } from '../../../cloudformation/read-fields.ts';
import { nearest, suggestion } from '../../../diagnostics/nearest.ts';
import { notSimulated } from '../../../diagnostics/not-simulated.ts';
import { describe } from '../../../diagnostics/plain-map.ts';
import { anything, boolean, choice, listOf, once, text } from '../../../fields/fields.ts';
import { itemsIn, type Partly, Unknown } from '../../../fields/unknown.ts';
import { endpointNames } from '../../../world/network.ts';
import { accountNamed } from '../../../world/scenario.ts';
import {
  type EndpointType,
  endpointOfService,
  endpointTypes,
  endpointTypesOf,
  serviceNameOf,
} from '../rules-calls.ts';

const awsError = 'InvalidParameter';
const pathOfSubnets = { Gateway: 'RouteTableIds', Interface: 'SubnetIds' } as const;

const fields = once(() => ({
  IpAddressType: z.optional(choice('ipv4', 'dualstack', 'ipv6')),
  PolicyDocument: z.optional(anything()),
  PrivateDnsEnabled: z.optional(boolean()),
  RouteTableIds: z.optional(listOf(text('a name under subnets, which stands for its route table'))),
  SecurityGroupIds: z.optional(listOf(text('a security group'))),
  ServiceName: text('the name of a service, such as com.amazonaws.us-east-1.ssm'),
  SubnetIds: z.optional(listOf(text('a name under subnets'))),
  TagSpecifications: z.optional(listOf(anything())),
  VpcEndpointType: z.optional(choice(...endpointTypes)),
  VpcId: text('a VPC, such as vpc-0123456789abcdef0'),
}));
type SeenEndpoint = Seen<ReturnType<typeof fields>>;

export const createVpcEndpoint = call({
  call: 'CreateVpcEndpoint',
  page: 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcEndpoint.html',
  is: 'Makes a VPC endpoint, which serves subnets once it is available',
  permission: 'ec2:CreateVpcEndpoint',
  awsError,
  fields,
  withoutEffect: {
    PolicyDocument: {
      touches: 'the endpoint lets everything through',
      instead: 'take the service out of the endpoints of the subnet if the policy shuts nodes out',
    },
    SecurityGroupIds: {
      touches:
        'every node of the subnets reaches the endpoint: its security group is taken to let TCP 443 in',
      instead: 'nothing: it may stay in the file',
    },
  },
  refusals(seen, reading) {
    refuseVpc(seen.VpcId, reading);
    const { ServiceName: service, VpcEndpointType: type = 'Gateway' } = seen;
    if (service instanceof Unknown || type instanceof Unknown) return;
    const endpoint = endpointOfService(service, regionOf(reading));
    if (endpoint === null) return refuseService(service, reading);
    const types = endpointTypesOf(endpoint);
    if (!types.includes(type)) {
      const message = `Endpoint type (${type}) does not match available service types ([${types.join(', ')}])`;
      const at = [...reading.path, 'VpcEndpointType'];
      const help = `write VpcEndpointType: ${types[0]}${seen.VpcEndpointType === undefined ? '; left out, it is Gateway' : ''}`;
      reading.context.error(at, 'bad-value', message, { awsError, help });
    } else if (type === 'Gateway' || type === 'Interface') refuseSubnets(seen, type, reading);
  },
  build(known, reading) {
    const { VpcEndpointType: type = 'Gateway', ServiceName, SubnetIds = [], RouteTableIds = [] } = known;
    const endpoint = endpointOfService(ServiceName, regionOf(reading));
    // ASSUMPTION private-dns-default: AWS does not say what a missing PrivateDnsEnabled means; names lead to the endpoint.
    const isFound = type === 'Gateway' || known.PrivateDnsEnabled !== false;
    if (endpoint === null || !isFound || (endpoint === 's3' && type === 'Interface')) return undefined;
    return { endpoint, type, service: ServiceName, subnets: type === 'Gateway' ? RouteTableIds : SubnetIds };
  },
});

function regionOf({ context, id }: CallReading): string {
  return accountNamed(context, context.accountOf(id)).region;
}

function refuseVpc(vpc: Partly<string>, { path, context, references }: CallReading): void {
  if (vpc instanceof Unknown || /^vpc-([0-9a-f]{8}|[0-9a-f]{17})$/.test(vpc)) return;
  if (references.types.get(vpc) === 'AWS::EC2::VPC') return;
  const message = `expected the id of a VPC, such as vpc-0123456789abcdef0, found ${describe(vpc)}`;
  context.error([...path, 'VpcId'], 'bad-id', message, { awsError: 'InvalidVpcId.Malformed' });
}

/** One that no node needs for Systems Manager is taken, and changes nothing. */
function refuseService(service: string, reading: CallReading): void {
  const { path, context } = reading;
  const at = [...path, 'ServiceName'];
  const region = regionOf(reading);
  const known = endpointNames.map((name) => serviceNameOf(name, region));
  const isOfRegion = service.startsWith(`com.amazonaws.${region}.`);
  if (isOfRegion && nearest(service, known) === null) {
    const { message, options } = notSimulated({
      name: `the endpoint ${service}`,
      touches: 'no answer depends on it',
      instead: 'nothing: it may stay in the file',
    });
    return context.warning(at, 'no-effect', message, options);
  }
  const message = `expected a service of ${region}, such as ${known[0]}, found ${describe(service)}`;
  context.error(at, 'unknown-service', message, {
    awsError: 'InvalidServiceName',
    help: suggestion(service, known),
  });
}

function refuseSubnets(
  seen: SeenEndpoint,
  type: EndpointType & keyof typeof pathOfSubnets,
  reading: CallReading,
): void {
  const { path, context } = reading;
  const key = pathOfSubnets[type];
  const other = pathOfSubnets[type === 'Gateway' ? 'Interface' : 'Gateway'];
  if (itemsIn(seen[other]).length > 0) {
    const message = `expected no ${other} of a ${type} endpoint: it takes ${key}`;
    context.error([...path, other], 'contradiction', message, { at: 'key', awsError });
  }
  if (itemsIn(seen[key]).length === 0) {
    const message = `${key} is left out: the endpoint serves no node`;
    context.warning([...path, key], 'no-effect', message);
  }
  const { subnets } = context.worldNames;
  for (const [index, subnet] of itemsIn(seen[key]).entries()) {
    if (subnet instanceof Unknown || subnets.includes(subnet)) continue;
    const message = `expected a name under subnets, found ${describe(subnet)}`;
    context.error([...path, key, index], 'unknown-reference', message, {
      awsError: type === 'Gateway' ? 'InvalidRouteTableId.NotFound' : 'InvalidSubnetID.NotFound',
      help: suggestion(subnet, subnets),
    });
  }
  if (type === 'Gateway') return;
  const isS3 = seen.ServiceName === serviceNameOf('s3', regionOf(reading));
  if (isS3) {
    const { message, options } = notSimulated({
      name: 'an interface endpoint of Amazon S3',
      touches:
        'nodes reach S3 as if it were not there: names of S3 lead to it only beside a gateway endpoint',
      instead: 'write VpcEndpointType: Gateway with RouteTableIds',
    });
    context.warning([...path, 'VpcEndpointType'], 'no-effect', message, options);
  } else if (seen.PrivateDnsEnabled === false) {
    const message =
      'PrivateDnsEnabled is false: the names that the agent uses do not lead to the endpoint, so it serves no node';
    context.warning([...path, 'PrivateDnsEnabled'], 'no-effect', message);
  }
}
