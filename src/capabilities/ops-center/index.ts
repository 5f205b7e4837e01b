/** OpsCenter: OpsItems, what creates them, what keeps duplicates out, and who resolves them. */
import { define } from '../../capability/capability.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { opsItemEvents } from './aws-events.ts';
import { opsCalls } from './calls.ts';
import { checkOperators } from './check.ts';
import { opsFacts } from './events.ts';
import { opsItemScreen } from './first-screen.ts';
import { opsSettings } from './insights.ts';
import { opsLint } from './lint/index.ts';
import { OpsCenter } from './machine.ts';
import { opsMeanings } from './meanings.ts';
import { opsMetrics } from './metrics.ts';
import { operatorsModel, opsCenterModel } from './model.ts';
import { opsItemNotes } from './notes.ts';
import { opsItemResults } from './results.ts';
import { runbookExecutions } from './runbooks.ts';
import { callOpsItems } from './sources.ts';
import { opsItemView } from './view.ts';
import { opsItemWalk } from './walk.ts';

export const opsCenter = define({
  name: 'ops-center',
  facts: opsFacts,
  takesPart: () => false,
  model: [opsCenterModel],
  modelMaps: [operatorsModel],
  calls: opsCalls,
  serviceSettings: opsSettings,
  meanings: opsMeanings,
  check: checkOperators,
  executions: runbookExecutions,
  opsItems: callOpsItems,
  start(simulation: Simulation) {
    const machine = new OpsCenter(simulation);
    return {
      opsCenter: machine,
      clear: () => machine.clear(),
      begin: { calls: () => machine.start() },
      settle: () => machine.operators.settle(),
    };
  },
  awsEvents: opsItemEvents,
  lint: opsLint,
  metrics: opsMetrics,
  notes: opsItemNotes,
  results: opsItemResults,
  firstScreen: opsItemScreen,
  view: opsItemView,
  walks: opsItemWalk,
});
