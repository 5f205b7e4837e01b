/**
 * What a document that no other capability performs does on a node: its steps take as long, and fail as often, as the model
 * says. Whichever capability sends it.
 */
import type { DocumentRun } from '../../capability/document-run.ts';
import { documentOf } from '../../capability/documents.ts';
import type { FactsIn } from '../../capability/facts.ts';
import { runFacts } from '../../capability/run-facts.ts';
import type { RunSource } from '../../capability/run-source.ts';
import type { Simulation } from '../../capability/simulation.ts';
import type { EventType } from '../../kernel/kernel.ts';
import { nodeFacts } from '../managed-nodes/facts.ts';
import { runSteps, type StepEnd } from './content/run-steps.ts';
import { type Effect, Effects } from './effects.ts';
import { type DocumentsView, documentFacts, documentsView } from './facts.ts';
import { type Plan, type PlannedStep, Plans } from './plan.ts';
import { type DocumentObstacle, documentObstacle } from './rules.ts';

export class Documents implements DocumentsView {
  private readonly simulation: Simulation;
  private readonly runs: FactsIn<typeof runFacts>;
  private readonly facts: FactsIn<typeof documentFacts>;
  private readonly plans: Plans;
  /** What keeps a document from running, by its name and the version of the agent, then by group. */
  private readonly obstacles = new Map<string, readonly (DocumentObstacle | null)[]>();
  private lastVersion: string | null = null;
  private lastName: string | null = null;
  private lastObstacles: readonly (DocumentObstacle | null)[] = [];
  /** Runs that have begun on some node: an event holds the place in this list. */
  private readonly begun: DocumentRun[] = [];
  private readonly places = new Map<DocumentRun, number>();
  private readonly effects: Effects;
  /** Runs that change something on a node, or whose steps will fail, as long as nothing has cut them off. */
  private readonly unbroken = new Map<number, Set<DocumentRun>>();
  /** The source read last, which most likely is asked for again. Null: another capability performs it. */
  private lastSource: RunSource | undefined;
  private lastPlans: readonly Plan[] | null = null;
  private lastEffect: Effect | undefined;
  /** Ends with 0, with 1, and at its limit: one event each, so that each has room for the run. */
  private readonly succeeded: EventType;
  private readonly failed: EventType;
  private readonly killed: EventType;

  constructor(simulation: Simulation) {
    this.simulation = simulation;
    const { facts, kernel, views } = simulation;
    views.provide(documentsView, this);
    this.runs = facts.of(runFacts);
    this.facts = facts.of(documentFacts);
    this.plans = new Plans(simulation);
    this.effects = new Effects(simulation);
    const ending = (name: string, exitCode: number | null) =>
      kernel.on(name, (node, index) => this.finish(node, this.begun[index]!, exitCode));
    this.succeeded = ending('documents/run-due', 0);
    this.failed = ending('documents/failure-due', 1);
    this.killed = ending('documents/limit-due', null);
    this.runs.runStarted.listen((node, run, limitMs) => this.start(node, run, limitMs));
    this.runs.runKilled.listen((node, run) => this.unbroken.get(node)?.delete(run));
    facts.of(nodeFacts).nodeWentDown.listen((node) => this.unbroken.delete(node));
  }

  clear(): void {
    this.begun.length = 0;
    this.places.clear();
    this.unbroken.clear();
  }

  does(document: string, effect: Effect): void {
    this.effects.add(document, effect);
  }

  /** The same for every node of a group with the same agent: worked out once, looked up once while one document is sent. */
  obstacleOn(name: string, node: number): DocumentObstacle | null {
    const { fleet } = this.simulation;
    const version = fleet.agentVersions.get(node) ?? null;
    if (name !== this.lastName || version !== this.lastVersion) {
      this.lastName = name;
      this.lastVersion = version;
      this.lastObstacles = this.obstaclesOf(name, version);
    }
    return this.lastObstacles[fleet.cohortOf(node).groupIndex]!;
  }

  /** By group. Version null: that of the group. */
  private obstaclesOf(name: string, version: string | null): readonly (DocumentObstacle | null)[] {
    const { scenario } = this.simulation;
    const key = `${name} ${version}`;
    let obstacles = this.obstacles.get(key);
    if (obstacles === undefined) {
      const known = documentOf(scenario, name);
      obstacles = scenario.fleet.map(({ os, agent }, index) =>
        documentObstacle(known, os, version ?? agent.version, this.plans.describedBy(index, name)),
      );
      this.obstacles.set(key, obstacles);
    }
    return obstacles;
  }

  /** A run exactly as long as its limit succeeds. */
  private start(node: number, run: DocumentRun, limitMs: number): void {
    const plans = this.plansFor(run.source);
    if (plans === null) return;
    const { kernel } = this.simulation;
    const index = this.indexOf(run);
    const effect = this.lastEffect;
    const cause = effect?.failsFor?.(node, run);
    if (cause !== undefined) {
      if (cause !== null) this.runs.runObstructed.tell(node, run, cause);
      return kernel.schedule(kernel.nowMs, this.failed, node, index);
    }
    const { durationMs, exitCode, failedStep } = this.outcomeOf(plans, node, run);
    if (durationMs > limitMs) return kernel.schedule(kernel.nowMs + limitMs, this.killed, node, index);
    if (effect?.onSuccess !== undefined || typeof failedStep?.name === 'string') this.watch(node, run);
    const ending = exitCode === null ? this.killed : exitCode === 0 ? this.succeeded : this.failed;
    kernel.schedule(kernel.nowMs + durationMs, ending, node, index);
  }

  /** Its end counts only if nothing cuts the run off before. */
  private watch(node: number, run: DocumentRun): void {
    const runs = this.unbroken.get(node) ?? new Set();
    this.unbroken.set(node, runs.add(run));
  }

  private finish(node: number, run: DocumentRun, exitCode: number | null): void {
    const isUnbroken = this.unbroken.size > 0 && (this.unbroken.get(node)?.delete(run) ?? false);
    const effect = isUnbroken && exitCode === 0 ? this.effects.of(run.source.document!) : undefined;
    if (effect?.failsAtEnd?.(node, run) === true) return this.runs.runFinished.tell(node, run, 1);
    if (isUnbroken && exitCode !== 0) this.tellFailedStep(node, run);
    effect?.onSuccess?.(node, run);
    this.runs.runFinished.tell(node, run, exitCode);
  }

  /** The same however often it is asked: everything in it is drawn by name. */
  private outcomeOf(plans: readonly Plan[], node: number, run: DocumentRun) {
    const { fleet } = this.simulation;
    const ordinal = fleet.ordinalOf(node);
    return runSteps(plans[fleet.cohortOf(node).groupIndex]!, (step) => endOf(step, node, ordinal, run));
  }

  private tellFailedStep(node: number, run: DocumentRun): void {
    const plans = this.plansFor(run.source);
    const step = plans === null ? null : this.outcomeOf(plans, node, run).failedStep;
    if (step !== null && step.name !== null) this.facts.stepFailed.tell(node, run, step.name);
  }

  /** Null: another capability performs it. */
  private plansFor(source: RunSource): readonly Plan[] | null {
    if (source !== this.lastSource) {
      const { document, parameters } = source;
      const isOthers =
        document === null ||
        (documentOf(this.simulation.scenario, document).isPerformed?.(parameters) ?? false);
      this.lastSource = source;
      this.lastPlans = isOthers ? null : this.plans.of(source, document);
      this.lastEffect = isOthers ? undefined : this.effects.of(document);
    }
    return this.lastPlans;
  }

  /** Many nodes in a row begin the same run. */
  private indexOf(run: DocumentRun): number {
    if (run === this.begun.at(-1)) return this.begun.length - 1;
    let index = this.places.get(run);
    if (index === undefined) {
      index = this.begun.push(run) - 1;
      this.places.set(run, index);
    }
    return index;
  }
}

function endOf(step: PlannedStep, node: number, ordinal: number, { occurrence, part }: DocumentRun): StepEnd {
  const { durations, failures, failsShare, sampler } = step;
  return {
    durationMs: sampler.durationMs(durations.of(node), ordinal, occurrence, part),
    isFailing: failsShare > 0 && failures.uniform(node, occurrence, part) < failsShare,
  };
}
