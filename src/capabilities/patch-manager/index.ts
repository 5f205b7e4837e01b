/** Patch Manager: what AWS-RunPatchBaseline does on a node, and why a node is not patched. */

import { define } from '../../capability/capability.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { whyUnpatchedView } from '../../capability/why-unpatched.ts';
import { patchEvents } from './aws-events.ts';
import { patchCalls } from './calls.ts';
import { CauseFinder } from './cause-finder.ts';
import { patchCauses } from './causes/index.ts';
import { patchDocuments } from './documents.ts';
import { patchFacts } from './events.ts';
import { failedPatchesView } from './facts.ts';
import { patchScreen } from './first-screen.ts';
import { patchLinks } from './links/index.ts';
import { failedOn } from './links/patches.ts';
import { patchLint } from './lint/index.ts';
import { PatchManager } from './machine.ts';
import { patchMetrics } from './metrics.ts';
import { exposureModel, patchingModel } from './model.ts';
import { nodeStates } from './node-states.ts';
import { patchNotes } from './notes.ts';
import { Opportunities } from './opportunities.ts';
import { patchedAtOf } from './patched-at.ts';
import { patchResources } from './resources/index.ts';
import { baselineMeanings } from './resources/meanings.ts';
import { patchResults } from './results.ts';
import { operationMeant } from './rules.ts';
import { patchSeries } from './series.ts';
import { StatesOverTime } from './states-over-time.ts';
import { hasPatches, patchView } from './view.ts';

export const patchManager = define({
  name: 'patch-manager',
  facts: patchFacts,
  takesPart: 'always',
  model: [patchingModel, exposureModel],
  resources: patchResources,
  calls: patchCalls,
  documents: patchDocuments,
  meanings: baselineMeanings,
  lint: patchLint,
  causes: patchCauses,
  links: patchLinks,
  start(simulation: Simulation) {
    const patches = new PatchManager(simulation);
    const opportunities = new Opportunities(simulation, patches);
    simulation.views.provide(failedPatchesView, { failedOn: (node) => failedOn({ simulation, node }) });
    const causes = new CauseFinder(simulation, patches, opportunities);
    const overTime = simulation.recording.series
      ? new StatesOverTime(simulation, { patches, opportunities, causes })
      : null;
    simulation.views.provide(whyUnpatchedView, {
      findingOf: (node) => causes.findingOf(node),
      hasPatches: hasPatches(simulation),
      states: nodeStates,
      opportunityOf: (node) => opportunities.of(node),
      complianceOf: (node) => patches.reports.complianceOf(node),
      patchedAtOf: (journal) => patchedAtOf(simulation, journal),
      patchIdsOf: (node) => patches.stock.blockOf(node).catalogue.patches.map(({ id }) => id),
      isInstall: (source) => operationMeant(simulation.scenario, source) === 'Install',
    });
    return {
      patches,
      opportunities,
      causes,
      overTime,
      observe() {
        opportunities.observe();
        causes.observe();
        overTime?.observe();
      },
      clear() {
        opportunities.clear();
        causes.clear();
        overTime?.clear();
      },
      begin: { fleet: () => patches.start() },
      settle: () => patches.exposure.settle(),
    };
  },
  awsEvents: patchEvents,
  metrics: patchMetrics,
  series: patchSeries,
  notes: patchNotes,
  results: patchResults,
  firstScreen: patchScreen,
  view: patchView,
});
