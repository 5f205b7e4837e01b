/** Which baseline each node gets, as tags and baselines stand now. */

import { Calls, onCall } from '../../capability/calls.ts';
import type { Simulation } from '../../capability/simulation.ts';
import type { Action } from '../../world/actions.ts';
import type { PatchBaseline } from '../../world/baselines.ts';
import {
  createPatchBaseline,
  deregisterPatchGroup,
  registerDefault,
  registerPatchGroup,
  updatePatchBaseline,
} from './calls.ts';
import { patchFacts } from './events.ts';
import { patchGroupOf, selectBaseline, serves } from './patch-groups.ts';
import { baselineCountQuota, baselinesOf } from './resources/baselines.ts';

export class BaselineChoices {
  readonly calls: Calls;
  private readonly simulation: Simulation;
  private baselines: PatchBaseline[] = [];
  /** By cohort, for nodes whose tags are the group's. */
  private ofCohort: (PatchBaseline | undefined)[] = [];

  constructor(simulation: Simulation) {
    this.simulation = simulation;
    /** A baseline that a later call makes is not there yet. */
    const onBaseline =
      <Made extends { readonly baselineId: string }>(
        change: (baseline: PatchBaseline, made: Made, action: Action) => void,
      ) =>
      (made: Made, action: Action) => {
        const baseline = this.baselines.find(({ id }) => id === made.baselineId);
        if (baseline === undefined) this.calls.refuse(action, 'DoesNotExistException');
        else change(baseline, made, action);
      };
    this.calls = new Calls(simulation, patchFacts, [
      onCall(createPatchBaseline, (baseline, action) => this.create(baseline, action)),
      onCall(
        updatePatchBaseline,
        onBaseline((baseline, { changes }) => this.update(baseline, changes)),
      ),
      onCall(
        registerPatchGroup,
        onBaseline((baseline, { patchGroup }, action) => this.register(baseline, patchGroup, action)),
      ),
      onCall(
        deregisterPatchGroup,
        onBaseline((baseline, { patchGroup }) => {
          const patchGroups = baseline.patchGroups.filter((one) => one !== patchGroup);
          this.update(baseline, { patchGroups });
        }),
      ),
      onCall(
        registerDefault,
        onBaseline((baseline) => this.makeDefault(baseline)),
      ),
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

  /** ResourceLimitExceededException: an account has no more than its quota in a Region, unless the file has more already. */
  private create(baseline: PatchBaseline, action: Action): void {
    const ofAccount = ({ account }: PatchBaseline) => account === baseline.account;
    const declared = baselinesOf(this.simulation.scenario).filter(ofAccount).length;
    if (declared <= baselineCountQuota && this.baselines.filter(ofAccount).length >= baselineCountQuota) {
      return this.calls.refuse(action, 'ResourceLimitExceededException');
    }
    this.baselines = [...this.baselines, baseline];
    this.ofCohort = [];
    this.simulation.facts.of(patchFacts).baselineCreated.tell(baseline.id);
  }

  /** Two baselines for the same nodes do not have one patch group. */
  private rivals({ id, operatingSystem: os, account }: PatchBaseline): PatchBaseline[] {
    return this.baselines.filter((other) => other.id !== id && serves(other, { os, account }));
  }

  /** AlreadyExistsException: the group is registered with a different baseline. */
  private register(baseline: PatchBaseline, patchGroup: string, action: Action): void {
    if (this.rivals(baseline).some(({ patchGroups }) => patchGroups.includes(patchGroup))) {
      return this.calls.refuse(action, 'AlreadyExistsException');
    }
    this.update(baseline, { patchGroups: [...new Set([...baseline.patchGroups, patchGroup])] });
  }

  /** The predefined baseline of an operating system is its default where no other is. */
  private makeDefault(baseline: PatchBaseline): void {
    for (const rival of this.rivals(baseline)) if (rival.isDefault) this.update(rival, { isDefault: false });
    this.update(baseline, { isDefault: true });
  }

  /** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_UpdatePatchBaseline.html */
  private update(changed: PatchBaseline, changes: Partial<PatchBaseline>): void {
    this.baselines = this.baselines.map((one) => (one === changed ? { ...one, ...changes } : one));
    this.ofCohort = [];
    this.simulation.facts.of(patchFacts).baselineUpdated.tell(changed.id);
  }
}
