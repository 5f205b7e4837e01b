/** One package on the nodes: which version each has, and since when it is missing where it should be. */
import type { FleetState } from '../../world/fleet-state.ts';
import type { PackageFailure } from './rules.ts';

export interface Failure {
  readonly reason: PackageFailure;
  readonly why: string;
  readonly action: 'Install' | 'Uninstall';
}

export class PackageState {
  readonly name: string;
  /** Runs that are over. */
  readonly runs = { installed: 0, reinstalled: 0, updated: 0, uninstalled: 0, nothing: 0, failed: 0 };
  rolledBackCount = 0;
  /** Nodes at once, at most. */
  absentPeak = 0;
  /** Of all nodes together, and of one absence. */
  absentMs = 0;
  longestAbsenceMs = 0;
  /** Why the last run on a node failed; a node whose last run went well is not in it. */
  readonly failures = new Map<number, Failure>();
  private readonly fleet: FleetState;
  /** What differs from the software that the nodes launched with. Null: absent. */
  private readonly changes = new Map<number, string | null>();
  private readonly absentSince = new Map<number, number>();

  constructor(name: string, fleet: FleetState) {
    this.name = name;
    this.fleet = fleet;
  }

  /**
   * Null: it is absent.
   *
   * ASSUMPTION package-at-launch: `fleet.<g>.software` under the name of a package was installed by Distributor.
   */
  versionOn(node: number): string | null {
    const changed = this.changes.get(node);
    if (changed !== undefined) return changed;
    const { software } = this.fleet.groupOf(node);
    return Object.hasOwn(software, this.name) ? software[this.name]! : null;
  }

  /** Whether the run has put it there, or taken it away. */
  isChanged(node: number): boolean {
    return this.changes.has(node);
  }

  /** Nodes without it that had it, or on which its last Install failed. */
  isMissed(node: number): boolean {
    return (
      this.versionOn(node) === null &&
      (this.absentSince.has(node) || this.failures.get(node)?.action === 'Install')
    );
  }

  absentNow(): number {
    return this.absentSince.size;
  }

  install(node: number, version: string, nowMs: number): number | null {
    this.changes.set(node, version);
    return this.endAbsence(node, nowMs);
  }

  /** `isMissed`: it is to come back. */
  remove(node: number, isMissed: boolean, nowMs: number): void {
    this.changes.set(node, null);
    if (!isMissed || this.absentSince.has(node)) return;
    this.absentSince.set(node, nowMs);
    this.absentPeak = Math.max(this.absentPeak, this.absentSince.size);
  }

  /** In milliseconds; null: it was not missing. It is back, or is missed no longer. */
  endAbsence(node: number, nowMs: number): number | null {
    const since = this.absentSince.get(node);
    if (since === undefined) return null;
    this.absentSince.delete(node);
    return this.countAbsence(nowMs - since);
  }

  /** What is still missing when the simulation ends stays missing. */
  settle(endMs: number): void {
    for (const since of this.absentSince.values()) this.countAbsence(endMs - since);
  }

  private countAbsence(lastedMs: number): number {
    this.absentMs += lastedMs;
    this.longestAbsenceMs = Math.max(this.longestAbsenceMs, lastedMs);
    return lastedMs;
  }
}
