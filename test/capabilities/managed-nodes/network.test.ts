/** AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-create-vpc.html */
import { describe, expect, test } from 'vitest';
import { approveAll, at, nodeOf, patch, released, simulate } from '../quiet-world.ts';

function inSubnet(subnet: string, agentVersion = '3.3.987.0') {
  const hello = `{ id: hello, at: ${at('1:00')}, SendCommand: { DocumentName: AWS-RunShellScript, Targets: [{ Key: "tag:Fleet", Values: [web] }] } }`;
  const run = simulate({
    subnets: `{ one: ${subnet} }`,
    fleet: `{ web: { count: 1, os: AMAZON_LINUX_2, subnet: one, tags: { Fleet: web }, agent: { version: ${agentVersion} } } }`,
    patches: `{ ${released('P1')} }`,
    resources: `{ All: ${approveAll()} }`,
    actions: `[${hello}, ${patch('Install', '3', { id: 'install' })}]`,
  });
  const node = nodeOf(run, 'web-0001');
  const exit = run.events('run-command/invocation-finished').find(({ command }) => command === 'install');
  return { ...node, hello: run.metric('command.hello.succeeded'), exitCode: exit?.exitCode };
}

describe('What a subnet lets through', () => {
  test.each(['internet-gateway', 'nat-gateway'])('with an %s every endpoint is reached', (route) => {
    expect(inSubnet(`{ route: ${route} }`)).toMatchObject({ pingStatus: 'Online', cause: null, exitCode: 0 });
  });

  test('with neither route nor endpoint nothing is', () => {
    expect(inSubnet('{ route: none }')).toMatchObject({ managed: false, cause: 'NO_ROUTE' });
  });

  test('without outbound 443 a route is of no use', () => {
    expect(inSubnet('{ route: nat-gateway, egress: blocked }')).toMatchObject({
      managed: false,
      cause: 'EGRESS_BLOCKED',
    });
  });

  test('without the ssm endpoint a node cannot register', () => {
    expect(inSubnet('{ route: none, endpoints: [ssmmessages, ec2messages, s3] }')).toMatchObject({
      managed: false,
      cause: 'ENDPOINT_MISSING_SSM',
    });
  });

  test('without a message endpoint a node is Online and its commands never arrive', () => {
    expect(inSubnet('{ route: none, endpoints: [ssm, s3] }')).toMatchObject({
      pingStatus: 'Online',
      hello: 0,
      cause: 'ENDPOINT_MISSING_MESSAGES',
    });
  });

  test('agents from 3.3.40.0 take commands from ssmmessages, older ones only from ec2messages', () => {
    const subnet = '{ route: none, endpoints: [ssm, ssmmessages, s3] }';
    expect(inSubnet(subnet, '3.3.40.0')).toMatchObject({ hello: 1, cause: null });
    expect(inSubnet(subnet, '3.3.39.0')).toMatchObject({ hello: 0, cause: 'ENDPOINT_MISSING_MESSAGES' });
  });

  test('newer agents fall back to ec2messages', () => {
    expect(inSubnet('{ route: none, endpoints: [ssm, ec2messages, s3] }')).toMatchObject({
      hello: 1,
      cause: null,
    });
  });

  test('without the s3 endpoint commands arrive and patching exits 156', () => {
    expect(inSubnet('{ route: none, endpoints: [ssm, ssmmessages] }')).toMatchObject({
      hello: 1,
      exitCode: 156,
      cause: 'ENDPOINT_MISSING_S3',
      compliance: 'UNSPECIFIED_DATA',
    });
  });

  test('with unreachable repositories patching exits 1', () => {
    expect(inSubnet('{ route: nat-gateway, repositories: unreachable }')).toMatchObject({
      hello: 1,
      exitCode: 1,
      cause: 'REPOSITORY_UNREACHABLE',
    });
  });
});

describe('By id and by tag', () => {
  const fleet = `{ web: { count: 2, os: AMAZON_LINUX_2, tags: { Fleet: web } },
    bare: { count: 1, os: AMAZON_LINUX_2, tags: { Fleet: web }, instanceProfile: none } }`;

  test('an unregistered node named by id fails the whole call', () => {
    const actions = `[{ id: hello, at: ${at('1:00')}, SendCommand: { DocumentName: AWS-RunShellScript, InstanceIds: [web-0001, bare-0001] } }]`;
    const run = simulate({ fleet, actions });
    expect(run.result.commands).toMatchObject([{ id: 'hello', error: 'InvalidInstanceId', targets: 0 }]);
    expect(run.metric('command.hello.targets')).toBe(0);
  });

  test('meant by tag it is silently not there', () => {
    const actions = `[{ id: hello, at: ${at('1:00')}, SendCommand: { DocumentName: AWS-RunShellScript, Targets: [{ Key: "tag:Fleet", Values: [web] }] } }]`;
    const run = simulate({ fleet, actions });
    expect(run.result.commands).toMatchObject([{ id: 'hello', error: null, targets: 2, status: 'Success' }]);
  });
});
