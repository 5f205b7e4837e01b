/** AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-create-vpc.html */
import { describe, expect, test } from 'vitest';
import { lintText } from '../../../lint/lint-text.ts';

function messages(rule: string, text: string): string[] {
  return lintText(text)
    .findings.filter((finding) => finding.rule === rule)
    .map(({ severity, message }) => `${severity}: ${message}`);
}

const network = `Resources:
  Vpc: { Type: "AWS::EC2::VPC", Properties: { CidrBlock: 10.0.0.0/16 } }
  Inner: { Type: "AWS::EC2::Subnet", Properties: { VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24 } }
  Table: { Type: "AWS::EC2::RouteTable", Properties: { VpcId: !Ref Vpc } }
  Link:
    Type: AWS::EC2::SubnetRouteTableAssociation
    Properties: { SubnetId: !Ref Inner, RouteTableId: !Ref Table }
`;

const instance =
  '  Web: { Type: "AWS::EC2::Instance", Properties: { ImageId: ami-1, SubnetId: !Ref Inner } }\n';

const endpoint = (service: string, more = '') => `  ${service}Endpoint:
    Type: AWS::EC2::VPCEndpoint
    Properties:
      VpcEndpointType: Interface
      VpcId: !Ref Vpc
      ServiceName: !Sub "com.amazonaws.\${AWS::Region}.${service}"
      SubnetIds: [!Ref Inner]
${more}`;

const way = `  Way:
    Type: AWS::EC2::Route
    Properties: { RouteTableId: !Ref Table, DestinationCidrBlock: 0.0.0.0/0, NatGatewayId: nat-1 }
`;

const patching = `  Scan:
    Type: AWS::SSM::Association
    Properties:
      Name: AWS-RunPatchBaseline
      Parameters: { Operation: [Scan] }
      Targets: [{ Key: "tag:Role", Values: [web] }]
`;

describe('endpoint-missing', () => {
  test('ssm without a message endpoint leaves commands undelivered', () => {
    expect(messages('endpoint-missing', network + instance + endpoint('ssm'))).toEqual([
      expect.stringContaining('none for ssmmessages'),
    ]);
  });

  test('a message endpoint without ssm leaves nodes unmanaged', () => {
    expect(messages('endpoint-missing', network + instance + endpoint('ssmmessages'))).toEqual([
      expect.stringContaining('none for ssm'),
    ]);
  });

  test('commands take either message endpoint, and Session Manager sessions only ssmmessages', () => {
    const found = (one: string) =>
      messages('endpoint-missing', network + instance + endpoint('ssm') + endpoint(one));
    expect(found('ssmmessages')).toEqual([]);
    expect(found('ec2messages')).toEqual([
      expect.stringMatching(/^note: .*no Session Manager session opens/),
    ]);
  });

  test('a scenario says so too of a subnet without a route', () => {
    const scenario = (endpoints: string) =>
      `start: 2025-01-04T00:00:00Z\nend: 1d\nsubnets: { private: { route: none, endpoints: [${endpoints}] } }\nfleet: { bastion: { count: 1, os: AMAZON_LINUX_2, subnet: private } }\n`;
    expect(messages('endpoint-missing', scenario('ssm, ec2messages'))).toEqual([
      expect.stringContaining('bastion is in private, which has no route and no ssmmessages endpoint'),
    ]);
    expect(messages('endpoint-missing', scenario('ssm, ssmmessages'))).toEqual([]);
  });

  test('a route to the internet needs no endpoint', () => {
    expect(messages('endpoint-missing', network + instance + endpoint('ssm') + way)).toEqual([]);
  });

  test('an endpoint without nodes may be for the parameters of a function', () => {
    expect(messages('endpoint-missing', network + endpoint('ssm'))).toEqual([]);
  });

  test('an endpoint without a private name is passed by', () => {
    const unnamed = endpoint('ssm', '      PrivateDnsEnabled: false\n');
    expect(messages('endpoint-missing', network + instance + unnamed + endpoint('ssmmessages'))).toEqual([
      expect.stringContaining('no private name'),
    ]);
  });

  test('an instance in a subnet that leads nowhere is never managed', () => {
    expect(messages('endpoint-missing', network + instance + patching)).toEqual([
      expect.stringContaining('Web is in a subnet with neither'),
    ]);
    expect(messages('endpoint-missing', network + instance + patching + way)).toEqual([]);
  });

  test('a subnet of another file cannot be judged', () => {
    const elsewhere = instance.replace('!Ref Inner', 'subnet-1');
    expect(messages('endpoint-missing', network + elsewhere + patching)).toEqual([]);
  });

  test('a security group that lets nothing out is told of a scenario', () => {
    const text = `start: 2026-01-01T00:00:00Z
end: 2026-01-02T00:00:00Z
subnets: { shut: { egress: blocked } }
fleet: { web: { count: 3, os: UBUNTU, subnet: shut } }
`;
    expect(messages('endpoint-missing', text)).toEqual([expect.stringContaining('TCP 443')]);
  });
});

describe('s3-missing', () => {
  const both = endpoint('ssm') + endpoint('ssmmessages');

  test('patching needs S3', () => {
    expect(messages('s3-missing', network + instance + both + patching)).toEqual([
      expect.stringMatching(/^warning: .* exits 156/),
    ]);
    expect(messages('s3-missing', network + instance + both + patching + endpoint('s3'))).toEqual([]);
    expect(messages('s3-missing', network + instance + both + patching + way)).toEqual([]);
  });

  test('where nothing patches it is worth knowing', () => {
    expect(messages('s3-missing', network + instance + both)).toEqual([expect.stringMatching(/^note: /)]);
  });

  test('is said only where commands arrive', () => {
    const scenario = (endpoints: string) => `start: 2026-01-01T00:00:00Z
end: 2026-01-02T00:00:00Z
subnets: { inner: { route: none, endpoints: [${endpoints}] } }
fleet: { web: { count: 3, os: UBUNTU, subnet: inner } }
actions:
  - at: 2026-01-01T01:00:00Z
    SendCommand: { DocumentName: AWS-RunPatchBaseline, InstanceIds: [web-0001], Parameters: { Operation: [Scan] } }
`;
    expect(messages('s3-missing', scenario('ssm, ssmmessages'))).toHaveLength(1);
    expect(messages('s3-missing', scenario('ssm'))).toEqual([]);
    expect(messages('s3-missing', scenario('ssm, ssmmessages, s3'))).toEqual([]);
  });
});
