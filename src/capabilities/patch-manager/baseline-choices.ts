/** Which baseline each node gets, as tags and baselines stand now. */

import { Calls, onCall } from '../../capability/calls.ts';
import type { Simulation } from '../../capability/simulation.ts';
import type { Action } from '../../world/actions.ts';
import type { PatchBaseline } from '../../world/baselines.ts';
import { deregisterPatchGroup, registerDefault, registerPatchGroup, updatePatchBaseline } from './calls.ts';
import { patchFacts } from './events.ts';
import { patchGroupOf, selectBaseline, serves } from './patch-groups.ts';
import { baselinesOf } from './resources/baselines.ts';

export class BaselineChoices {
  readonly calls: Calls;
  private readonly simulation: Simulation;
  private baselines: PatchBaseline[] = [];
  /** By cohort, for nodes whose tags are the group's. */
  private ofCohort: (PatchBaseline | undefined)[] = [];

  constructor(simulation: Simulation) {
    this.simulation = simulation;
    this.calls = new Calls(simulation, 'patch-manager/action-due', [
      onCall(updatePatchBaseline, ({ baselineId, changes }) => this.update(baselineId, changes)),
      onCall(registerPatchGroup, ({ baselineId, patchGroup }, action) =>
        this.register(baselineId, patchGroup, action),
      ),
      onCall(deregisterPatchGroup, ({ baselineId, patchGroup }) => {
        const patchGroups = this.known(baselineId)?.patchGroups.filter((one) => one !== patchGroup);
        if (patchGroups !== undefined) this.update(baselineId, { patchGroups });
      }),
      onCall(registerDefault, ({ baselineId }) => this.makeDefault(baselineId)),
    ]);
  }

  start(): void {
    this.baselines = baselinesOf(this.simulation.scenario);
    this.ofCohort = [];
    this.calls.start();
  }

  /** Of one's own, in any account. */
  get all(): readonly PatchBaseline[] {
    return this.baselines;
  }

  of(node: number): PatchBaseline {
    const { fleet } = this.simulation;
    if (fleet.tagChanges.has(node)) return this.choose(node);
    const cohort = fleet.cohortIndex(node);
    let baseline = this.ofCohort[cohort];
    if (baseline === undefined) {
      baseline = this.choose(node);
      this.ofCohort[cohort] = baseline;
    }
    return baseline;
  }

  patchGroupOf(node: number): string | null {
    const { fleet, scenario } = this.simulation;
    return patchGroupOf(fleet.tagsOf(node), scenario.model.patchGroupKeys);
  }

  private choose(node: number): PatchBaseline {
    const { os, account } = this.simulation.fleet.groupOf(node);
    return selectBaseline({ patchGroup: this.patchGroupOf(node), os, account, baselines: this.baselines });
  }

  private known(baselineId: string): PatchBaseline | undefined {
    return this.baselines.find(({ id }) => id === baselineId);
  }

  /** Two baselines for the same nodes do not have one patch group. */
  private rivals({ id, operatingSystem: os, account }: PatchBaseline): PatchBaseline[] {
    return this.baselines.filter((other) => other.id !== id && serves(other, { os, account }));
  }

  /** AlreadyExistsException: the group is registered with a different baseline. */
  private register(baselineId: string, patchGroup: string, action: Action): void {
    const baseline = this.known(baselineId);
    if (baseline === undefined) return;
    if (this.rivals(baseline).some(({ patchGroups }) => patchGroups.includes(patchGroup))) {
      const error = 'AlreadyExistsException';
      this.calls.refused.push({ action, error });
      this.simulation.facts.of(patchFacts).actionRefused.tell(action.id, error);
      return;
    }
    const patchGroups = [...new Set([...baseline.patchGroups, patchGroup])];
    this.update(baselineId, { patchGroups });
  }

  /** The predefined baseline of an operating system is its default where no other is. */
  private makeDefault(baselineId: string): void {
    const baseline = this.known(baselineId);
    if (baseline === undefined) return;
    for (const { id, isDefault } of this.rivals(baseline))
      if (isDefault) this.update(id, { isDefault: false });
    this.update(baselineId, { isDefault: true });
  }

  /** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_UpdatePatchBaseline.html */
  private update(baselineId: string, changes: Partial<PatchBaseline>): void {
    this.baselines = this.baselines.map((baseline) =>
      baseline.id === baselineId ? { ...baseline, ...changes } : baseline,
    );
    this.ofCohort = [];
    this.simulation.facts.of(patchFacts).baselineUpdated.tell(baselineId);
  }
}
