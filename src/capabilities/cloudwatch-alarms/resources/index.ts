/** The types of CloudWatch that have a state. */

import { type Nouns, nounsIn } from '../../../cloudformation/nouns.ts';
import type { AnyResourceSpec } from '../../../cloudformation/resource-spec.ts';
import type { Alarm } from '../alarm.ts';
import { compositeAlarm } from './composite-alarms.ts';
import { metricAlarm } from './metric-alarms.ts';

export const alarmResources: readonly AnyResourceSpec[] = [metricAlarm, compositeAlarm];

/** First all that watch metrics, then the composite ones. */
export function alarmsOf({ nouns }: { readonly nouns: Nouns }): Alarm[] {
  return [...nounsIn(nouns, metricAlarm).values(), ...nounsIn(nouns, compositeAlarm).values()];
}
