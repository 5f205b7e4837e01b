/** What is kept of calls and of boots, for results and for `explain`. */
import type { Denial } from './access.ts';
import type { Refusal } from './refusal.ts';

/** A parameter that a read returned. */
export interface ReadParameter {
  readonly name: string;
  readonly version: number;
  readonly type: string;
  readonly isDecrypted: boolean;
}

/** A call of `actions`. */
export interface CallRecord {
  /** Of the action. */
  readonly id: string;
  readonly call: string;
  readonly by: string | null;
  readonly names: readonly string[];
  readonly requestedMs: number;
  readonly endedMs: number;
  readonly attempts: number;
  /** Attempts that were throttled. */
  readonly throttled: number;
  /** `Success`, or the name of AWS's error. */
  readonly status: string;
  readonly refusal: Refusal | Denial | null;
  readonly parameters: readonly ReadParameter[];
  /** Names that GetParameters and DeleteParameters did not find, and labels that were not attached or not removed. */
  readonly invalid: readonly string[];
}

/** A node that read its parameters when it booted. */
export interface BootRecord {
  readonly node: number;
  /** When its script began to read. */
  readonly beganMs: number;
  readonly names: readonly string[];
  readonly throttled: number;
  /** Null: it was still at it when the run ended, or went down. */
  readonly endedMs: number | null;
  /** Null: it has them all, or is not done. */
  readonly refusal: Refusal | Denial | null;
}
