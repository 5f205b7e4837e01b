/**
 * Executions of runbooks: what is asked for begins, waits or is refused; what is over is told.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-working-executing.html
 */
import { hasReference } from '../../aws/parameter-references.ts';
import type { Calls } from '../../capability/calls.ts';
import type { FactsIn } from '../../capability/facts.ts';
import { type ServiceDraw, ServiceRuns } from '../../capability/service-runs.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { documentName } from '../../cloudformation/document-spec.ts';
import { AlarmWatch } from '../cloudwatch-alarms/facts.ts';
import { type Looked, parametersView } from '../parameter-store/facts.ts';
import type { ChildRequest, Signal } from './actions/action.ts';
import { startingVariables, valuesOf } from './content/start.ts';
import { Division } from './division.ts';
import { automationFacts } from './events.ts';
import { type Execution, type ExecutionStatus, isOver, type StepExecution } from './execution.ts';
import { changeStatus } from './flow.ts';
import { lookupIn } from './lookup.ts';
import { isDivided, Quota } from './quota.ts';
import type { ExecutionRequest } from './request.ts';
import { assumeObstacle } from './roles.ts';
import { runbookOf } from './runbook-of.ts';
import { Runner } from './runner.ts';
import { Cloud } from './services/cloud.ts';
import { StepModels } from './step-models.ts';
import { Timers } from './timers.ts';
import { Unreached } from './unreached.ts';
import { Waits } from './waits.ts';

export class Automation {
  /** In the order in which they were asked for. */
  readonly executions: Execution[] = [];
  readonly cloud: Cloud;
  private readonly simulation: Simulation;
  private readonly facts: FactsIn<typeof automationFacts>;
  private readonly services: ServiceRuns;
  private readonly timers: Timers;
  private readonly waits: Waits;
  private readonly runner: Runner;
  private readonly quota: Quota;
  private readonly division: Division;
  private readonly unreached: Unreached;
  private readonly alarms: AlarmWatch<Execution>;

  constructor(simulation: Simulation) {
    const { scenario, facts, kernel } = simulation;
    this.simulation = simulation;
    this.facts = facts.of(automationFacts);
    this.services = new ServiceRuns(simulation, 'automation', (name) => scenario.model.documents.get(name));
    this.timers = new Timers(kernel);
    this.cloud = new Cloud(simulation, this.timers);
    this.waits = new Waits(simulation);
    this.quota = new Quota(simulation, (execution) => this.begin(execution));
    this.division = new Division(simulation, {
      timers: this.timers,
      start: (request, parent) => this.start(request, parent),
      end: (parent, status) => this.end(parent, status),
    });
    this.unreached = new Unreached(simulation, this.division, this.executions);
    this.runner = new Runner(simulation, {
      cloud: this.cloud,
      timers: this.timers,
      models: new StepModels(simulation),
      onOver: (execution) => this.over(execution),
      onSitting: (execution) => this.quota.onSitting(execution),
      startChild: (parent, step, request) => this.startChild(parent, step, request),
      stopChild: (id) => {
        const child = this.find(id);
        if (child !== undefined) this.stop(child);
      },
      whenOver: (id, then) => this.waits.add(id, then),
    });
    this.alarms = new AlarmWatch(simulation, 'automation/alarm-poll-due', (execution) => {
      execution.endedFor ??= 'STOPPED_BY_ALARM';
      this.stop(execution);
    });
    this.facts.executionRequested.listen((request) => this.start(request, null));
  }

  clear(): void {
    this.executions.length = 0;
    this.cloud.clear();
    this.timers.clear();
    this.waits.clear();
    this.runner.clear();
    this.quota.clear();
    this.division.clear();
    this.unreached.clear();
    this.alarms.clear();
  }

  /** What has not ended when the simulation does. */
  settle(): void {
    this.unreached.settle();
  }

  /** By the id of its request; undefined: none was asked for, yet or at all. */
  find(id: string): Execution | undefined {
    return this.executions.find(({ request }) => request.id === id);
  }

  /** StopAutomationExecution. False: it is over already. */
  stop(execution: Execution): boolean {
    if (isOver(execution)) return false;
    // Children that are cancelled are not what halted it.
    this.division.close(execution);
    for (const child of execution.children) this.stop(child);
    if (execution.status === 'Pending') {
      this.end(execution, 'Cancelled');
    } else if (isDivided(execution)) {
      changeStatus(execution, 'Cancelling');
      this.division.endIfDone(execution);
    } else if (execution.runbook === null) {
      changeStatus(execution, 'Cancelling');
      this.end(execution, 'Cancelled');
    } else this.runner.cancel(execution);
    return true;
  }

  /** StopAutomationExecution of type Complete: the step that runs is the last one, and no target is begun any more. False: it is over already. */
  complete(execution: Execution): boolean {
    if (isOver(execution)) return false;
    // No step of it runs, and no target of it was begun: there is nothing to complete.
    const isToCome = isDivided(execution) && this.division.tally(execution) === null;
    if (execution.status === 'Pending' || isToCome) return this.stop(execution);
    execution.endedFor ??= 'CANCELLED';
    if (isDivided(execution)) {
      for (const child of execution.children) this.complete(child);
      this.division.close(execution);
      this.division.endIfDone(execution);
    } else this.runner.endAfterStep(execution);
    return true;
  }

  /** SendAutomationSignal. AWS's error; null: it is taken. */
  signal(execution: Execution, signal: Signal): string | null {
    return this.runner.signal(execution, signal);
  }

  tally(parent: Execution): ReturnType<Division['tally']> {
    return this.division.tally(parent);
  }

  private start(request: ExecutionRequest, parent: Execution | null): void {
    const { kernel, scenario } = this.simulation;
    const document = documentName(request.document);
    const runbook = request.runbook ?? runbookOf(scenario, document);
    const execution: Execution = {
      request,
      document,
      runbook,
      status: 'Pending',
      failure: null,
      endedFor: null,
      requestedMs: kernel.nowMs,
      startedMs: null,
      endedMs: null,
      parameters: {},
      variables: {},
      steps: [],
      turns: new Map(),
      frames: [],
      outputs: {},
      children: [],
      parent,
    };
    this.executions.push(execution);
    parent?.children.push(execution);
    const failure = this.giveValues(execution) ?? this.obstacle(execution);
    if (failure !== null) this.refuse(execution, failure);
    else if (!this.quota.admit(execution)) this.refuse(execution, overQuota);
  }

  /** Those of parameters and variables. Null: AWS takes the parameters that it was called with. */
  private giveValues(execution: Execution): string | null {
    const { runbook, request, parameters, variables } = execution;
    // Of one that is divided each child has values of its own.
    if (runbook === null || request.rateControl !== undefined) return null;
    const lookup = (name: string) => lookupIn(this.simulation, execution, name);
    const given = this.lookedUp(request);
    if (given.error !== null) return given.error;
    const { names } = this.simulation;
    const idOf = (text: string) => {
      const node = names.find(text);
      return node === undefined ? text : names.idOf(node);
    };
    const start = valuesOf(runbook, given.parameters, lookup, idOf);
    if ('problems' in start) return start.problems.map(({ message }) => message).join(' ');
    Object.assign(parameters, start.values);
    Object.assign(variables, startingVariables(runbook, lookup));
    return null;
  }

  /** References to Parameter Store among its parameters. */
  private lookedUp({ parameters, source, document, account }: ExecutionRequest): Looked {
    if (!hasReference(parameters)) return { parameters, error: null };
    const sender = {
      id: source,
      document,
      parent: null,
      role: null,
      ...(account === undefined ? {} : { account }),
    };
    return this.simulation.views.of(parametersView).lookUp(sender, parameters);
  }

  private obstacle(execution: Execution): string | null {
    if (depthOf(execution.parent) >= nestingMax) return tooDeep;
    const obstacle = assumeObstacle(this.simulation.scenario, execution);
    if (obstacle === null) return null;
    execution.endedFor = 'ROLE_NOT_ASSUMABLE';
    return obstacle.message;
  }

  private begin(execution: Execution): void {
    const { kernel } = this.simulation;
    const { request } = execution;
    execution.startedMs = kernel.nowMs;
    changeStatus(execution, 'InProgress');
    this.facts.executionStarted.tell(execution);
    const { alarm = null, account } = request;
    if (!this.alarms.begin(execution, `automation ${request.id}`, alarm, account)) {
      execution.endedFor = 'ALARM_ACTIVE';
      execution.failure = `its alarm ${alarm?.alarm ?? ''} is in ALARM, or cannot be read`;
      this.timers.after(0, () => void this.stop(execution));
      return;
    }
    // What starts it has to know of it before it is over.
    this.timers.after(0, () => {
      if (isOver(execution)) return;
      if (isDivided(execution)) this.division.begin(execution);
      else if (execution.runbook !== null) this.runner.start(execution);
      else this.runWhole(execution);
    });
  }

  /** Before its first step. */
  private refuse(execution: Execution, failure: string): void {
    execution.failure = failure;
    execution.startedMs = this.simulation.kernel.nowMs;
    this.timers.after(0, () => {
      if (!isOver(execution)) this.end(execution, 'Failed');
    });
  }

  /** Only the name of the runbook is known, not its steps. */
  private runWhole(execution: Execution): void {
    const { document, request } = execution;
    this.timers.after(this.services.durationMs(document, drawOf(request)), () => {
      if (isOver(execution)) return;
      this.end(execution, this.services.hasFailed(document, drawOf(request)) ? 'Failed' : 'Success');
    });
  }

  private end(execution: Execution, status: ExecutionStatus): void {
    changeStatus(execution, status);
    execution.endedMs = this.simulation.kernel.nowMs;
    this.over(execution);
  }

  private over(execution: Execution): void {
    this.alarms.end(execution);
    this.quota.release(execution);
    this.unreached.onOver(execution);
    this.facts.executionFinished.tell(execution);
    const { parent, request, status, outputs } = execution;
    this.waits.tell(request.id, { Status: status, Output: Object.values(outputs) });
    if (parent !== null && isDivided(parent)) this.division.onChildOver(parent, execution);
  }

  private startChild(
    parent: Execution,
    { step, iterations, attemptCount }: StepExecution,
    child: ChildRequest,
  ): string {
    const place = [step.name, ...iterations, ...(attemptCount > 1 ? [`attempt ${attemptCount}`] : [])];
    const id = [parent.request.id, ...place].join('/');
    const { rateControl: _, runbook: __, ...inherited } = parent.request;
    const { nowMs: requestedMs } = this.simulation.kernel;
    // aws:executeAutomation has no input that says the mode.
    this.start({ ...inherited, mode: 'Auto', ...child, id, requestedMs }, parent);
    return id;
  }
}

/** AWS: https://docs.aws.amazon.com/general/latest/gr/ssm.html */
const nestingMax = 5;
const overQuota = 'AutomationExecutionLimitExceededException: the queue of executions is full';
const tooDeep = `a runbook may be nested ${nestingMax} levels deep`;

/** 1: it has no parent. Children of targets are on the level of their parent. */
function depthOf(execution: Execution | null): number {
  let depth = 0;
  for (let one = execution; one !== null; one = one.parent) if (!isDivided(one)) depth += 1;
  return depth;
}

export interface Machine {
  readonly automation: Automation;
  readonly operator: Calls;
}

function drawOf({ source, node, occurrence }: ExecutionRequest): ServiceDraw {
  return { subject: source, node, occurrence, part: 0 };
}
