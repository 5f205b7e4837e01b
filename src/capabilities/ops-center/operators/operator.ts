/** One operator in a run. */
import { type Sampler, samplerOf } from '../../../kernel/distributions.ts';
import type { OperatorModel } from '../model.ts';
import type { OpsItem } from '../state.ts';
import { type Interval, lengthOf, shiftsWithin } from './shifts.ts';

export class Operator {
  readonly name: string;
  readonly model: OperatorModel;
  readonly time: Sampler;
  /** Within the run. */
  readonly shifts: readonly Interval[];
  /** Why nothing can be taken; null: it can. */
  readonly denial: string | null;
  isOnShift = false;
  /** In hand; null: the operator is free. */
  item: OpsItem | null = null;
  /** Counts what was begun, so that the end of something given up is recognised. */
  epoch = 0;
  idleSinceMs = 0;
  beganMs = 0;
  busyMs = 0;
  taken = 0;
  resolved = 0;

  constructor(name: string, model: OperatorModel, denial: string | null, fromMs: number, untilMs: number) {
    this.name = name;
    this.model = model;
    this.denial = denial;
    this.time = samplerOf(model.time);
    this.shifts = shiftsWithin(model, fromMs, untilMs);
  }

  clear(startMs: number): void {
    this.isOnShift = false;
    this.item = null;
    this.epoch = 0;
    this.idleSinceMs = startMs;
    this.busyMs = 0;
    this.taken = 0;
    this.resolved = 0;
  }

  get onShiftMs(): number {
    return lengthOf(this.shifts);
  }

  /** Whether the next OpsItem may be this operator's. */
  get isFree(): boolean {
    return this.isOnShift && this.item === null && this.denial === null;
  }

  begin(item: OpsItem, atMs: number): void {
    this.item = item;
    this.epoch += 1;
    this.beganMs = atMs;
    this.taken += 1;
  }

  letGo(atMs: number): void {
    this.busyMs += atMs - this.beganMs;
    this.item = null;
    this.epoch += 1;
    this.idleSinceMs = atMs;
  }
}
