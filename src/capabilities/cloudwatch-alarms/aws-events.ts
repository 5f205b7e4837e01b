/** What AWS tells EventBridge of alarms. */
import { type AwsEvent, type AwsEventSpec, RunMemory } from '../../capability/aws-events.ts';
import { isoTime } from '../../world/time.ts';
import type { Alarm } from './alarm.ts';
import { type AlarmChange, alarmFacts } from './events.ts';

const detailType = 'CloudWatch Alarm State Change';

/** #alarm-events: AWS sends them on a guaranteed basis, unlike those of Systems Manager. */
export const alarmEvents: readonly AwsEventSpec[] = [
  {
    detailTypes: [detailType],
    page: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html',
    isGuaranteed: true,
    listen(simulation, tell) {
      const { facts, scenario } = simulation;
      const sinceMs = new RunMemory<Alarm, number>(simulation);
      const { stateChanged } = facts.of(alarmFacts);
      stateChanged.listen((alarm, change) => {
        const event = eventOf(alarm, change, sinceMs.get(alarm) ?? null);
        tell({ ...event, account: scenario.homes.get(alarm.logicalId) });
        sinceMs.set(alarm, change.atMs);
      });
    },
  },
];

function eventOf(alarm: Alarm, { from, to, reason, atMs }: AlarmChange, sinceMs: number | null): AwsEvent {
  return {
    source: 'aws.cloudwatch',
    detailType,
    atMs,
    resources: [alarm.arn],
    detail: {
      alarmName: alarm.name,
      state: { value: to, reason, timestamp: stamp(atMs) },
      previousState: { value: from, ...(sinceMs === null ? {} : { timestamp: stamp(sinceMs) }) },
      configuration: configurationOf(alarm),
    },
    node: null,
  };
}

/** `2019-10-02T17:04:40.985+0000` */
function stamp(epochMs: number): string {
  return isoTime(epochMs).replace('Z', '+0000');
}

function configurationOf(alarm: Alarm): object {
  const description = alarm.description === '' ? {} : { description: alarm.description };
  if (alarm.kind === 'composite') return { ...description, alarmRule: alarm.ruleText };
  const period = alarm.periodMs / 1000;
  const metrics = alarm.queries.flatMap((query) => {
    if (!('metric' in query)) return [];
    const { namespace, name, dimensions, statisticName: stat } = query.metric;
    const metricStat = { metric: { namespace, name, dimensions }, period, stat };
    return [{ id: query.id, metricStat, returnData: query.isReturned }];
  });
  return { ...description, metrics };
}
