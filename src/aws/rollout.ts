/**
 * One rollout under rate control: how many targets may be sent to at this instant. It knows counts, not nodes, and no
 * time; Run Command and window tasks of every type share it.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/send-commands-multiple.html
 */
import { mustStopSending } from './rate-control.ts';

export interface RolloutSettings {
  readonly targetCount: number;
  readonly maxConcurrencyCount: number;
  readonly maxErrorsCount: number;
  readonly dispatch: 'ramp' | 'sliding' | 'batch';
  readonly halt: 'exceeds' | 'reaches';
}

export class Rollout {
  readonly settings: RolloutSettings;
  sentCount = 0;
  /** Sent and not terminal: slots that are held. */
  inFlightCount = 0;
  errorCount = 0;
  /** Errors have passed the limit, also when nothing was left to stop. */
  isHalted = false;
  /** It was ended from outside: by the cutoff, or by CancelCommand. */
  isClosed = false;

  /** Batches so far of the ramp, and how many of the last one have not answered. */
  private batchCount = 0;
  private batchSize = 1;
  private batchOpenCount = 0;
  private isRampOver: boolean;

  constructor(settings: RolloutSettings) {
    this.settings = settings;
    this.isRampOver = settings.dispatch !== 'ramp';
  }

  get unsentCount(): number {
    return this.settings.targetCount - this.sentCount;
  }

  get isFinished(): boolean {
    return this.inFlightCount === 0 && (this.unsentCount === 0 || this.isHalted || this.isClosed);
  }

  /** Number of the ramp's batch that is out: an invocation remembers it, to answer for its own batch only. */
  get batchNumber(): number {
    return this.isRampOver ? 0 : this.batchCount;
  }

  /**
   * How many may be sent to now. The ramp sends 1, 2, 4, 8, …: the next batch when every invocation of the last has
   * answered (#send-commands-velocity). ASSUMPTION rate-control-ramp: AWS says "one, two more, exponentially"; batches
   * double, and after the ramp each freed slot is refilled at once.
   */
  sendCountNow(): number {
    if (this.isHalted || this.isClosed) return 0;
    const { dispatch, maxConcurrencyCount } = this.settings;
    const freeCount = maxConcurrencyCount - this.inFlightCount;
    if (dispatch === 'batch' && this.inFlightCount > 0) return 0;
    if (this.isRampOver) return Math.min(freeCount, this.unsentCount);
    if (this.batchOpenCount > 0) return 0;
    return Math.min(this.batchSize, freeCount, this.unsentCount);
  }

  /** `count` targets have been sent to, as `sendCountNow` allowed. */
  onSent(count: number): void {
    this.sentCount += count;
    this.inFlightCount += count;
    if (this.isRampOver) return;
    this.batchCount += 1;
    this.batchSize *= 2;
    this.batchOpenCount = count;
    if (this.inFlightCount >= this.settings.maxConcurrencyCount) this.isRampOver = true;
  }

  /** One invocation of batch `batchNumber` was acknowledged, ended, or has been waited for long enough. */
  onAnswered(batchNumber: number): void {
    if (batchNumber === this.batchCount && this.batchOpenCount > 0) this.batchOpenCount -= 1;
  }

  /** Patience with batch `batchNumber` is over: the next one goes. */
  onPatienceEnded(batchNumber: number): void {
    if (batchNumber === this.batchCount) this.batchOpenCount = 0;
  }

  /** One invocation is terminal; `isError` as MaxErrors counts. */
  onFinished(isError: boolean): void {
    this.inFlightCount -= 1;
    if (!isError) return;
    this.errorCount += 1;
    const { maxErrorsCount, halt } = this.settings;
    if (mustStopSending(this.errorCount, maxErrorsCount, halt)) this.isHalted = true;
  }
}
