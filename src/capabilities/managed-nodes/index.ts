/** Managed nodes: who is launched, who registers, and what happens to the fleet. */

import { define } from '../../capability/capability.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { nodeEvents } from './aws-events.ts';
import { nodeCalls } from './calls/index.ts';
import { nodeMeanings } from './calls/meanings.ts';
import { nodeCauses } from './causes/index.ts';
import { nodeFacts } from './events.ts';
import { Faults, planLaunches } from './faults.ts';
import { nodeScreen } from './first-screen.ts';
import { nodeLinks } from './links.ts';
import { nodeLint } from './lint/index.ts';
import { ManagedNodes } from './machine.ts';
import { nodeMetrics } from './metrics.ts';
import { agentModel, changesModel, rebootModel } from './model.ts';
import { NodeOperator } from './operator.ts';
import { nodeResults } from './results.ts';
import { DownOverTime, nodeSeries } from './series.ts';
import { nodeView } from './view.ts';

export const managedNodes = define({
  name: 'managed-nodes',
  facts: nodeFacts,
  takesPart: 'always',
  model: [agentModel, changesModel, rebootModel],
  calls: nodeCalls,
  meanings: nodeMeanings,
  lint: nodeLint,
  causes: nodeCauses,
  links: nodeLinks,
  launches: planLaunches,
  start(simulation: Simulation) {
    const nodes = new ManagedNodes(simulation);
    const faults = new Faults(simulation, nodes);
    const operator = new NodeOperator(simulation, nodes);
    const down = simulation.recording.series ? new DownOverTime(simulation) : null;
    return {
      nodes,
      operator,
      down,
      observe: () => down?.observe(),
      clear: () => down?.clear(),
      begin: {
        fleet: () => nodes.start(),
        calls: () => operator.start(),
        faults: () => faults.start(),
      },
    };
  },
  awsEvents: nodeEvents,
  metrics: nodeMetrics,
  series: nodeSeries,
  results: nodeResults,
  firstScreen: nodeScreen,
  view: nodeView,
});
