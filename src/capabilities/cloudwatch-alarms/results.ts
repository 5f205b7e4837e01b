/** Alarms as results have them. */
import type { ResultSpec } from '../../capability/results.ts';
import { count, flag, instant, listOf, oneOf, said, text } from '../../fields/json-parts.ts';
import { exactly } from '../../fields/json-schema.ts';
import { isoTime } from '../../world/time.ts';
import type { Machine } from './machine.ts';
import { type AlarmState, alarmStates } from './rules.ts';
import { type AlarmRecord, alarmCountOf } from './state.ts';

export interface AlarmResult {
  readonly alarm: string;
  readonly name: string;
  /** At the end of the run. */
  readonly state: AlarmState;
  readonly alarms: number;
  readonly changes: readonly {
    readonly at: string;
    readonly from: AlarmState;
    readonly to: AlarmState;
    readonly reason: string;
  }[];
  readonly stopped: readonly { readonly run: string; readonly at: string; readonly hadBegun: boolean }[];
}

/** An alarm that flaps for a year is told by its first changes and by their number. */
const changesMax = 100;

const state = oneOf(...alarmStates);

const alarmSchema = exactly({
  alarm: said('Its logical id.', text),
  name: text,
  state: said('At the end of the run.', state),
  alarms: said('How often it went into ALARM.', count),
  changes: said(
    `The first ${changesMax} changes of its state.`,
    listOf(exactly({ at: instant, from: state, to: state, reason: text })),
  ),
  stopped: said(
    'Commands, tasks, associations and automations that it kept from going on.',
    listOf(exactly({ run: text, at: instant, hadBegun: said('Some of it had begun.', flag) })),
  ),
});

export const alarmResults: ResultSpec<Machine> = {
  lists: [
    {
      place: 45,
      key: 'alarms',
      schema: said('Alarms of CloudWatch. Those of replication 0.', listOf(alarmSchema)),
      listOf: ({ alarms: { records } }): AlarmResult[] => records.map(resultOf),
    },
  ],
};

function resultOf(record: AlarmRecord): AlarmResult {
  const { alarm, changes, stopped } = record;
  return {
    alarm: alarm.logicalId,
    name: alarm.name,
    state: record.state,
    alarms: alarmCountOf(record),
    changes: changes
      .slice(0, changesMax)
      .map(({ atMs, from, to, reason }) => ({ at: isoTime(atMs), from, to, reason })),
    stopped: stopped.map(({ name, atMs, hadBegun }) => ({ run: name, at: isoTime(atMs), hadBegun })),
  };
}
