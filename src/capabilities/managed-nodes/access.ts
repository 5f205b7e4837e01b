/** What a group's network and a profile's permissions let a node do: worked out once for each pair. */

import type { Cause } from '../../capability/causes.ts';
import type { FleetGroup } from '../../world/fleet.ts';
import type { InstanceProfile } from '../../world/identity.ts';
import type { Subnet } from '../../world/network.ts';
import type { Scenario } from '../../world/scenario.ts';
import type { PatchingObstacle } from './facts.ts';
import { messageTransport, networkBlocks, patchingNetworkBlock } from './rules.ts';
import {
  credentialBlock,
  effectiveProfile,
  hybridServiceRole,
  profileLacksPatching,
} from './rules-credentials.ts';

export interface Access {
  readonly credentialCause: Cause | null;
  readonly networkCause: Cause | null;
  /** Registered all the same, but commands never arrive. */
  readonly messageCause: Cause | null;
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

  constructor(scenario: Scenario) {
    this.scenario = scenario;
    const named = [...scenario.instanceProfiles];
    this.profiles = [...named.map(([, profile]) => profile), hybridServiceRole];
    this.rows = scenario.fleet.map(() => new Array(this.profiles.length + 1).fill(undefined));
    this.indexByName = new Map(named.map(([name], index) => [name, index]));
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
    const access = this.workOut(this.scenario.fleet[groupIndex]!, profileIndex);
    row[profileIndex + 1] = access;
    return access;
  }

  private workOut(group: FleetGroup, profileIndex: number): Access {
    const { version } = group.agent;
    const isHybrid = group.hybridActivation !== null;
    const credentials = {
      profile: this.profiles[profileIndex] ?? null,
      defaultHostManagement: this.scenario.account.defaultHostManagement && !isHybrid,
      imdsV2: group.imdsV2,
      agentVersion: version,
    };
    const profile = effectiveProfile(credentials);
    const subnet = group.subnet === null ? null : (this.scenario.subnets.get(group.subnet) ?? null);
    const blocks = networkBlocks(subnet, version);
    const networkCause = blocks.find((block) => block !== 'ENDPOINT_MISSING_MESSAGES') ?? null;
    return {
      credentialCause: credentialBlock(credentials),
      networkCause,
      messageCause: messageCause(subnet, version, profile, networkCause),
      patchingObstacle: patchingObstacle(patchingNetworkBlock(subnet), profile),
      isManagedByDefault: profile !== null && profile !== credentials.profile,
    };
  }
}

/**
 * A profile that allows no message service at all is at fault by itself; else the network is, unless it reaches only
 * the service that the profile does not allow.
 */
function messageCause(
  subnet: Subnet | null,
  version: string,
  profile: InstanceProfile | null,
  networkCause: Cause | null,
): Cause | null {
  if (profile === null || messageTransport(null, version, profile) === null) return 'PROFILE_LACKS_SSM';
  if (networkCause !== null || messageTransport(subnet, version, profile) !== null) return null;
  const isMissing = networkBlocks(subnet, version).includes('ENDPOINT_MISSING_MESSAGES');
  return isMissing ? 'ENDPOINT_MISSING_MESSAGES' : 'PROFILE_LACKS_SSM';
}

/** The payload comes first (156), then the snapshot (145), the repositories (1), and the report at the end (149). */
function patchingObstacle(
  block: ReturnType<typeof patchingNetworkBlock>,
  profile: InstanceProfile | null,
): PatchingObstacle | null {
  if (block === 'ENDPOINT_MISSING_S3') return { exitCode: 156, cause: block, isAtReport: false };
  const lacking = profile === null ? null : profileLacksPatching(profile);
  if (lacking === 145) return { exitCode: 145, cause: 'PROFILE_LACKS_PATCHING', isAtReport: false };
  if (block !== null) return { exitCode: 1, cause: block, isAtReport: false };
  if (lacking === 149) return { exitCode: 149, cause: 'PROFILE_LACKS_PATCHING', isAtReport: true };
  return null;
}
