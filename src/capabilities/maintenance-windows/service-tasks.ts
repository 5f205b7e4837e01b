/**
 * Tasks that run in the service and not on nodes: LAMBDA, STEP_FUNCTIONS and AUTOMATION. A runbook whose steps are known is run by Automation; how
 * long any other run takes and how often it fails is what `model.documents` says of the function, state machine or runbook.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/running-automations-scale-controls.html
 */

import { resolveMaxConcurrency, resolveMaxErrors } from '../../aws/rate-control.ts';
import { Rollout } from '../../aws/rollout.ts';
import { modelIn } from '../../capability/model.ts';
import { type ServiceDraw, ServiceRuns } from '../../capability/service-runs.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { epochMinute } from '../../capability/streams.ts';
import type { EventType } from '../../kernel/kernel.ts';
import { automationFacts, type Execution } from '../automation/facts.ts';
import { rateControlModel } from '../run-command/facts.ts';
import { executionRequestOf, startsRunbook } from './runbooks.ts';
import {
  noInvocations,
  type RestReason,
  type ServiceInvocations,
  type TaskExecution,
  unsentOf,
} from './state.ts';
import { targetsOfGroup } from './task-targets.ts';

interface Told {
  readonly onFinished: (task: TaskExecution, end: { isHalted: boolean; isCutShort: boolean }) => void;
  readonly onLeftOut: (task: TaskExecution, nodes: readonly number[], reason: RestReason) => void;
}

interface Run {
  readonly task: TaskExecution;
  readonly groupIndex: number;
  readonly invocations: ServiceInvocations;
  isSettling: boolean;
  isFinished: boolean;
}

export class ServiceTasks {
  private readonly simulation: Simulation;
  private readonly told: Told;
  private readonly runs: Run[] = [];
  private readonly services: ServiceRuns;
  /** Of runbooks that are simulated: the run, by the id of the execution. */
  private readonly byExecution = new Map<string, number>();
  private readonly runDue: EventType;
  private readonly settleDue: EventType;

  constructor(simulation: Simulation, told: Told) {
    this.simulation = simulation;
    this.told = told;
    const { kernel, scenario, facts } = simulation;
    this.services = new ServiceRuns(simulation, 'maintenance-windows', (name) =>
      scenario.model.documents.get(name),
    );
    this.runDue = kernel.on('maintenance-windows/service-run-due', (position, index) => {
      const { taskName } = this.runs[index]!.task.task;
      this.end(index, this.services.hasFailed(taskName, this.drawOf(index, position)));
    });
    facts.of(automationFacts).executionFinished.listen((execution) => this.onExecutionFinished(execution));
    this.settleDue = kernel.on('maintenance-windows/service-task-settled', (index) => this.settle(index));
  }

  clear(): void {
    this.runs.length = 0;
    this.byExecution.clear();
  }

  /** The target group whose turn it is. A task without targets has one invocation. */
  start(task: TaskExecution): void {
    const { scenario } = this.simulation;
    const { task: settings, groupIndex } = task;
    const isTargetless = settings.targetGroups.length === 0;
    const nodes = isTargetless
      ? [null]
      : targetsOfGroup(this.simulation, settings, groupIndex, task.source.account);
    const { maxConcurrency, maxErrors } = settings;
    const { rounding, dispatch, halt } = modelIn(scenario, rateControlModel);
    const invocations: ServiceInvocations = {
      rollout: new Rollout({
        targetCount: nodes.length,
        maxConcurrencyCount:
          maxConcurrency === null ? 1 : resolveMaxConcurrency(maxConcurrency, nodes.length, rounding),
        maxErrorsCount: maxErrors === null ? 0 : resolveMaxErrors(maxErrors, nodes.length, rounding),
        dispatch,
        halt,
      }),
      nodes,
      tally: { SUCCESS: 0, FAILED: 0 },
      firstSentMs: null,
      lastEndedMs: null,
      peakConcurrencyCount: 0,
      haltedMs: null,
      restLeftOut: null,
    };
    task.services.push(invocations);
    if (nodes.length === 0) task.statusDetails = noInvocations;
    this.touch(this.runs.push({ task, groupIndex, invocations, isSettling: false, isFinished: false }) - 1);
  }

  /** The cutoff, or its alarm: what runs continues, nothing new starts. */
  startNoMore(task: TaskExecution, reason: RestReason): void {
    this.runs.forEach((run, index) => {
      if (run.task !== task || run.isFinished) return;
      run.invocations.rollout.isClosed = true;
      this.leaveOutRest(run, reason);
      this.touch(index);
    });
  }

  private leaveOutRest({ task, invocations }: Run, reason: RestReason): void {
    if (invocations.restLeftOut !== null) return;
    invocations.restLeftOut = { reason, atMs: this.simulation.kernel.nowMs };
    this.told.onLeftOut(task, unsentOf(invocations), reason);
  }

  private touch(index: number): void {
    const run = this.runs[index]!;
    if (run.isSettling || run.isFinished) return;
    run.isSettling = true;
    this.simulation.kernel.whenInstantEnds(this.settleDue, index);
  }

  private settle(index: number): void {
    const run = this.runs[index]!;
    run.isSettling = false;
    const { invocations, task } = run;
    const { rollout } = invocations;
    const { nowMs } = this.simulation.kernel;
    if (rollout.isHalted) {
      invocations.haltedMs ??= nowMs;
      this.leaveOutRest(run, 'halt');
    }
    const count = rollout.sendCountNow();
    const first = rollout.sentCount;
    if (count > 0) rollout.onSent(count);
    for (let position = first; position < first + count; position += 1) this.send(index, position);
    invocations.peakConcurrencyCount = Math.max(invocations.peakConcurrencyCount, rollout.inFlightCount);
    if (!rollout.isFinished) return;
    run.isFinished = true;
    const { isHalted, isClosed, unsentCount } = rollout;
    if (isHalted) task.hasFailed = true;
    this.told.onFinished(task, { isHalted, isCutShort: isClosed && unsentCount > 0 });
  }

  private send(index: number, position: number): void {
    const { kernel, scenario, facts } = this.simulation;
    const { invocations, task } = this.runs[index]!;
    invocations.firstSentMs ??= kernel.nowMs;
    const { taskName } = task.task;
    if (startsRunbook(scenario, task.task)) {
      const request = executionRequestOf(this.simulation, task, invocations.nodes[position] ?? null);
      this.byExecution.set(request.id, index);
      return facts.of(automationFacts).executionRequested.tell(request);
    }
    const durationMs = this.services.durationMs(taskName, this.drawOf(index, position));
    kernel.schedule(kernel.nowMs + durationMs, this.runDue, position, index);
  }

  private onExecutionFinished({ request: { id }, status }: Execution): void {
    const index = this.byExecution.get(id);
    if (index === undefined) return;
    this.byExecution.delete(id);
    this.end(index, status !== 'Success');
  }

  private end(index: number, hasFailed: boolean): void {
    const { kernel } = this.simulation;
    const { invocations } = this.runs[index]!;
    invocations.tally[hasFailed ? 'FAILED' : 'SUCCESS'] += 1;
    invocations.lastEndedMs = kernel.nowMs;
    // The gate of an automation's ramp is completion, not acknowledgement: all that run are of the last batch.
    invocations.rollout.onAnswered(invocations.rollout.batchNumber);
    invocations.rollout.onFinished(hasFailed);
    this.touch(index);
  }

  /** What names the random draws of one run: the task, the node it is for, and the execution's nominal start. */
  private drawOf(index: number, position: number): ServiceDraw {
    const { task, groupIndex, invocations } = this.runs[index]!;
    return {
      subject: task.task.logicalId,
      node: invocations.nodes[position] ?? null,
      occurrence: epochMinute(task.execution.nominalMs),
      part: groupIndex,
    };
  }
}
