import type { Distribution } from '../kernel/distributions.ts';
import type { OperatingSystem } from './operating-systems.ts';

/** A patch that a vendor has released. Absent keys match no filter. */
export interface Patch {
  readonly id: string;
  readonly os: readonly OperatingSystem[];
  readonly product?: string;
  readonly productFamily?: string;
  readonly patchSet?: string;
  readonly classification?: string;
  readonly severity?: string;
  readonly msrcSeverity?: string;
  readonly priority?: string;
  readonly section?: string;
  readonly packages: readonly string[];
  readonly cves: readonly string[];
  readonly advisory?: string;
  readonly arch?: string;
  readonly version?: string;
  readonly repository?: string;
  readonly releasedMs: number;
  /** When the vendor last changed the notice; absent: never since its release. */
  readonly updatedMs?: number;
  /** Ids of the patches that this one replaces. */
  readonly supersedes: readonly string[];
  /** Share of nodes of that operating system that have the package, from 0 to 1. */
  readonly affectsShare: number;
  /** How long its installation takes; absent: `model.patching.install`. */
  readonly install?: Distribution;
  /** Whether it needs a reboot: what `rebootIfNeeded: required` asks. */
  readonly requiresReboot: boolean;
  readonly failsShare: number;
  readonly breaksShare: number;
  /** A node on which it failed fails it again. */
  readonly sticky: boolean;
}

/** Patches that keep coming, made from the seed: `<name>-<four digits>`. */
export interface PatchStream {
  readonly name: string;
  readonly every: Distribution;
  readonly fromMs: number;
  readonly untilMs?: number;
  /** In file order, shares that sum to 1; empty: the key is left out. */
  readonly classification: readonly ShareOf[];
  readonly severity: readonly ShareOf[];
  /** All else that a patch has. */
  readonly template: Omit<Patch, 'id' | 'releasedMs' | 'updatedMs' | 'classification' | 'severity'>;
}

export interface ShareOf {
  readonly value: string;
  readonly share: number;
}
