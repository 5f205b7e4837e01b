/** What AWS tells EventBridge of alarms. */
import { type AwsEvent, type AwsEventSpec, RunMemory } from '../../capability/aws-events.ts';
import type { Alarm, WatchedMetric } from './alarm.ts';
import { type AlarmChange, alarmFacts } from './events.ts';
import type { Query } from './math/queries.ts';
import { stamp } from './reason-data.ts';

const detailType = 'CloudWatch Alarm State Change';

/** #alarm-events: AWS sends them on a guaranteed basis, unlike those of Systems Manager. */
export const alarmEvents: readonly AwsEventSpec[] = [
  {
    detailTypes: [detailType],
    page: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html',
    isGuaranteed: true,
    listen(simulation, tell) {
      const { facts, scenario } = simulation;
      const last = new RunMemory<Alarm, AlarmChange>(simulation);
      const { stateChanged } = facts.of(alarmFacts);
      stateChanged.listen((alarm, change) => {
        const event = eventOf(alarm, change, last.get(alarm) ?? null);
        tell({ ...event, account: scenario.homes.get(alarm.logicalId) });
        last.set(alarm, change);
      });
    },
  },
];

/** What brought the alarm into the state before is known of changes in the run only. */
function eventOf(alarm: Alarm, change: AlarmChange, before: AlarmChange | null): AwsEvent {
  return {
    source: 'aws.cloudwatch',
    detailType,
    atMs: change.atMs,
    resources: [alarm.arn],
    detail: {
      alarmName: alarm.name,
      state: stateOf(change),
      previousState: before === null ? { value: change.from } : stateOf(before),
      configuration: configurationOf(alarm),
    },
    node: null,
  };
}

function stateOf({ to, reason, reasonData, atMs }: AlarmChange): object {
  return { value: to, reason, reasonData, timestamp: stamp(atMs) };
}

function configurationOf(alarm: Alarm): object {
  const description = alarm.description === '' ? {} : { description: alarm.description };
  if (alarm.kind === 'composite') return { ...description, alarmRule: alarm.ruleText };
  return { ...description, metrics: alarm.queries.map((query) => metricOf(query, alarm.periodMs / 1000)) };
}

function metricOf({ id, isReturned, label, ...query }: Query<WatchedMetric>, period: number): object {
  const said = { id, ...(label === undefined ? {} : { label }), returnData: isReturned };
  if ('expression' in query) return { expression: query.text, ...said };
  const { namespace, name, dimensions, statisticName: stat } = query.metric;
  return { ...said, metricStat: { metric: { namespace, name, dimensions }, period, stat } };
}
