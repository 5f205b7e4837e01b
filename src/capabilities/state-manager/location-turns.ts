/**
 * An association of several accounts and Regions comes due in all of them at once: in which it runs now, in which after
 * that, and in which no more.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_TargetLocation.html
 */
import {
  mustStopSending,
  type Rounding,
  resolveMaxConcurrency,
  resolveMaxErrors,
} from '../../aws/rate-control.ts';
import { isLocationError } from './rules.ts';
import { type AssociationState, currentOf, type Interval, isActive, type Trigger } from './state.ts';

/** One time at which it is due, for the places of one entry of TargetLocations. */
interface Round {
  readonly dueMs: number;
  readonly waiting: { readonly state: AssociationState; readonly trigger: Trigger }[];
  readonly running: Set<AssociationState>;
  errorCount: number;
}

/** `isHalted`: errors elsewhere keep it from running. */
type ComeDue = (state: AssociationState, trigger: Trigger, isHalted: boolean) => void;

export class LocationTurns {
  private readonly limits: { readonly halt: 'exceeds' | 'reaches'; readonly rounding: Rounding };
  private readonly comeDue: ComeDue;
  private readonly rounds = new Map<string, Round>();

  constructor(limits: LocationTurns['limits'], comeDue: ComeDue) {
    this.limits = limits;
    this.comeDue = comeDue;
  }

  clear(): void {
    this.rounds.clear();
  }

  due(state: AssociationState, trigger: Trigger, dueMs: number): void {
    const { place } = state.version;
    // Another version of it runs here, and this one does not.
    if (place === null) return;
    if (place.count === 1) return this.comeDue(state, trigger, false);
    const round = this.roundOf(state, dueMs);
    round.waiting.push({ state, trigger });
    this.begin(round);
  }

  onFinished({ association: state, rollout, tally }: Interval): void {
    const round = this.rounds.get(keyOf(state));
    if (round === undefined || !round.running.delete(state)) return;
    if (isLocationError(tally, rollout.isHalted)) round.errorCount += 1;
    this.begin(round);
  }

  private roundOf(state: AssociationState, dueMs: number): Round {
    const key = keyOf(state);
    const last = this.rounds.get(key);
    if (last?.dueMs === dueMs) return last;
    const round = { dueMs, waiting: [], running: new Set<AssociationState>(), errorCount: 0 };
    this.rounds.set(key, round);
    return round;
  }

  private begin(round: Round): void {
    for (const { state, trigger } of round.waiting.splice(0)) {
      const { location, count } = state.version.place!;
      const { halt, rounding } = this.limits;
      const isHalted = mustStopSending(
        round.errorCount,
        resolveMaxErrors(location!.placesWithErrors, count, rounding),
        halt,
      );
      const isFull = round.running.size >= resolveMaxConcurrency(location!.placesAtATime, count, rounding);
      if (!isActive(state)) continue;
      if (isFull && !isHalted) {
        round.waiting.push({ state, trigger });
        continue;
      }
      this.comeDue(state, trigger, isHalted);
      // A closed calendar withholds it at once.
      if (currentOf(state)?.finishedMs === null) round.running.add(state);
    }
  }
}

function keyOf({ declared, version }: AssociationState): string {
  return `${declared.associationId}/${version.place?.entry}`;
}
