/** EventBridge: rules that match events or come due by schedule, and invoke targets. */
import { define } from '../../capability/capability.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { attemptsOn } from './attempts.ts';
import { eventCalls } from './calls.ts';
import { eventCauses } from './causes.ts';
import { eventBridgeFacts } from './events.ts';
import { ruleScreen } from './first-screen.ts';
import { ruleLinks } from './links.ts';
import { eventBridgeLint } from './lint/index.ts';
import { EventBridge } from './machine.ts';
import { eventMeanings } from './meanings.ts';
import { ruleMetrics } from './metrics.ts';
import { eventsModel } from './model.ts';
import { eventBridgeResources } from './resources/index.ts';
import { queueMeanings } from './resources/queues.ts';
import { ruleResults } from './results.ts';
import { ruleSchedules } from './schedules.ts';
import { checkTargets } from './targets/check.ts';
import { ruleOpsItems } from './targets/ops-items.ts';
import { ruleExecutions, ruleSources } from './targets/sources.ts';
import { ruleView } from './view.ts';

export const eventBridge = define({
  name: 'event-bridge',
  facts: eventBridgeFacts,
  takesPart: () => false,
  model: [eventsModel],
  resources: eventBridgeResources,
  calls: eventCalls,
  meanings: { ...eventMeanings, ...queueMeanings },
  check: checkTargets,
  sources: ruleSources,
  executions: ruleExecutions,
  opsItems: ruleOpsItems,
  schedules: ruleSchedules,
  causes: eventCauses,
  links: ruleLinks,
  lint: eventBridgeLint,
  start(simulation: Simulation) {
    const bridge = new EventBridge(simulation);
    return {
      bridge,
      observe: () => bridge.observe(),
      clear: () => bridge.clear(),
      attemptsOn: (node: number) => attemptsOn(bridge.targets.unsent, node),
      begin: { calls: () => bridge.calls.start(), schedules: () => bridge.start() },
    };
  },
  metrics: ruleMetrics,
  results: ruleResults,
  firstScreen: ruleScreen,
  view: ruleView,
});
