/** Distributor: packages with versions, and what AWS-ConfigureAWSPackage makes of them on nodes. */
import { define } from '../../capability/capability.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { checkPackages } from './check.ts';
import { distributorDocuments } from './documents.ts';
import { distributorFacts } from './events.ts';
import { packageScreen } from './first-screen.ts';
import { packageLinks } from './links.ts';
import { packageLint } from './lint/index.ts';
import { Distributor } from './machine.ts';
import { packageType } from './manifest.ts';
import { packageMetrics } from './metrics.ts';
import { distributorModel, packagesModel } from './model.ts';
import { packageNotes } from './notes.ts';
import { packageResults } from './results.ts';
import { packageView } from './view.ts';

export const distributor = define({
  name: 'distributor',
  facts: distributorFacts,
  takesPart: () => false,
  model: [distributorModel],
  modelMaps: [packagesModel],
  documents: distributorDocuments,
  documentTypes: [packageType],
  check: checkPackages,
  links: packageLinks,
  lint: packageLint,
  start(simulation: Simulation) {
    const machine = new Distributor(simulation);
    return { distributor: machine, clear: () => machine.clear(), settle: () => machine.settle() };
  },
  metrics: packageMetrics,
  notes: packageNotes,
  results: packageResults,
  firstScreen: packageScreen,
  view: packageView,
});
