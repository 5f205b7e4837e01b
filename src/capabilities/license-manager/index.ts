/** AWS License Manager: which nodes use a license, by their inventory. */
import { define } from '../../capability/capability.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { licenseManagerFacts } from './events.ts';
import { licenseLint } from './lint/index.ts';
import { LicenseManager } from './machine.ts';
import { licenseMetrics } from './metrics.ts';
import { licenseManagerModel } from './model.ts';
import { licenseResults } from './results.ts';
import { licenseReport, licenseScreen, licensesAtTime } from './view.ts';

export const licenseManager = define({
  name: 'license-manager',
  facts: licenseManagerFacts,
  takesPart: () => false,
  model: [licenseManagerModel],
  start(simulation: Simulation) {
    const machine = new LicenseManager(simulation);
    return { licenses: machine, clear: () => machine.clear() };
  },
  lint: licenseLint,
  metrics: licenseMetrics,
  results: licenseResults,
  firstScreen: licenseScreen,
  view: licenseReport,
  atTime: licensesAtTime,
});
