/** What is kept of each alarm in a run. */
import type { Alarm } from './alarm.ts';
import type { AlarmChange } from './events.ts';
import type { AlarmState } from './rules.ts';
import type { Samples } from './samples.ts';

/** A command, a task, an association or an automation that the alarm kept from going on. */
export interface StoppedRun {
  readonly name: string;
  readonly atMs: number;
  /** It had begun. */
  readonly hadBegun: boolean;
}

export interface AlarmRecord {
  readonly alarm: Alarm;
  /** A name under `accounts`, or '' for that of `account`. */
  readonly account: string;
  readonly index: number;
  /** Of the metrics that it watches, by their place; null: nothing emits it. */
  readonly samples: readonly (Samples | null)[];
  /** As it was when the run began. */
  initial: AlarmState;
  state: AlarmState;
  readonly changes: AlarmChange[];
  readonly stopped: StoppedRun[];
  /** When it is evaluated next; null: not before a metric changes. */
  dueMs: number | null;
}

/** Milliseconds in ALARM up to `nowMs`. */
export function alarmMsOf({ initial, changes }: AlarmRecord, startMs: number, nowMs: number): number {
  let total = 0;
  let sinceMs = initial === 'ALARM' ? startMs : null;
  for (const { from, to, atMs } of changes) {
    if (to === 'ALARM') sinceMs = atMs;
    else if (from === 'ALARM') {
      total += atMs - (sinceMs ?? atMs);
      sinceMs = null;
    }
  }
  return sinceMs === null ? total : total + nowMs - sinceMs;
}

/** How often it went into ALARM in the run. */
export function alarmCountOf({ changes }: AlarmRecord): number {
  return changes.filter(({ to }) => to === 'ALARM').length;
}
