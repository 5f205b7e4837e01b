/** CloudWatch alarms: what they watch, how they are evaluated, and what they stop. */
import { define } from '../../capability/capability.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { alarmEvents } from './aws-events.ts';
import { alarmCauses } from './causes.ts';
import { checkMetrics } from './check.ts';
import { alarmFacts } from './events.ts';
import { alarmScreen } from './first-screen.ts';
import { alarmLint } from './lint/index.ts';
import { CloudWatchAlarms } from './machine.ts';
import { alarmMetrics } from './metrics.ts';
import { alarmsModel, metricsModel, targetGroupsModel } from './model.ts';
import { alarmOpsItems } from './ops-items.ts';
import { alarmResources } from './resources/index.ts';
import { alarmMeanings } from './resources/meanings.ts';
import { alarmResults } from './results.ts';
import { alarmView } from './view.ts';

export const cloudwatchAlarms = define({
  name: 'cloudwatch-alarms',
  facts: alarmFacts,
  takesPart: ({ sources }) => sources.some(({ alarm }) => alarm !== null),
  model: [alarmsModel],
  modelMaps: [metricsModel, targetGroupsModel],
  resources: alarmResources,
  meanings: alarmMeanings,
  causes: alarmCauses,
  check: checkMetrics,
  lint: alarmLint,
  start(simulation: Simulation) {
    const alarms = new CloudWatchAlarms(simulation);
    return { alarms, clear: () => alarms.clear(), begin: { schedules: () => alarms.start() } };
  },
  opsItems: alarmOpsItems,
  metrics: alarmMetrics,
  awsEvents: alarmEvents,
  results: alarmResults,
  firstScreen: alarmScreen,
  view: alarmView,
});
