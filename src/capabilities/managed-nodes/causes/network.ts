/** How the node reaches Systems Manager, S3 and the repositories. */

import * as cli from '../../../aws/cli.ts';
import type { CauseSpec } from '../../../capability/causes.ts';
import {
  type Change,
  type ChangeSet,
  configuration,
  type Incident,
  minuteMs,
  nodesInWords,
  operatorAction,
  setting,
} from '../../../capability/changes.ts';
import { justBefore } from '../../../capability/situation.ts';
import { utc } from '../../../world/time.ts';
import { inTimeOrAgain } from '../../patch-manager/facts.ts';

const messagesPage =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-setting-up-messageAPIs.html';
const prerequisitesPage =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-prerequisites.html';
const vpcPage = 'https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-create-vpc.html';

const notListed = 'Fleet Manager: the node is not in the list of managed nodes';

export const networkCauses = {
  NO_ROUTE: {
    stage: 'network',
    place: 10,
    link: 'network',
    summary:
      'Systems Manager is unreachable: no route to the internet and no VPC endpoint, or the network is cut',
    needed: (by) =>
      `a route to the internet (NAT gateway), or VPC endpoints for ssm, ssmmessages (ec2messages for agents before 3.3.40.0) and s3, ${by}`,
    console: 'VPC: the route table of the subnet has no route out, and there is no endpoint',
    page: vpcPage,
    cli: cli.routes,
    example: ['network', 'run or ping'],
    remedies: openRoute,
    meaning:
      'No route to the internet and no endpoint of Systems Manager in the subnet, or the network was cut.',
    seen: 'not listed, or ConnectionLost.',
    advice: 'a NAT gateway, or VPC endpoints: `ssm`, `ssmmessages` (and `ec2messages` for old agents), `s3`.',
  },
  EGRESS_BLOCKED: {
    stage: 'network',
    place: 20,
    link: 'network',
    summary: 'the security group blocks outbound HTTPS',
    needed: (by) => `outbound TCP 443 allowed by the security group ${by}`,
    console: 'EC2, tab Security: no outbound rule for HTTPS (443)',
    page: vpcPage,
    cli: cli.egress,
    example: ['network', 'run or ping'],
    remedies: openEgress,
    meaning: 'The security group blocks outbound TCP 443.',
    seen: 'as above; endpoints and routes look correct.',
    advice: 'allow outbound 443.',
  },
  ENDPOINT_MISSING_SSM: {
    stage: 'network',
    place: 30,
    link: 'network',
    summary: 'no VPC endpoint for ssm, and no other route: the node cannot register',
    needed: (by) => `a VPC endpoint for ssm in the subnet, or another route, ${by}`,
    console: `VPC, Endpoints: com.amazonaws.<region>.ssm is missing. ${notListed}`,
    page: vpcPage,
    example: ['network', 'run or ping'],
    remedies: (incident) => addEndpoint(incident, 'ssm'),
    meaning: 'There are endpoints, but not `ssm`.',
    seen: 'not listed.',
    advice: 'add it.',
  },
  ENDPOINT_MISSING_MESSAGES: {
    stage: 'network',
    place: 40,
    link: 'network',
    summary:
      'no VPC endpoint that carries messages (ssmmessages, for older agents ec2messages): commands never arrive',
    needed: (by) =>
      `a VPC endpoint for ssmmessages (for agents before 3.3.40.0: ec2messages) in the subnet, or another route, ${by}`,
    console:
      'VPC, Endpoints: neither ssmmessages nor ec2messages. Fleet Manager: Online, and every command Delivery Timed Out',
    page: messagesPage,
    example: ['network', 'run or ping'],
    remedies: addMessagesEndpoint,
    meaning:
      'The node registers through `ssm` and no command can reach it: an agent from 3.3.40.0 on needs `ssmmessages` or `ec2messages`, an older one `ec2messages`.',
    seen: 'Online, and every command DeliveryTimedOut.',
    advice: 'add `ssmmessages`.',
  },
  ENDPOINT_MISSING_S3: {
    stage: 'network',
    place: 50,
    link: 'network',
    summary: 'no VPC endpoint for s3: commands arrive, and patching fails with exit code 156',
    needed: (by) => `a gateway endpoint for s3 in the route table of the subnet, or another route, ${by}`,
    console: 'VPC, Endpoints: s3 is missing. Run Command: Failed within seconds, exit code 156',
    page: prerequisitesPage,
    example: ['network', 'run or ping'],
    remedies: (incident) => addEndpoint(incident, 's3'),
    meaning: 'Commands arrive, and AWS-RunPatchBaseline cannot fetch its own code from S3: exit code 156.',
    seen: 'Failed within seconds, counted by MaxErrors.',
    advice: 'add the gateway endpoint for S3.',
  },
  REPOSITORY_UNREACHABLE: {
    stage: 'network',
    place: 60,
    link: 'network',
    summary: 'the package repositories do not answer',
    needed: (by) => `a route to the package repositories of the operating system, or to a mirror, ${by}`,
    console: 'Run Command: Failed with exit code 1, and the output names the repository that does not answer',
    page: prerequisitesPage,
    cli: (situation) => cli.invocations(situation, justBefore(situation)),
    example: ['network', 'run or ping'],
    remedies: reachRepositories,
    meaning:
      "The operating system's package repositories do not answer. Without a route only those of Amazon Linux can be reached, through the S3 endpoint.",
    seen: 'Failed with exit code 1.',
    advice:
      'a route or a mirror (then `repositories: reachable`); for Amazon Linux the S3 endpoint is enough.',
  },
} satisfies Readonly<Record<string, CauseSpec>>;

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-create-vpc.html */
function openRoute(incident: Incident): ChangeSet[] {
  const leads = [15 * minuteMs, 5 * minuteMs, 2 * minuteMs];
  const { simulation, node } = incident.situation.opportunity;
  const restored = inTimeOrAgain(incident, leads, (atMs) => [
    operatorAction(
      incident,
      'restoreNetwork',
      atMs,
      `restore the network of ${nodesInWords(incident)} by ${utc(atMs)}`,
    ),
  ]);
  const routed = inSubnet(incident, (subnet) => [
    configuration(
      incident,
      `give subnet ${subnet} a route to the internet through a NAT gateway`,
      setting(['subnets', subnet, 'route'], 'nat-gateway'),
    ),
  ]);
  // A node that is cut off as well needs both.
  const both = routed.flatMap((one) => restored.map((other): ChangeSet => [...one, ...other]));
  return simulation.fleet.isNetworkCut(node) ? [...restored, ...both] : routed;
}

function openEgress(incident: Incident): ChangeSet[] {
  return inSubnet(incident, (subnet) => [
    configuration(
      incident,
      `allow outbound TCP 443 in the security group of subnet ${subnet}`,
      setting(['subnets', subnet, 'egress'], 'open'),
    ),
  ]);
}

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-setting-up-messageAPIs.html */
function addEndpoint(incident: Incident, ...endpoints: readonly string[]): ChangeSet[] {
  return inSubnet(incident, (subnet) => {
    const { region } = incident.situation;
    const kind = (endpoint: string) => (endpoint === 's3' ? 'a gateway endpoint' : 'a VPC endpoint');
    return endpoints.map((endpoint) =>
      configuration(
        incident,
        `add ${kind(endpoint)} com.amazonaws.${region}.${endpoint} to subnet ${subnet}`,
        setting(['subnets', subnet, 'endpoints', '+'], endpoint),
      ),
    );
  });
}

/** Agents before 3.3.40.0 know only ec2messages. */
function addMessagesEndpoint(incident: Incident): ChangeSet[] {
  return [...addEndpoint(incident, 'ssmmessages'), ...addEndpoint(incident, 'ec2messages')];
}

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-prerequisites.html */
function reachRepositories(incident: Incident): ChangeSet[] {
  return inSubnet(incident, (subnet) => [
    configuration(
      incident,
      `make the package repositories of ${incident.situation.group.os}, or a mirror, reachable from subnet ${subnet}`,
      setting(['subnets', subnet, 'repositories'], 'reachable'),
    ),
  ]);
}

function inSubnet(incident: Incident, changes: (subnet: string) => Change[]): ChangeSet[] {
  const { subnet } = incident.situation.group;
  return subnet === null ? [] : [changes(subnet)];
}
