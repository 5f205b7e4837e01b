/**
 * Nodes that cannot reach Systems Manager, or the buckets that patching is fetched from.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-create-vpc.html
 */

import type { Resource } from '../../../capability/lint/resource.ts';
import type { Subject } from '../../../capability/lint/subject.ts';
import { rawAt } from '../../../capability/lint/written.ts';
import type { Report, Rule } from '../../../capability/lint-rule.ts';
import { textOf } from '../../../cloudformation/value.ts';
import type { DataPath } from '../../../diagnostics/problem.ts';
import type { FleetGroup } from '../../../world/fleet.ts';
import type { Subnet } from '../../../world/network.ts';
import { isPatchRun } from '../../patch-manager/lint/facts.ts';
import { startSession } from '../../session-manager/facts.ts';
import { lacksSessions, type NetworkBlock, networkBlocks, patchingNetworkBlocks } from '../rules.ts';
import { hasNoWayOut, hasRoute, type VpcEndpoints, vpcEndpointsOf } from './vpc.ts';

function checkEndpoints(subject: Subject, report: Report): void {
  for (const { group, subnet } of groupsInSubnets(subject)) {
    const blocks = networkBlocks(subnet, group.agent.version);
    const [block] = blocks;
    if (block === undefined) {
      if (lacksSessions(subnet))
        reportSessions(
          `the group ${group.name} is in ${subnet.name}, which has no route and no ssmmessages endpoint`,
          ['fleet', group.name, 'subnet'],
          subject,
          report,
        );
      continue;
    }
    const { what, help } = explanations[block];
    report(['fleet', group.name, 'subnet'], `the group ${group.name} is in ${subnet.name}, ${what}`, {
      help,
    });
  }
  if (hasNodes(subject)) {
    for (const one of vpcEndpointsOf(subject)) reportSet(one, subject, report);
    for (const instance of subject.ofType('AWS::EC2::Instance')) reportCutOff(instance, subject, report);
  }
}

/** A warning where the file starts sessions: it relies on what is missing. */
function reportSessions(where: string, path: DataPath, { actions }: Subject, report: Report): void {
  const isUsed = actions.some(({ call }) => call === startSession.call);
  report(path, `${where}: commands go through ec2messages, and no Session Manager session opens`, {
    help: 'add ssmmessages to the endpoints',
    severity: isUsed ? 'warning' : 'note',
  });
}

const explanations: Readonly<Record<NetworkBlock, { readonly what: string; readonly help: string }>> = {
  NO_ROUTE: {
    what: 'which has neither a route to the internet nor VPC endpoints: its nodes are never managed',
    help: 'write endpoints: [ssm, ssmmessages, ec2messages, s3], or route: nat-gateway',
  },
  EGRESS_BLOCKED: {
    what: 'whose security group does not let TCP 443 out: its nodes are never managed',
    help: 'write egress: open',
  },
  ENDPOINT_MISSING_SSM: {
    what: 'which has no route and no ssm endpoint: its nodes are never managed',
    help: 'add ssm to its endpoints',
  },
  ENDPOINT_MISSING_MESSAGES: {
    what: 'where its agents find no message endpoint: they are Online, and no command reaches them',
    help: 'add ssmmessages to its endpoints, and ec2messages for agents before 3.3.40.0',
  },
};

interface Placed {
  readonly group: FleetGroup;
  readonly subnet: Subnet;
}

function groupsInSubnets({ scenario }: Subject): Placed[] {
  if (scenario === null) return [];
  return scenario.fleet.flatMap((group) => {
    const subnet = group.subnet === null ? undefined : scenario.subnets.get(group.subnet);
    return subnet === undefined ? [] : [{ group, subnet }];
  });
}

/** An endpoint alone may be for the parameters of a function, or for ECS Exec. */
function hasNodes(subject: Subject): boolean {
  const types = ['AWS::EC2::Instance', 'AWS::EC2::LaunchTemplate', 'AWS::AutoScaling::AutoScalingGroup'];
  return (
    subject.kind === 'template' &&
    (subject.isAboutNodes || subject.resources.some(({ type }) => types.includes(type)))
  );
}

function reportSet({ endpoints, isClosed }: VpcEndpoints, subject: Subject, report: Report): void {
  const messages = endpoints.get('ssmmessages') ?? endpoints.get('ec2messages');
  const ssm = endpoints.get('ssm');
  for (const name of ['ssm', 'ssmmessages', 'ec2messages'] as const) {
    const endpoint = endpoints.get(name);
    const named = endpoint === undefined ? undefined : subject.property(endpoint, 'PrivateDnsEnabled');
    if (endpoint === undefined || textOf(named)?.toLowerCase() !== 'false') continue;
    report(
      named!.path,
      `the endpoint ${endpoint.logicalId} has no private name: agents ask for the public one, and pass it by`,
      { help: 'write PrivateDnsEnabled: true' },
    );
  }
  if (isClosed === false || (isClosed === null && !hasNoWayOut(subject))) return;
  if (ssm !== undefined && messages === undefined) {
    report(
      ssm.at,
      'there is an endpoint for ssm and none for ssmmessages: without another way out, nodes are Online, and no command ' +
        'reaches them',
      {
        help: 'add endpoints for ssmmessages, and for ec2messages where agents are older than 3.3.40.0',
        at: 'key',
      },
    );
  } else if (ssm !== undefined && !endpoints.has('ssmmessages')) {
    reportSessions(
      'there are endpoints for ssm and ec2messages and none for ssmmessages, without another way out',
      ssm.at,
      subject,
      report,
    );
  } else if (ssm === undefined && messages !== undefined) {
    report(
      messages.at,
      'there is an endpoint for messages and none for ssm: without another way out, nodes are never managed',
      { help: 'add an endpoint for ssm', at: 'key' },
    );
  }
}

/** A subnet of the file that leads nowhere, in a VPC without any endpoint. */
function reportCutOff(instance: Resource, subject: Subject, report: Report): void {
  const at = subject.property(instance, 'SubnetId');
  if (!subject.isAboutNodes || at === undefined || hasRoute(at, subject) !== false) return;
  if (subject.ofType('AWS::EC2::VPCEndpoint').length > 0) return;
  report(
    at.path,
    `${instance.logicalId} is in a subnet with neither a route to the internet nor VPC endpoints: it never becomes a managed ` +
      'node',
    { help: 'add endpoints for ssm, ssmmessages and s3, or a default route' },
  );
}

function checkStorage(subject: Subject, report: Report): void {
  const patches = subject.runs.some(isPatchRun);
  for (const { group, subnet } of groupsInSubnets(subject)) {
    if (!patches || networkBlocks(subnet, group.agent.version).length > 0) continue;
    if (!patchingNetworkBlocks(subnet, group.os).includes('ENDPOINT_MISSING_S3')) continue;
    report(
      ['fleet', group.name, 'subnet'],
      `the group ${group.name} is in ${subnet.name}, which has no route and no s3 endpoint: commands arrive, and patching ` +
        'exits 156',
      { help: 'add s3 to its endpoints' },
    );
  }
  if (!hasNodes(subject)) return;
  for (const { endpoints, isClosed } of vpcEndpointsOf(subject)) {
    const ssm = endpoints.get('ssm');
    if (ssm === undefined || endpoints.has('s3') || isClosed === false) continue;
    // Where the subnets are not of this file, the gateway endpoint may not be either.
    if (isClosed === null && !(patches && hasNoWayOut(subject))) continue;
    report(
      ssm.at,
      'there is an endpoint for ssm and none for s3: AWS-RunPatchBaseline fetches its code from S3, and exits 156 without',
      {
        help: 'add a gateway endpoint for s3 to the route tables of the nodes',
        at: 'key',
        ...(patches && isClosed === true ? {} : { severity: 'note' }),
      },
    );
  }
}

/**
 * Amazon Linux has its repositories in S3; those of every other system are reached over the internet.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-prerequisites.html
 */
function checkRepositories(subject: Subject, report: Report): void {
  if (!subject.runs.some(isPatchRun)) return;
  for (const { group, subnet } of groupsInSubnets(subject)) {
    const isSaid = rawAt(subject.root, ['subnets', subnet.name, 'repositories']) !== undefined;
    if (isSaid || subnet.route !== 'none' || group.os.startsWith('AMAZON_LINUX')) continue;
    report(
      ['fleet', group.name, 'subnet'],
      `the group ${group.name} is in ${subnet.name}, which has no route: no VPC endpoint leads to the repositories of ${group.os}, so ` +
        'nothing can be downloaded',
      {
        help: 'write route: nat-gateway, or repositories: reachable where the subnet has a mirror or WSUS of its own',
      },
    );
  }
}

const source = 'https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-create-vpc.html';

export const networkRules: readonly Rule[] = [
  {
    id: 'endpoint-missing',
    place: 340,
    severity: 'warning',
    finds: 'nodes in a private subnet without the endpoints by which Systems Manager is reached',
    source,
    check: checkEndpoints,
  },
  {
    id: 's3-missing',
    place: 350,
    severity: 'warning',
    finds: 'nodes that are to be patched in a private subnet without an endpoint for s3',
    source,
    check: checkStorage,
  },
  {
    id: 'repositories-unreachable',
    place: 355,
    severity: 'warning',
    finds: 'nodes to be patched in a subnet without a route, whose repositories are not in S3',
    source: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-prerequisites.html',
    check: checkRepositories,
  },
];
