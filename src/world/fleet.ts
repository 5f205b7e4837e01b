import type { Distribution } from '../kernel/distributions.ts';
import type { ModelOverrides } from './model.ts';
import type { OperatingSystem } from './operating-systems.ts';

/** A group of like nodes. Nodes are known by an index; those of one group are consecutive. */
export interface FleetGroup {
  readonly name: string;
  readonly count: number;
  /** Real instance ids, one per node; absent: made from the scenario's and the node's name. */
  readonly ids?: readonly string[];
  /** A name under `accounts`; absent: that of `account`. */
  readonly account?: string;
  readonly os: OperatingSystem;
  readonly product?: string;
  readonly arch?: string;
  readonly tags: Readonly<Record<string, string>>;
  /** A name under `subnets`; null: an open network. */
  readonly subnet: string | null;
  /** A name under `instanceProfiles`, a logical id, or null for none. */
  readonly instanceProfile: string | null;
  readonly imdsV2: boolean;
  readonly agent: { readonly version: string; readonly runningShare: number };
  /** Packages on each node when it launches, with their versions. */
  readonly software: Readonly<Record<string, string>>;
  /** The activation's name; null for an EC2 instance. */
  readonly hybridActivation: string | null;
  /** Every patch released before this instant is already installed; null: nothing is. */
  readonly patchedUntilMs: number | null;
  /** Was registered before `start` although its prerequisites no longer hold. */
  readonly registered: boolean;
  /** When the last scan before `start` was; null: never scanned. Absent: at `start`. */
  readonly lastScanMs?: number | null;
  /** When the nodes launch; absent: before `start`. */
  readonly joins?: { readonly atMs: number } | { readonly every: Distribution };
  readonly model?: ModelOverrides;
}

/** Before any launch. */
export function nodeCountOf(fleet: readonly FleetGroup[]): number {
  return fleet.reduce((sum, { count }) => sum + count, 0);
}

/** Which nodes a fault or an operator means. All given conditions must hold. */
export interface NodeSelector {
  readonly group?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly names?: readonly string[];
  /** A draw per node compared with the share. */
  readonly share?: number;
  /** Exactly this many, drawn at random. */
  readonly count?: number;
}
