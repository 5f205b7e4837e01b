/**
 * Executions of runbooks: what is asked for begins, waits or is refused; what is over is told.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-working-executing.html
 */
import type { FactsIn } from '../../capability/facts.ts';
import { type ServiceDraw, ServiceRuns } from '../../capability/service-runs.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { documentName } from '../../cloudformation/document-spec.ts';
import type { ChildRequest } from './actions/action.ts';
import { valuesOf } from './content/parameters.ts';
import type { Value } from './content/runbook.ts';
import { automationFacts } from './events.ts';
import type { Execution, ExecutionStatus, StepExecution } from './execution.ts';
import { changeStatus } from './flow.ts';
import type { ExecutionRequest } from './request.ts';
import { assumeObstacle } from './roles.ts';
import { runbookOf } from './runbook-of.ts';
import { Runner } from './runner.ts';
import { Cloud } from './services/cloud.ts';
import { StepModels } from './step-models.ts';
import { Timers } from './timers.ts';
import { Waits } from './waits.ts';

export class Automation {
  /** In the order in which they were asked for. */
  readonly executions: Execution[] = [];
  readonly cloud = new Cloud();
  private readonly simulation: Simulation;
  private readonly facts: FactsIn<typeof automationFacts>;
  private readonly services: ServiceRuns;
  private readonly timers: Timers;
  private readonly waits: Waits;
  private readonly runner: Runner;

  constructor(simulation: Simulation) {
    const { scenario, facts, kernel } = simulation;
    this.simulation = simulation;
    this.facts = facts.of(automationFacts);
    this.services = new ServiceRuns(simulation, 'automation', (name) => scenario.model.documents.get(name));
    this.timers = new Timers(kernel);
    this.waits = new Waits(simulation);
    this.runner = new Runner(simulation, {
      cloud: this.cloud,
      timers: this.timers,
      models: new StepModels(simulation),
      onOver: (execution) => this.over(execution),
      startChild: (parent, step, request) => this.startChild(parent, step, request),
      whenOver: (id, then) => this.waits.add(id, then),
    });
    this.facts.executionRequested.listen((request) => this.start(request, null));
  }

  clear(): void {
    this.executions.length = 0;
    this.cloud.clear();
    this.timers.clear();
    this.waits.clear();
    this.runner.clear();
  }

  private start(request: ExecutionRequest, parent: Execution | null): void {
    const { kernel, scenario } = this.simulation;
    const document = documentName(request.document);
    const runbook = runbookOf(scenario, document);
    const values = runbook === null ? { values: {} } : valuesOf(runbook, request.parameters);
    const execution: Execution = {
      request,
      index: this.executions.length,
      document,
      runbook,
      status: 'Pending',
      failure: null,
      requestedMs: kernel.nowMs,
      startedMs: null,
      endedMs: null,
      parameters: 'values' in values ? values.values : {},
      variables: {},
      steps: [],
      frames: [],
      outputs: {},
      children: [],
      parent,
    };
    this.executions.push(execution);
    parent?.children.push(execution);
    execution.failure =
      'problems' in values ? values.problems.join(' ') : assumeObstacle(scenario, execution);
    this.begin(execution);
  }

  private begin(execution: Execution): void {
    const { kernel } = this.simulation;
    execution.startedMs = kernel.nowMs;
    changeStatus(execution, 'InProgress');
    this.facts.executionStarted.tell(execution);
    // What starts it has to know of it before it is over.
    this.timers.after(0, () => {
      if (execution.failure !== null) return this.end(execution, 'Failed');
      if (execution.runbook !== null) return this.runner.start(execution);
      this.runWhole(execution);
    });
  }

  /** A runbook of which nothing but its name is known. */
  private runWhole(execution: Execution): void {
    const { document, request } = execution;
    this.timers.after(this.services.durationMs(document, drawOf(request)), () => {
      this.end(execution, this.services.hasFailed(document, drawOf(request)) ? 'Failed' : 'Success');
    });
  }

  private end(execution: Execution, status: ExecutionStatus): void {
    changeStatus(execution, status);
    execution.endedMs = this.simulation.kernel.nowMs;
    this.over(execution);
  }

  private over(execution: Execution): void {
    this.facts.executionFinished.tell(execution);
    this.waits.tell(execution.request.id, { Status: execution.status, Output: execution.outputs });
  }

  private startChild(parent: Execution, { step }: StepExecution, child: ChildRequest): string {
    const id = `${parent.request.id}/${step.name}`;
    const { document, parameters } = child;
    this.start(
      { ...parent.request, id, document, parameters, requestedMs: this.simulation.kernel.nowMs },
      parent,
    );
    return id;
  }
}

export interface Machine {
  readonly automation: Automation;
}

function drawOf({ source, node, occurrence }: ExecutionRequest): ServiceDraw {
  return { subject: source, node, occurrence, part: 0 };
}

export type Outcome = Value;
