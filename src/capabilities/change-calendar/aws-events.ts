/**
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/monitoring-systems-manager-event-examples.html, "Change
 * Calendar".
 */
import { arnOf } from '../../aws/arn.ts';
import type { AwsEventSpec } from '../../capability/aws-events.ts';
import { accountNamed } from '../../world/scenario.ts';
import { isoSecond } from '../../world/time.ts';
import { calendarFacts } from './events.ts';

export const calendarEvents: readonly AwsEventSpec[] = [
  {
    detailTypes: ['Calendar State Change'],
    page: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/monitoring-systems-manager-event-examples.html',
    listen({ facts, kernel, scenario }, tell) {
      facts.of(calendarFacts).stateChanged.listen(({ name, account }, state, nextTransitionMs) =>
        tell({
          source: 'aws.ssm',
          detailType: 'Calendar State Change',
          atMs: kernel.nowMs,
          resources: [arnOf('ssm', accountNamed(scenario, account), `document/${name}`)],
          detail: {
            state,
            atTime: isoSecond(kernel.nowMs),
            ...(nextTransitionMs === null ? {} : { nextTransitionTime: isoSecond(nextTransitionMs) }),
          },
          node: null,
          account,
        }),
      );
    },
  },
];
