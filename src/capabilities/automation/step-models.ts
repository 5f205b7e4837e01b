/** What the file says of how long steps and calls take, how often they fail, and what they answer. */
import { type ServiceDraw, type ServiceModel, ServiceRuns } from '../../capability/service-runs.ts';
import type { Simulation } from '../../capability/simulation.ts';
import type { Distribution } from '../../kernel/distributions.ts';
import type { CalledApi } from './actions/action.ts';
import type { Value } from './content/runbook.ts';
import type { Execution, StepExecution } from './execution.ts';
import { type CallModel, callModels } from './model.ts';

export class StepModels {
  private readonly simulation: Simulation;
  private readonly runs: ServiceRuns;
  private readonly known = new Map<string, ServiceModel>();

  constructor(simulation: Simulation) {
    this.simulation = simulation;
    this.runs = new ServiceRuns(simulation, 'automation/step', (name) => this.known.get(name));
  }

  durationMs(execution: Execution, record: StepExecution, usual: Distribution, call?: CalledApi): number {
    return this.runs.durationMs(this.keyOf(execution, record, call, usual), drawOf(execution, record));
  }

  isDrawnToFail(execution: Execution, record: StepExecution, call?: CalledApi): boolean {
    const share = this.modelOf(execution, record, call).fails ?? 0;
    return this.runs.isDrawn(share, drawOf(execution, record));
  }

  answer(execution: Execution, record: StepExecution, call?: CalledApi): Value | undefined {
    return this.modelOf(execution, record, call).answer;
  }

  /** Of the step itself first, then of what it calls. */
  private modelOf({ document }: Execution, { step }: StepExecution, call?: CalledApi): CallModel {
    const { scenario } = this.simulation;
    const ofStep = call?.goesOn ? undefined : scenario.model.documents.get(document)?.steps?.[step.name];
    const ofCall = call === undefined ? undefined : callModels(scenario).get(call.service)?.[call.api];
    return { ...ofCall, ...(ofStep as CallModel | undefined) };
  }

  private keyOf(
    execution: Execution,
    record: StepExecution,
    call: CalledApi | undefined,
    usual: Distribution,
  ) {
    const key = `${execution.document}/${record.step.name}/${call?.service ?? ''}.${call?.api ?? ''}/${call?.goesOn ?? ''}`;
    if (!this.known.has(key)) {
      const { run = usual, fails = 0 } = this.modelOf(execution, record, call);
      this.known.set(key, { run, failsShare: fails });
    }
    return key;
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
