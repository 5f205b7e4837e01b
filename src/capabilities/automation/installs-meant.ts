/** The steps of a runbook that install patches, and whom each means, as far as it can be said at this moment. */
import type { RunSource } from '../../capability/run-source.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { oncePer } from '../../fields/fields.ts';
import type { Scenario } from '../../world/scenario.ts';
import { isInstall } from '../patch-manager/facts.ts';
import { childIn } from './children.ts';
import { type Lookup, resolve } from './content/references.ts';
import { allSteps, type Runbook, type Step, type ValueMap } from './content/runbook.ts';
import type { Execution } from './execution.ts';
import { limitsOf } from './limits.ts';
import { lookupIn } from './lookup.ts';
import type { ExecutionRequest, RateControl } from './request.ts';
import { permissionsOf } from './roles.ts';
import { runbookOf } from './runbook-of.ts';
import { type StepAddress, sentBy, sourceOfStep, withoutOpen } from './sent.ts';
import { levelsMax, startsOf, valuesKnown } from './starts.ts';

export interface InstallMeant {
  readonly step: Step;
  readonly source: RunSource;
  readonly isSent: boolean;
  /** Its targets depend on steps that have not run. */
  readonly isOpen: boolean;
  /** A step before it starts the machine. */
  readonly isStartedFirst: boolean;
}

const startInstances = 'ec2:StartInstances';

/** Those that install, or may start what they install on: most runbooks have few. */
const stepsThatCount = oncePer(({ steps }: Runbook) =>
  allSteps(steps).filter(
    (step) =>
      ['aws:runCommand', 'aws:executeAutomation', 'aws:changeInstanceState'].includes(step.action) ||
      permissionsOf(step).includes(startInstances),
  ),
);

/** `request`: its own, or that of one that it did not start. What a step nested sends is sent by an execution of its own. */
export function installsMeant(
  simulation: Simulation,
  execution: Execution,
  request: ExecutionRequest,
): InstallMeant[] {
  const { scenario } = simulation;
  const { runbook, document, steps, parent } = execution;
  const started = new Set(steps.flatMap(({ started: id, step }) => (id === null ? [] : [step])));
  const isOwn = parent === null || parent.document === document;
  const lookup: Lookup =
    request === execution.request ? (key) => lookupIn(simulation, execution, key) : () => undefined;
  const found = installsIn(scenario, { ...request, runbook, document, isOwn }, started, lookup);
  const limits = limitsOf(scenario, execution);
  return found.map((one) => ({ ...one, source: { ...one.source, ...limits } }));
}

/** What starts a runbook that starts the machines on which it installs, by its id. */
export const startersOfMachines = oncePer(
  (scenario: Scenario): ReadonlySet<string> =>
    new Set(
      startsOf(scenario)
        .filter(
          ({ source: { id: source }, document, isOwn, started: { runbook, request } }) =>
            isOwn &&
            installsIn(scenario, { ...request, source, runbook, document, isOwn }).some(
              ({ isStartedFirst }) => isStartedFirst,
            ),
        )
        .map(({ source }) => source.id),
    ),
);

interface Meaning extends Pick<ExecutionRequest, 'source' | 'document' | 'parameters' | 'account'> {
  readonly runbook: Runbook | null;
  readonly isOwn: boolean;
}

function installsIn(
  scenario: Scenario,
  { source: starter, document, runbook, isOwn, parameters: own, account }: Meaning,
  started: ReadonlySet<Step> = new Set(),
  known: Lookup = () => undefined,
): InstallMeant[] {
  let isStartedFirst = false;

  const within = (
    inner: Runbook | null,
    name: string,
    given: Pick<ExecutionRequest, 'parameters' | 'account'>,
    level: number,
  ): InstallMeant[] => {
    if (inner === null || level > levelsMax) return [];
    const values = valuesKnown(scenario, inner, given);
    const lookup: Lookup = (key) => (level === 1 ? known(key) : undefined) ?? values[key];
    const address: StepAddress = {
      source: starter,
      runbook: name,
      isOwn: level === 1 && isOwn,
      ...(account === undefined ? {} : { account }),
    };
    return stepsThatCount(inner).flatMap((step): InstallMeant[] => {
      const isSent = level === 1 && started.has(step);
      const inputs = resolve(step.inputs, lookup) as ValueMap;
      if (step.action === 'aws:executeAutomation') {
        const { document: nested, parameters, rateControl } = childIn(inputs);
        const found = within(runbookOf(scenario, nested), nested, { ...given, parameters }, level + 1);
        return isSent ? [] : found.map((one) => aimed(one, rateControl));
      }
      if (permissionsOf(step, inputs).includes(startInstances)) isStartedFirst = true;
      if (step.action !== 'aws:runCommand') return [];
      const sent = sentBy(withoutOpen(inputs));
      const source = sourceOfStep(step, address, sent);
      if (!isInstall(source)) return [];
      const isOpen = sent.instanceIds.length + sent.targets.length === 0;
      return [{ step, source, isSent, isOpen, isStartedFirst }];
    });
  };
  return within(runbook, document, { parameters: own, account }, 1);
}

/** A nested runbook with targets is started for each of them: where a step means no node by itself, it means that one. */
function aimed(one: InstallMeant, rateControl: RateControl | undefined): InstallMeant {
  if (rateControl === undefined || !one.isOpen) return one;
  const { targets, values, targetMaps } = rateControl;
  const instanceIds = [...values, ...targetMaps.flatMap((map) => Object.values(map).flat())];
  return { ...one, isOpen: false, source: { ...one.source, targetGroups: [{ targets, instanceIds }] } };
}
