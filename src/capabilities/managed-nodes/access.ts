/** What a group's network and a profile's permissions let a node do: worked out once for each pair. */

import type { FleetGroup } from '../../world/fleet.ts';
import type { InstanceProfile } from '../../world/identity.ts';
import type { EndpointName, Subnet } from '../../world/network.ts';
import { accountNamed, type Scenario } from '../../world/scenario.ts';
import type { PatchingObstacle } from './facts.ts';
import {
  type MessageTransport,
  messageTransport,
  type NetworkBlock,
  networkBlocks,
  type PatchingNetworkBlock,
  patchingNetworkBlocks,
} from './rules.ts';
import {
  credentialBlock,
  defaultHostManagementProfile,
  effectiveProfile,
  hybridServiceRole,
  profileLacksPatching,
} from './rules-credentials.ts';
import type { Allowed } from './rules-prerequisites.ts';

export interface Access extends Allowed {
  /** The permissions that the agent works with, or would. */
  readonly profile: InstanceProfile | null;
  /** The `ssm` endpoint answers: the agent registers, and its heartbeats arrive. */
  readonly reachesService: boolean;
  /** Commands find a way to the agent. */
  readonly takesCommands: boolean;
  readonly patchingObstacle: PatchingObstacle | null;
  /** Credentials come from Default Host Management. */
  readonly isManagedByDefault: boolean;
}

export class AccessTable {
  readonly profiles: readonly InstanceProfile[];
  private readonly scenario: Scenario;
  private readonly indexByName: ReadonlyMap<string, number>;
  /** By group, then by profile, none first. */
  private readonly rows: readonly (Access | undefined)[][];
  /** Of agents that were updated, by group, profile and version. */
  private readonly updated = new Map<string, Access>();
  /** Subnets with endpoints that calls have made, by account and name. */
  private readonly subnets = new Map<string, Subnet>();
  /** Roles of Default Host Management that calls have set, by account. */
  private readonly hostRoles = new Map<string, InstanceProfile>();

  constructor(scenario: Scenario) {
    this.scenario = scenario;
    const named = [...scenario.instanceProfiles];
    this.profiles = [...named.map(([, profile]) => profile), hybridServiceRole];
    this.rows = scenario.fleet.map(() => new Array(this.profiles.length + 1).fill(undefined));
    this.indexByName = new Map(named.map(([name], index) => [name, index]));
  }

  /** As the scenario has it, whatever calls have changed. */
  clear(): void {
    if (this.subnets.size + this.hostRoles.size === 0) return;
    this.subnets.clear();
    this.hostRoles.clear();
    this.forget(() => true);
  }

  private forget(isMeant: (group: FleetGroup) => boolean): void {
    this.updated.clear();
    this.scenario.fleet.forEach((group, index) => {
      if (isMeant(group)) this.rows[index]!.fill(undefined);
    });
  }

  /** Null: an open network. */
  subnetOf({ account = '', subnet }: Pick<FleetGroup, 'account' | 'subnet'>): Subnet | null {
    if (subnet === null) return null;
    return this.subnets.get(JSON.stringify([account, subnet])) ?? this.scenario.subnets.get(subnet) ?? null;
  }

  /** For nodes of that account: what is in another one has endpoints of its own. */
  addEndpoint(account: string, name: string, endpoint: EndpointName): void {
    const subnet = this.subnetOf({ account, subnet: name });
    if (subnet === null) return;
    const endpoints = new Set([...subnet.endpoints, endpoint]);
    this.subnets.set(JSON.stringify([account, name]), { ...subnet, endpoints });
    this.forget((group) => (group.account ?? '') === account && group.subnet === name);
  }

  /** What Default Host Management lends to the instances of an account; null: it is off. */
  hostRoleOf(account: string): InstanceProfile | null {
    const { defaultHostManagement } = accountNamed(this.scenario, account);
    return this.hostRoles.get(account) ?? (defaultHostManagement ? defaultHostManagementProfile : null);
  }

  setHostRole(account: string, role: InstanceProfile): void {
    this.hostRoles.set(account, role);
    this.forget((group) => (group.account ?? '') === account);
  }

  get hybridProfile(): number {
    return this.profiles.length - 1;
  }

  /** -1 for null, as the fleet's state has it. */
  profileIndex(name: string | null): number {
    return name === null ? -1 : (this.indexByName.get(name) ?? -1);
  }

  of(groupIndex: number, profileIndex: number): Access {
    const row = this.rows[groupIndex]!;
    const known = row[profileIndex + 1];
    if (known !== undefined) return known;
    const group = this.scenario.fleet[groupIndex]!;
    const access = this.workOut(group, profileIndex, group.agent.version);
    row[profileIndex + 1] = access;
    return access;
  }

  /** With an agent of another version than the group's. */
  ofVersion(groupIndex: number, profileIndex: number, version: string): Access {
    const key = `${groupIndex} ${profileIndex} ${version}`;
    let access = this.updated.get(key);
    if (access === undefined) {
      access = this.workOut(this.scenario.fleet[groupIndex]!, profileIndex, version);
      this.updated.set(key, access);
    }
    return access;
  }

  private workOut(group: FleetGroup, profileIndex: number, version: string): Access {
    const isHybrid = group.hybridActivation !== null;
    const credentials = {
      profile: this.profiles[profileIndex] ?? null,
      hostRole: isHybrid ? null : this.hostRoleOf(group.account ?? ''),
      imdsV2: group.imdsV2,
      agentVersion: version,
    };
    const profile = effectiveProfile(credentials);
    const subnet = this.subnetOf(group);
    const blocks = networkBlocks(subnet, version);
    const patchingBlocks = patchingNetworkBlocks(subnet, group.os);
    const isShut = blocks.includes('NO_ROUTE') || blocks.includes('EGRESS_BLOCKED');
    const lacking = profile === null ? null : profileLacksPatching(profile);
    const reachesService = blocks.every((block) => block === 'ENDPOINT_MISSING_MESSAGES');
    const transport = profile === null ? null : messageTransport(subnet, version, profile);
    return {
      profile,
      credentialCause: credentialBlock(credentials),
      lacksMessages: lacksMessages(blocks, transport, version, profile),
      networkBlocks: blocks,
      // What opens the way to Systems Manager opens the one to S3, and to repositories that the file does not shut.
      patchingNetworkBlocks: patchingBlocks.filter(
        (block) => !isShut || (block === 'REPOSITORY_UNREACHABLE' && subnet?.repositories === 'unreachable'),
      ),
      lacksPatching: lacking !== null,
      reachesService,
      takesCommands: reachesService && transport !== null,
      patchingObstacle: patchingObstacle(patchingBlocks[0] ?? null, lacking),
      isManagedByDefault: profile !== null && profile !== credentials.profile,
    };
  }
}

/**
 * A profile that allows no message service at all is at fault by itself; else the network is, unless it reaches only
 * the service that the profile does not allow.
 */
function lacksMessages(
  blocks: readonly NetworkBlock[],
  transport: MessageTransport | null,
  version: string,
  profile: InstanceProfile | null,
): boolean {
  if (profile === null || messageTransport(null, version, profile) === null) return true;
  return blocks.length === 0 && transport === null;
}

/** The payload comes first (156), then the snapshot (145), the repositories (1), and the report at the end (1). */
function patchingObstacle(
  block: PatchingNetworkBlock | null,
  lacking: ReturnType<typeof profileLacksPatching>,
): PatchingObstacle | null {
  if (block === 'ENDPOINT_MISSING_S3') return { cause: block, exitCode: 156, isAtReport: false };
  const cause = 'PROFILE_LACKS_PATCHING';
  if (lacking === 145) return { cause, exitCode: 145, isAtReport: false };
  if (block !== null) return { cause: block, exitCode: 1, isAtReport: false };
  if (lacking === 1) return { cause, exitCode: 1, isAtReport: true };
  return null;
}
