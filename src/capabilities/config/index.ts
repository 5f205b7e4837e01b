/** AWS Config: managed rules about nodes, and remediation of what they find noncompliant. */
import { define } from '../../capability/capability.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { nounsOf } from '../../cloudformation/nouns.ts';
import { configEvents } from './aws-events.ts';
import { configCalls } from './calls.ts';
import { checkBrokenRules } from './check.ts';
import { configFacts } from './events.ts';
import { configScreen } from './first-screen.ts';
import { configLinks } from './links.ts';
import { configLint } from './lint/index.ts';
import { Config } from './machine.ts';
import { configMetrics } from './metrics.ts';
import { configModel } from './model.ts';
import { configNotes } from './notes.ts';
import { configResources } from './resources/index.ts';
import { configMeanings } from './resources/meanings.ts';
import { remediationConfiguration } from './resources/remediations.ts';
import { configResults } from './results.ts';
import { configView } from './view.ts';

export const config = define({
  name: 'config',
  facts: configFacts,
  takesPart: () => false,
  model: [configModel],
  resources: configResources,
  calls: configCalls,
  meanings: configMeanings,
  check: checkBrokenRules,
  executions: (scenario) =>
    [...nounsOf(scenario, remediationConfiguration).values()].map(
      ({ logicalId, document, parameters, account }) => ({
        id: logicalId,
        document,
        account,
        parameters: Object.fromEntries(
          Object.entries(parameters).filter((one): one is [string, readonly string[]] => one[1] !== null),
        ),
      }),
    ),
  links: configLinks,
  lint: configLint,
  start(simulation: Simulation) {
    const machine = new Config(simulation);
    return {
      config: machine,
      clear: () => machine.clear(),
      begin: { calls: () => machine.calls.start(), schedules: () => machine.start() },
    };
  },
  awsEvents: configEvents,
  metrics: configMetrics,
  notes: configNotes,
  results: configResults,
  firstScreen: configScreen,
  view: configView,
});
