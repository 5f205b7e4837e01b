/**
 * Executions of runbooks, thin: how long one takes and how often it fails is what `model.documents` says of the runbook.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-working-executing.html
 */
import type { FactsIn } from '../../capability/facts.ts';
import { type ServiceDraw, ServiceRuns } from '../../capability/service-runs.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { documentName } from '../../cloudformation/document-spec.ts';
import type { EventType } from '../../kernel/kernel.ts';
import { automationFacts } from './events.ts';
import type { Execution, ExecutionRequest, ExecutionStatus } from './request.ts';
import { assumeObstacle } from './rules.ts';

export class Automation {
  /** In the order in which they were started. */
  readonly executions: Execution[] = [];
  private readonly simulation: Simulation;
  private readonly facts: FactsIn<typeof automationFacts>;
  private readonly services: ServiceRuns;
  private readonly endDue: EventType;

  constructor(simulation: Simulation) {
    const { kernel, scenario, facts } = simulation;
    this.simulation = simulation;
    this.facts = facts.of(automationFacts);
    this.services = new ServiceRuns(simulation, 'automation', (name) => scenario.model.documents.get(name));
    this.endDue = kernel.on('automation/execution-due', (_, index) => this.runOut(index));
    this.facts.executionRequested.listen((request) => this.start(request));
  }

  clear(): void {
    this.executions.length = 0;
  }

  private start(request: ExecutionRequest): void {
    const { kernel, scenario } = this.simulation;
    const document = documentName(request.document);
    const failure = assumeObstacle(scenario, request);
    const execution: Execution = {
      request,
      document,
      status: 'InProgress',
      failure,
      startedMs: kernel.nowMs,
      endedMs: null,
    };
    const index = this.executions.push(execution) - 1;
    this.facts.executionStarted.tell(execution);
    const durationMs = failure === null ? this.services.durationMs(document, drawOf(request)) : 0;
    kernel.schedule(kernel.nowMs + durationMs, this.endDue, 0, index);
  }

  private runOut(index: number): void {
    const { request, document, failure } = this.executions[index]!;
    const hasFailed = failure !== null || this.services.hasFailed(document, drawOf(request));
    this.end(index, hasFailed ? 'Failed' : 'Success');
  }

  private end(index: number, status: ExecutionStatus): void {
    const ended = { ...this.executions[index]!, status, endedMs: this.simulation.kernel.nowMs };
    this.executions[index] = ended;
    this.facts.executionFinished.tell(ended);
  }
}

export interface Machine {
  readonly automation: Automation;
}

function drawOf({ source, node, occurrence }: ExecutionRequest): ServiceDraw {
  return { subject: source, node, occurrence, part: 0 };
}
