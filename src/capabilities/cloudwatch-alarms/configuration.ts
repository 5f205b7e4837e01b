/**
 * AlarmConfiguration: the alarm that stops a command, a task, an association or an automation.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_AlarmConfiguration.html
 */
import * as z from 'zod/mini';
import { listOfLength } from '../../fields/aws-fields.ts';
import { boolean, map, text } from '../../fields/fields.ts';
import type { AlarmSettings } from '../../world/alarm-settings.ts';

export const alarmConfiguration = () =>
  map({
    Alarms: listOfLength(
      map({ Name: text('the name of an alarm', { min: 1, max: 255, pattern: /^(?!\s*$).+/ }) }),
      'alarms',
      1,
      1,
    ),
    IgnorePollAlarmFailure: z.optional(boolean()),
  });

export function alarmSettingsOf(
  configuration:
    | {
        readonly Alarms: readonly { readonly Name: string }[];
        readonly IgnorePollAlarmFailure?: boolean | undefined;
      }
    | undefined,
): AlarmSettings | null {
  const [first] = configuration?.Alarms ?? [];
  if (first === undefined) return null;
  return { alarm: first.Name, ignoresFailedPolls: configuration?.IgnorePollAlarmFailure ?? false };
}
