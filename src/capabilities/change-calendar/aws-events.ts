/**
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/monitoring-systems-manager-event-examples.html, "Change
 * Calendar".
 */
import { arnOf } from '../../aws/arn.ts';
import type { AwsEventSpec } from '../../capability/aws-events.ts';
import { isoTime } from '../../world/time.ts';
import { calendarFacts } from './events.ts';

export const calendarEvents: readonly AwsEventSpec[] = [
  {
    detailTypes: ['Calendar State Change'],
    page: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/monitoring-systems-manager-event-examples.html',
    listen({ facts, kernel, scenario }, tell) {
      facts.of(calendarFacts).stateChanged.listen((calendar, state, nextTransitionMs) =>
        tell({
          source: 'aws.ssm',
          detailType: 'Calendar State Change',
          atMs: kernel.nowMs,
          resources: [arnOf('ssm', scenario.account, `document/${calendar}`)],
          detail: {
            state,
            atTime: secondTime(kernel.nowMs),
            ...(nextTransitionMs === null ? {} : { nextTransitionTime: secondTime(nextTransitionMs) }),
          },
          node: null,
        }),
      );
    },
  },
];

/** `2020-09-19T18:00:07Z` */
function secondTime(ms: number): string {
  return isoTime(ms).replace(/\.\d+Z$/, 'Z');
}
