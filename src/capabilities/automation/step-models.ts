/** What the file says of how long steps and calls take, how often they fail, and what they answer. */
import { type ServiceDraw, ServiceRuns } from '../../capability/service-runs.ts';
import type { Simulation } from '../../capability/simulation.ts';
import type { Distribution } from '../../kernel/distributions.ts';
import type { CalledApi } from './actions/action.ts';
import type { Step, Value } from './content/runbook.ts';
import type { Execution, StepExecution } from './execution.ts';
import { type CallModel, callModels } from './model.ts';

interface Known extends CallModel {
  /** By what ServiceRuns knows it. */
  readonly key: string;
}

export class StepModels {
  private readonly simulation: Simulation;
  private readonly runs: ServiceRuns;
  private readonly ofSteps = new WeakMap<Step, Map<string, Known>>();
  private readonly times = new Map<string, Distribution>();

  constructor(simulation: Simulation) {
    this.simulation = simulation;
    this.runs = new ServiceRuns(simulation, 'automation/step', (name) => ({
      run: this.times.get(name)!,
      failsShare: 0,
    }));
  }

  durationMs(execution: Execution, record: StepExecution, usual: Distribution, call?: CalledApi): number {
    const { key, run = usual } = this.modelOf(execution, record, call);
    if (run.family === 'constant') return run.value;
    if (!this.times.has(key)) this.times.set(key, run);
    return this.runs.durationMs(key, drawOf(execution, record));
  }

  isDrawnToFail(execution: Execution, record: StepExecution, call?: CalledApi): boolean {
    const { fails = 0 } = this.modelOf(execution, record, call);
    return fails > 0 && this.runs.isDrawn(fails, drawOf(execution, record));
  }

  answer(execution: Execution, record: StepExecution, call?: CalledApi): Value | undefined {
    return this.modelOf(execution, record, call).answer;
  }

  /** Of the step itself first, then of what it calls. */
  private modelOf({ document }: Execution, { step }: StepExecution, call?: CalledApi): Known {
    let ofStep = this.ofSteps.get(step);
    if (ofStep === undefined) {
      ofStep = new Map();
      this.ofSteps.set(step, ofStep);
    }
    const name = call === undefined ? '' : `${call.service}.${call.api}${call.goesOn ? ' goes on' : ''}`;
    let known = ofStep.get(name);
    if (known === undefined) {
      known = this.read(document, step, name, call);
      ofStep.set(name, known);
    }
    return known;
  }

  private read(document: string, step: Step, name: string, call: CalledApi | undefined): Known {
    const { scenario } = this.simulation;
    const ofStep = call?.goesOn ? undefined : scenario.model.documents.get(document)?.steps?.[step.name];
    const ofCall = call === undefined ? undefined : callModels(scenario).get(call.service)?.[call.api];
    return { ...ofCall, ...(ofStep as CallModel | undefined), key: `${document}/${step.name}/${name}` };
  }
}

/** Whichever node it is for, else what it is about: what names a draw must not depend on what else happens. */
function drawOf({ request, document }: Execution, record: StepExecution): ServiceDraw {
  const { source, node, resource, occurrence } = request;
  return {
    subject: `${source}/${node === null ? `${resource}/` : ''}${document}/${record.step.name}`,
    node,
    occurrence,
    part: record.turn * 1000 + record.attemptCount,
  };
}
