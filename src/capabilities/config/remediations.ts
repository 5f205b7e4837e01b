/**
 * Remediations in a run. Automatic ones work on what the last snapshot found noncompliant, as many at a time as the controls
 * allow; what fails is tried again, until it succeeds or leaves an exception.
 *
 * AWS: https://docs.aws.amazon.com/config/latest/APIReference/API_PutRemediationConfigurations.html
 */
import type { FactsIn } from '../../capability/facts.ts';
import { modelIn } from '../../capability/model.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { nounsOf } from '../../cloudformation/nouns.ts';
import type { EventType } from '../../kernel/kernel.ts';
import { ordinalFrom } from '../../world/made-ids.ts';
import { automationFacts, failureOf } from '../automation/facts.ts';
import type { StartRemediation } from './calls.ts';
import type { Evaluations } from './evaluations.ts';
import { configFacts } from './events.ts';
import { type ConfigModel, configModel } from './model.ts';
import { remediationConfiguration } from './resources/remediations.ts';
import { concurrencyOf, leavesException, mustStop } from './rules.ts';
import type { Remediated, Remediation, RemediationState, Resource, RuleState, Wave } from './state.ts';

/** A runbook that has started, until it ends. */
interface Attempt {
  readonly one: Remediated;
  readonly wave: Wave;
}

export class Remediations {
  /** In the order of the file. */
  readonly all: readonly RemediationState[];
  private readonly simulation: Simulation;
  private readonly evaluations: Evaluations;
  private readonly facts: FactsIn<typeof configFacts>;
  private readonly automation: FactsIn<typeof automationFacts>;
  private readonly model: ConfigModel;
  /** By the id of the execution. */
  private readonly attempts = new Map<string, Attempt>();
  /** Waves with an attempt that has ended in this instant, each with its remediation. */
  private readonly settling = new Map<Wave, RemediationState>();
  private readonly snapshotDue: EventType;
  private readonly instantOver: EventType;

  constructor(simulation: Simulation, evaluations: Evaluations) {
    this.simulation = simulation;
    this.evaluations = evaluations;
    const { scenario, kernel, facts } = simulation;
    this.facts = facts.of(configFacts);
    this.automation = facts.of(automationFacts);
    this.model = modelIn(scenario, configModel);
    this.all = [...nounsOf(scenario, remediationConfiguration).values()].map((remediation) =>
      newState(remediation, ruleOf(evaluations.rules, remediation)),
    );
    this.snapshotDue = kernel.on('config/snapshot-due', () => this.takeSnapshot());
    this.instantOver = kernel.on('config/attempts-ended', () => this.settle());
    if (this.all.length === 0) return;
    this.automation.executionFinished.listen((execution) => {
      const attempt = this.attempts.get(execution.request.id);
      if (attempt === undefined) return;
      const hasSucceeded = execution.status === 'Success';
      attempt.one.failure = hasSucceeded ? null : failureOf(execution);
      this.end(execution.request.id, attempt, hasSucceeded);
    });
  }

  clear(): void {
    this.attempts.clear();
    this.settling.clear();
    for (const state of this.all) Object.assign(state, newState(state.remediation, state.rule));
  }

  start(): void {
    if (this.all.some(({ remediation }) => remediation.isAutomatic)) this.scheduleSnapshot();
  }

  /** StartRemediationExecution: what is being remediated has to wait, an exception does not keep it out. */
  startByCall(call: StartRemediation): void {
    const state = this.all.find(
      (one) => one.rule !== undefined && one.rule === ruleOf(this.evaluations.rules, call),
    );
    if (state?.rule === undefined) return;
    const ones: Remediated[] = [];
    for (const id of new Set(call.resourceIds)) {
      const resource = this.evaluations.find(state.rule, id);
      if (resource === undefined) continue;
      const one = remediatedOf(state, resource);
      if (isInProgress(one)) this.facts.resourceInProgress.tell(one);
      else ones.push(one);
    }
    this.begin(state, ones, false);
  }

  private scheduleSnapshot(): void {
    const { kernel } = this.simulation;
    kernel.schedule(kernel.nowMs + Math.max(1, this.model.snapshot), this.snapshotDue);
  }

  private takeSnapshot(): void {
    this.scheduleSnapshot();
    for (const state of this.all) {
      const { rule } = state;
      if (!state.remediation.isAutomatic || rule === undefined || state.idleRevision === rule.revision)
        continue;
      if ([...state.waves].some(({ isAutomatic }) => isAutomatic)) continue;
      const found = [...rule.resources.values()].filter((one) => isDue(state, one));
      const isIdle = found.length === 0 || this.isStopped(state, found);
      state.idleRevision = isIdle ? rule.revision : null;
      if (isIdle) continue;
      state.stopped = null;
      this.begin(
        state,
        found.map((resource) => remediatedOf(state, resource)),
        true,
      );
    }
  }

  private isStopped({ stopped }: RemediationState, found: readonly Resource[]): boolean {
    if (stopped === null || this.model.afterErrors === 'nextSnapshot') return false;
    return found.every((resource) => stopped.has(resource));
  }

  private begin(
    state: RemediationState,
    ones: readonly Remediated[],
    isAutomatic: boolean,
    base = ones.length,
  ): void {
    if (ones.length === 0) return;
    for (const one of ones) one.status = 'QUEUED';
    const wave: Wave = {
      isAutomatic,
      ones,
      base,
      next: 0,
      inFlightCount: 0,
      errorCount: 0,
      isStopped: false,
    };
    state.waves.add(wave);
    this.fill(state, wave);
  }

  private fill(state: RemediationState, wave: Wave): void {
    const most = concurrencyOf(state.remediation.concurrencyPercentage, wave.base);
    while (!wave.isStopped && wave.inFlightCount < most && wave.next < wave.ones.length) {
      const one = wave.ones[wave.next]!;
      wave.next += 1;
      wave.inFlightCount += 1;
      state.peakConcurrencyCount = Math.max(state.peakConcurrencyCount, wave.inFlightCount);
      this.attempt(state, wave, one);
    }
  }

  private attempt(state: RemediationState, wave: Wave, one: Remediated): void {
    const { remediation } = state;
    const { resource } = one;
    state.attemptCount += 1;
    one.attemptCount += 1;
    one.status = 'IN_PROGRESS';
    const id = `${remediation.logicalId}/${resource.name}/${one.attemptCount}`;
    this.attempts.set(id, { one, wave });
    this.facts.remediationStarted.tell(one);
    this.automation.executionRequested.tell({
      id,
      source: remediation.logicalId,
      document: remediation.document,
      parameters: Object.fromEntries(
        Object.entries(remediation.parameters).map(([name, values]) => [name, values ?? [resource.id]]),
      ),
      node: resource.node,
      resource: resource.name,
      occurrence:
        resource.node === null ? ordinalFrom(`${resource.id} ${one.attemptCount}`) : one.attemptCount,
      requestedMs: this.simulation.kernel.nowMs,
      account: remediation.account,
    });
  }

  private end(id: string, { one, wave }: Attempt, hasSucceeded: boolean): void {
    this.attempts.delete(id);
    wave.inFlightCount -= 1;
    one.status = hasSucceeded ? 'SUCCEEDED' : 'FAILED';
    one.of.idleRevision = null;
    this.facts.remediationEnded.tell(one);
    if (hasSucceeded) {
      one.failedMs.length = 0;
      this.evaluations.repair(one.resource);
    } else {
      wave.errorCount += 1;
      this.fail(one, wave);
    }
    if (this.settling.size === 0) this.simulation.kernel.whenInstantEnds(this.instantOver);
    this.settling.set(wave, one.of);
  }

  private fail(one: Remediated, { isAutomatic }: Wave): void {
    const { nowMs } = this.simulation.kernel;
    const { limits } = one.of.remediation;
    one.of.failedCount += 1;
    one.failedCount += 1;
    if (!isAutomatic) return;
    one.failedMs.push(nowMs);
    if (one.failedMs.length > limits.maximumAutomaticAttempts) one.failedMs.shift();
    if (!leavesException(one.failedMs, limits)) return;
    one.exceptionMs = nowMs;
    one.of.exceptionCount += 1;
    this.facts.exceptionWritten.tell(one);
  }

  /** All results of an instant count before anything else is started. */
  private settle(): void {
    const waves = [...this.settling];
    this.settling.clear();
    for (const [wave, state] of waves) {
      wave.isStopped ||= mustStop(wave.errorCount, state.remediation.errorPercentage, wave.base);
      this.fill(state, wave);
      if (wave.inFlightCount === 0) this.finish(state, wave);
    }
  }

  /**
   * ASSUMPTION remediation-retry: what has failed is tried again when the rest of the wave is over, unless ErrorPercentage
   * kept some of it from being started.
   */
  private finish(state: RemediationState, wave: Wave): void {
    state.waves.delete(wave);
    state.idleRevision = null;
    const notStarted = wave.ones.slice(wave.next);
    if (notStarted.length > 0) {
      state.stopCount += 1;
      state.errorCountAtStop = wave.errorCount;
      state.notStartedCount = notStarted.length;
      if (wave.isAutomatic) state.stopped = new Set(wave.ones.map(({ resource }) => resource));
      for (const one of notStarted) one.status = one.attemptCount === 0 ? null : 'FAILED';
      this.facts.remediationStopped.tell(state, wave.errorCount, notStarted.length);
    } else if (wave.isAutomatic) {
      const again = wave.ones.filter((one) => one.status === 'FAILED' && isDue(state, one.resource));
      this.begin(state, again, true, wave.base);
    }
  }
}

/** Whether an automatic remediation is to be tried. What has just been remediated waits for its evaluation. */
function isDue({ remediated }: RemediationState, resource: Resource): boolean {
  const one = remediated.get(resource);
  if (resource.result !== 'NON_COMPLIANT' || resource.awaitsEvaluation) return false;
  return one === undefined || (one.exceptionMs === null && !isInProgress(one));
}

function isInProgress({ status }: Remediated): boolean {
  return status === 'QUEUED' || status === 'IN_PROGRESS';
}

function remediatedOf(state: RemediationState, resource: Resource): Remediated {
  const known = state.remediated.get(resource);
  if (known !== undefined) return known;
  const one: Remediated = {
    of: state,
    resource,
    status: null,
    attemptCount: 0,
    failedCount: 0,
    failure: null,
    failedMs: [],
    exceptionMs: null,
  };
  state.remediated.set(resource, one);
  return one;
}

/** By its logical id, or by its name, in the account that asks for it. */
export function ruleOf(
  rules: readonly RuleState[],
  { rule: wanted, account }: Pick<Remediation, 'rule' | 'account'>,
): RuleState | undefined {
  return rules.find(
    ({ rule }) => rule.account === account && (rule.logicalId === wanted || rule.name === wanted),
  );
}

function newState(
  remediation: RemediationState['remediation'],
  rule: RuleState | undefined,
): RemediationState {
  return {
    remediation,
    rule,
    remediated: new Map(),
    idleRevision: null,
    waves: new Set(),
    stopped: null,
    attemptCount: 0,
    failedCount: 0,
    exceptionCount: 0,
    stopCount: 0,
    errorCountAtStop: 0,
    notStartedCount: 0,
    peakConcurrencyCount: 0,
  };
}
