/**
 * Tasks that run in the service and not on nodes: LAMBDA, STEP_FUNCTIONS and AUTOMATION. How long a run takes and how
 * often it fails is what `model.documents` says of the function, state machine or runbook.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/running-automations-scale-controls.html
 */
import { resolveMaxConcurrency, resolveMaxErrors } from '../../aws/rate-control.ts';
import { Rollout } from '../../aws/rollout.ts';
import { type Sampler, samplerOf } from '../../kernel/distributions.ts';
import type { EventType } from '../../kernel/kernel.ts';
import { resolveTargets } from '../../world/target-resolution.ts';
import { epochMinute, type Simulation } from '../simulation.ts';
import type { ServiceInvocations, TaskExecution } from './state.ts';

interface Run {
  readonly task: TaskExecution;
  readonly invocations: ServiceInvocations;
  isSettling: boolean;
}

export class ServiceTasks {
  private readonly simulation: Simulation;
  private readonly onFinished: (task: TaskExecution, isHalted: boolean) => void;
  private readonly runs: Run[] = [];
  private readonly samplers = new Map<string, Sampler>();
  private readonly runDue: EventType;
  private readonly settleDue: EventType;

  constructor(simulation: Simulation, onFinished: (task: TaskExecution, isHalted: boolean) => void) {
    this.simulation = simulation;
    this.onFinished = onFinished;
    const { kernel } = simulation;
    this.runDue = kernel.on('maintenance-windows/service-run-due', (position, index) =>
      this.end(index, position),
    );
    this.settleDue = kernel.on('maintenance-windows/service-task-settled', (index) => this.settle(index));
  }

  clear(): void {
    this.runs.length = 0;
  }

  start(task: TaskExecution): void {
    const { fleet, names, nodes: view, scenario } = this.simulation;
    const { task: settings, groupIndex } = task;
    const group = settings.targetGroups[groupIndex];
    // A task without targets has one invocation.
    const nodes: (number | null)[] =
      group === undefined
        ? [null]
        : resolveTargets(fleet, names, group.targets).nodes.filter((node) => view.pingStatus(node) !== null);
    const { rounding, dispatch, halt } = scenario.model.rateControl;
    const rollout = new Rollout({
      targetCount: nodes.length,
      maxConcurrencyCount:
        settings.maxConcurrency === null
          ? 1
          : resolveMaxConcurrency(settings.maxConcurrency, nodes.length, rounding),
      maxErrorsCount:
        settings.maxErrors === null ? 0 : resolveMaxErrors(settings.maxErrors, nodes.length, rounding),
      dispatch,
      halt,
    });
    const invocations: ServiceInvocations = {
      rollout,
      nodes,
      tally: { SUCCESS: 0, FAILED: 0 },
      firstSentMs: null,
      lastEndedMs: null,
      peakConcurrencyCount: 0,
      haltedMs: null,
    };
    task.services.push(invocations);
    if (nodes.length === 0) task.statusDetails = 'No invocations to execute.';
    this.touch(this.runs.push({ task, invocations, isSettling: false }) - 1);
  }

  /** The cutoff: what runs continues, nothing new starts. */
  startNoMore(task: TaskExecution): void {
    this.runs.forEach((run, index) => {
      if (run.task !== task) return;
      run.invocations.rollout.isClosed = true;
      this.touch(index);
    });
  }

  private touch(index: number): void {
    const run = this.runs[index]!;
    if (run.isSettling || run.task.finishedMs !== null) return;
    run.isSettling = true;
    this.simulation.kernel.whenInstantEnds(this.settleDue, index);
  }

  private settle(index: number): void {
    const run = this.runs[index]!;
    run.isSettling = false;
    const { invocations, task } = run;
    const { rollout } = invocations;
    const { nowMs } = this.simulation.kernel;
    if (rollout.isHalted) invocations.haltedMs ??= nowMs;
    const count = rollout.sendCountNow();
    const first = rollout.sentCount;
    if (count > 0) rollout.onSent(count);
    for (let position = first; position < first + count; position += 1) this.send(index, position);
    invocations.peakConcurrencyCount = Math.max(invocations.peakConcurrencyCount, rollout.inFlightCount);
    if (!rollout.isFinished) return;
    if (rollout.isHalted || rollout.errorCount > rollout.settings.maxErrorsCount) task.hasFailed = true;
    this.onFinished(task, rollout.isHalted);
  }

  private send(index: number, position: number): void {
    const { kernel } = this.simulation;
    const { invocations } = this.runs[index]!;
    invocations.firstSentMs ??= kernel.nowMs;
    kernel.schedule(kernel.nowMs + this.durationMs(index, position), this.runDue, position, index);
  }

  private durationMs(index: number, position: number): number {
    const { task } = this.runs[index]!;
    const { random, scenario } = this.simulation;
    const document = scenario.model.documents.get(task.task.taskName);
    if (document === undefined) return 0;
    let sampler = this.samplers.get(task.task.taskName);
    if (sampler === undefined) {
      sampler = samplerOf(document.run);
      this.samplers.set(task.task.taskName, sampler);
    }
    const stream = random.stream(
      'maintenance-windows/run',
      task.task.logicalId,
      this.subjectOf(index, position),
    );
    return sampler.durationMs(stream, 0, epochMinute(task.execution.nominalMs), task.groupIndex);
  }

  private subjectOf(index: number, position: number): string {
    const node = this.runs[index]!.invocations.nodes[position] ?? null;
    return node === null ? '' : this.simulation.names.idOf(node);
  }

  private end(index: number, position: number): void {
    const { kernel, random, scenario } = this.simulation;
    const { invocations, task } = this.runs[index]!;
    const failsShare = scenario.model.documents.get(task.task.taskName)?.failsShare ?? 0;
    const stream = random.stream(
      'maintenance-windows/fails',
      task.task.logicalId,
      this.subjectOf(index, position),
    );
    const hasFailed =
      failsShare > 0 &&
      stream.uniform(0, epochMinute(task.execution.nominalMs), task.groupIndex) < failsShare;
    invocations.tally[hasFailed ? 'FAILED' : 'SUCCESS'] += 1;
    invocations.lastEndedMs = kernel.nowMs;
    // The gate of an automation's ramp is completion, not acknowledgement.
    invocations.rollout.onAnswered(invocations.rollout.batchNumber);
    invocations.rollout.onFinished(hasFailed);
    this.touch(index);
  }
}
