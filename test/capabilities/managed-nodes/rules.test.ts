/** AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/fleet-manager-troubleshooting-managed-nodes.html */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  endpointReachable,
  messageTransport,
  networkBlocks,
  patchingNetworkBlocks,
} from '../../../src/capabilities/managed-nodes/rules.ts';
import {
  type CredentialFacts,
  credentialBlock,
  defaultHostManagementProfile,
  effectiveProfile,
  profileLacksPatching,
} from '../../../src/capabilities/managed-nodes/rules-credentials.ts';
import {
  connectionLostAtMs,
  lastPingAtOrBefore,
  nextHibernationPingMs,
} from '../../../src/capabilities/managed-nodes/rules-silence.ts';
import type { InstanceProfile } from '../../../src/world/identity.ts';
import { type EndpointName, endpointNames, type Subnet } from '../../../src/world/network.ts';
import type { OperatingSystem } from '../../../src/world/operating-systems.ts';

const newAgent = '3.3.987.0';
const oldAgent = '3.3.39.9';
const minuteMs = 60_000;

function subnet(differences: Partial<Omit<Subnet, 'endpoints'>> & { endpoints?: EndpointName[] }): Subnet {
  const { endpoints = [], ...rest } = differences;
  return {
    name: 'private',
    route: 'none',
    egress: 'open',
    ...rest,
    endpoints: new Set(endpoints),
  };
}

function allowing(...actions: string[]): InstanceProfile {
  return { name: 'custom', managedPolicies: [], statements: [{ effect: 'Allow', actions }] };
}
const core: InstanceProfile = {
  name: 'managed',
  managedPolicies: ['AmazonSSMManagedInstanceCore'],
  statements: [],
};

/** The first thing to change. */
const networkBlock = (network: Subnet | null, agent: string) => networkBlocks(network, agent)[0] ?? null;
const patchingNetworkBlock = (network: Subnet | null, os: OperatingSystem = 'AMAZON_LINUX_2023') =>
  patchingNetworkBlocks(network, os)[0] ?? null;
const healthy = { hostRole: null, imdsV2: true, agentVersion: newAgent };
const canRegister = (network: Subnet | null, profile: InstanceProfile) =>
  endpointReachable(network, 'ssm') && credentialBlock({ ...healthy, profile }) === null;
const canReceiveCommands = (network: Subnet | null, agent: string, profile: InstanceProfile) =>
  messageTransport(network, agent, profile) !== null;

describe('the network', () => {
  test.each([{ route: 'internet-gateway' as const }, { route: 'nat-gateway' as const }])(
    'with a route by $route no VPC endpoint is needed',
    ({ route }) => {
      expect(networkBlock(subnet({ route }), newAgent)).toBeNull();
      expect(patchingNetworkBlock(subnet({ route }))).toBeNull();
    },
  );

  test('an open network blocks nothing', () => {
    expect(networkBlock(null, oldAgent)).toBeNull();
    expect(patchingNetworkBlock(null)).toBeNull();
  });

  test('neither a route nor an endpoint is NO_ROUTE', () => {
    expect(networkBlock(subnet({}), newAgent)).toBe('NO_ROUTE');
  });

  test('a security group that lets no 443 out blocks even where there is a route or an endpoint', () => {
    expect(networkBlock(subnet({ route: 'nat-gateway', egress: 'blocked' }), newAgent)).toBe(
      'EGRESS_BLOCKED',
    );
    const withEndpoints = subnet({ egress: 'blocked', endpoints: [...endpointNames] });
    expect(networkBlock(withEndpoints, newAgent)).toBe('EGRESS_BLOCKED');
    expect(endpointReachable(withEndpoints, 'ssm')).toBe(false);
  });

  test('without the ssm endpoint a node cannot register', () => {
    const messagesOnly = subnet({ endpoints: ['ssmmessages', 'ec2messages', 's3'] });
    expect(networkBlock(messagesOnly, newAgent)).toBe('ENDPOINT_MISSING_SSM');
    expect(canRegister(messagesOnly, core)).toBe(false);
  });

  test('from agent 3.3.40.0 one of the two message endpoints is enough', () => {
    for (const endpoint of ['ssmmessages', 'ec2messages'] as const) {
      expect(networkBlock(subnet({ endpoints: ['ssm', endpoint] }), '3.3.40.0')).toBeNull();
    }
    expect(networkBlock(subnet({ endpoints: ['ssm', 's3'] }), '3.3.40.0')).toBe('ENDPOINT_MISSING_MESSAGES');
  });

  test('an older agent needs ec2messages', () => {
    const sessionsOnly = subnet({ endpoints: ['ssm', 'ssmmessages'] });
    expect(networkBlock(sessionsOnly, oldAgent)).toBe('ENDPOINT_MISSING_MESSAGES');
    expect(networkBlock(subnet({ endpoints: ['ssm', 'ec2messages'] }), oldAgent)).toBeNull();
  });

  test('without S3 commands arrive and patching does not work', () => {
    const isolated = subnet({ endpoints: ['ssm', 'ec2messages'] });
    expect(networkBlock(isolated, newAgent)).toBeNull();
    expect(patchingNetworkBlock(isolated)).toBe('ENDPOINT_MISSING_S3');
  });

  test('repositories that do not answer stop patching, S3 or not', () => {
    const withS3 = subnet({ endpoints: ['ssm', 'ssmmessages', 's3'], repositories: 'unreachable' });
    expect(patchingNetworkBlock(withS3)).toBe('REPOSITORY_UNREACHABLE');
    const without = subnet({ endpoints: ['ssm'], repositories: 'unreachable' });
    expect(patchingNetworkBlocks(without, 'UBUNTU')).toEqual([
      'ENDPOINT_MISSING_S3',
      'REPOSITORY_UNREACHABLE',
    ]);
  });

  // AWS, Patch Manager prerequisites, "Connectivity to the patch source".
  test('an S3 endpoint leads to the repositories of Amazon Linux and to no other, a route to all of them', () => {
    const isolated = subnet({ endpoints: ['ssm', 'ssmmessages', 's3'] });
    expect(patchingNetworkBlock(isolated, 'AMAZON_LINUX_2')).toBeNull();
    for (const os of ['UBUNTU', 'WINDOWS', 'REDHAT_ENTERPRISE_LINUX', 'MACOS'] as const) {
      expect(patchingNetworkBlock(isolated, os)).toBe('REPOSITORY_UNREACHABLE');
      expect(patchingNetworkBlock(subnet({ route: 'nat-gateway' }), os)).toBeNull();
      expect(patchingNetworkBlock({ ...isolated, repositories: 'reachable' }, os)).toBeNull();
    }
  });

  test('every block is listed, so that one change lifts them all', () => {
    const blocks = networkBlocks(subnet({ egress: 'blocked', endpoints: ['s3'] }), newAgent);
    expect(blocks).toEqual(['EGRESS_BLOCKED', 'ENDPOINT_MISSING_SSM', 'ENDPOINT_MISSING_MESSAGES']);
  });

  test('a node that no block keeps out can register and take commands, and no other can do both', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('none' as const, 'nat-gateway' as const),
        fc.constantFrom('open' as const, 'blocked' as const),
        fc.subarray([...endpointNames]),
        fc.constantFrom(newAgent, oldAgent),
        (route, egress, endpoints, agent) => {
          const network = subnet({ route, egress, endpoints });
          const isManaged = canRegister(network, core) && canReceiveCommands(network, agent, core);
          expect(networkBlock(network, agent) === null).toBe(isManaged);
        },
      ),
    );
  });
});

describe('how commands reach a node', () => {
  test('the heartbeat goes to ssm alone: without a message endpoint a node is Online and takes no command', () => {
    const quiet = subnet({ endpoints: ['ssm'] });
    expect(canRegister(quiet, core)).toBe(true);
    expect(canReceiveCommands(quiet, newAgent, core)).toBe(false);
  });

  test('from agent 3.3.40.0 ssmmessages is used even if both are allowed', () => {
    expect(messageTransport(null, '3.3.40.0', core)).toBe('ssmmessages');
    expect(messageTransport(null, oldAgent, core)).toBe('ec2messages');
  });

  test('without ssmmessages permissions the agent falls back to ec2messages', () => {
    expect(messageTransport(null, newAgent, allowing('ssm:*', 'ec2messages:*'))).toBe('ec2messages');
  });

  test('without the ssmmessages endpoint the agent falls back to ec2messages', () => {
    expect(messageTransport(subnet({ endpoints: ['ssm', 'ec2messages'] }), newAgent, core)).toBe(
      'ec2messages',
    );
  });

  test('an agent before 3.3.40.0 with only ssmmessages permissions takes no command', () => {
    expect(messageTransport(null, oldAgent, allowing('ssm:*', 'ssmmessages:*'))).toBeNull();
  });

  test('permission for one endpoint does not help where only the other is reachable', () => {
    const pollingOnly = subnet({ endpoints: ['ssm', 'ec2messages'] });
    expect(messageTransport(pollingOnly, newAgent, allowing('ssm:*', 'ssmmessages:*'))).toBeNull();
  });
});

describe('credentials', () => {
  const withDefaults: CredentialFacts = {
    profile: null,
    hostRole: defaultHostManagementProfile,
    imdsV2: true,
    agentVersion: newAgent,
  };

  test('an instance without profile has no credentials', () => {
    expect(credentialBlock({ ...withDefaults, hostRole: null })).toBe('NO_INSTANCE_PROFILE');
  });

  test('a profile without ssm:UpdateInstanceInformation does not let the node register', () => {
    const facts = {
      ...withDefaults,
      hostRole: null,
      profile: allowing('s3:*', 'ssmmessages:*'),
    };
    expect(credentialBlock(facts)).toBe('PROFILE_LACKS_SSM');
  });

  test('Default Host Management stands in for a missing profile', () => {
    expect(credentialBlock(withDefaults)).toBeNull();
    expect(effectiveProfile(withDefaults)).toBe(defaultHostManagementProfile);
  });

  test('Default Host Management needs IMDSv2', () => {
    expect(credentialBlock({ ...withDefaults, imdsV2: false })).toBe('NO_INSTANCE_PROFILE');
  });

  test('Default Host Management needs agent 3.2.582.0', () => {
    expect(credentialBlock({ ...withDefaults, agentVersion: '3.2.581.0' })).toBe('NO_INSTANCE_PROFILE');
    expect(credentialBlock({ ...withDefaults, agentVersion: '3.2.582.0' })).toBeNull();
  });

  test('Default Host Management stands in for a profile that does not let the node register', () => {
    expect(credentialBlock({ ...withDefaults, profile: allowing('s3:GetObject') })).toBeNull();
  });

  test('a profile that allows ssm:UpdateInstanceInformation wins over it, whatever else it lacks', () => {
    const profile = allowing('ssm:UpdateInstanceInformation');
    const facts = { ...withDefaults, profile };
    expect(effectiveProfile(facts)).toBe(profile);
    expect(credentialBlock(facts)).toBeNull();
    expect(canReceiveCommands(null, newAgent, profile)).toBe(false);
  });

  test('what Default Host Management lends is enough for patching', () => {
    expect(profileLacksPatching(defaultHostManagementProfile)).toBeNull();
  });

  test('"least privilege" registers, takes commands, and fails patching with 145', () => {
    const least = allowing(
      'ssm:UpdateInstanceInformation',
      'ssmmessages:CreateControlChannel',
      'ssmmessages:CreateDataChannel',
      'ssmmessages:OpenControlChannel',
      'ssmmessages:OpenDataChannel',
    );
    expect(canRegister(null, least)).toBe(true);
    expect(canReceiveCommands(null, newAgent, least)).toBe(true);
    expect(profileLacksPatching(least)).toBe(145);
  });

  test('without PutInventory patching fails with 1, at its report', () => {
    expect(profileLacksPatching(allowing('ssm:GetDeployablePatchSnapshotForInstance'))).toBe(1);
    expect(profileLacksPatching(core)).toBeNull();
  });
});

describe('heartbeats', () => {
  test('two missed heartbeats of five minutes make a node ConnectionLost ten minutes after its last ping', () => {
    expect(connectionLostAtMs(7 * minuteMs, 5 * minuteMs, 2)).toBe(17 * minuteMs);
  });

  test('a node pings at its first ping and every five minutes since', () => {
    expect(lastPingAtOrBefore(12 * minuteMs, 2 * minuteMs, 5 * minuteMs)).toBe(12 * minuteMs);
    expect(lastPingAtOrBefore(12 * minuteMs - 1, 2 * minuteMs, 5 * minuteMs)).toBe(7 * minuteMs);
  });

  test('a node that fell silent before its first ping never pinged', () => {
    expect(lastPingAtOrBefore(minuteMs, 2 * minuteMs, 5 * minuteMs)).toBeNull();
  });

  test('the last ping is never later than the silence, never a whole heartbeat before it, and in step', () => {
    fc.assert(
      fc.property(
        fc.nat(10_000_000),
        fc.nat(1_000_000),
        fc.integer({ min: 1, max: 3_600_000 }),
        (after, first, beat) => {
          const ping = lastPingAtOrBefore(first + after, first, beat)!;
          expect(ping).toBeLessThanOrEqual(first + after);
          expect(ping).toBeGreaterThan(first + after - beat);
          expect((ping - first) % beat).toBe(0);
        },
      ),
    );
  });
});

describe('hibernation', () => {
  function pingsAfter(count: number): number[] {
    const pings: number[] = [];
    for (let index = 0; index < count; index += 1)
      pings.push(nextHibernationPingMs(1000, pings.at(-1) ?? 1000));
    return pings.map((ping) => (ping - 1000) / minuteMs);
  }

  test('pings come after 5 minutes, then every 5, 10, 20 and 40 minutes for three times as long, then hourly', () => {
    expect(pingsAfter(17)).toEqual([
      5, 10, 15, 20, 30, 40, 50, 70, 90, 110, 150, 190, 230, 290, 350, 410, 470,
    ]);
  });

  test('the next ping is later than the instant asked about, and at most an hour later', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000_000), (afterMs) => {
        const waitMs = nextHibernationPingMs(0, afterMs) - afterMs;
        expect(waitMs).toBeGreaterThan(0);
        expect(waitMs).toBeLessThanOrEqual(60 * minuteMs);
      }),
    );
  });
});
