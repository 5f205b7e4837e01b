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
import { runSteps, type StepEnd } from './content/run-steps.ts';
import { type DocumentsView, documentsView } from './facts.ts';
import { type Plan, type PlannedStep, Plans } from './plan.ts';
import { type DocumentObstacle, documentObstacle } from './rules.ts';

export class Documents implements DocumentsView {
  private readonly simulation: Simulation;
  private readonly runs: FactsIn<typeof runFacts>;
  private readonly plans: Plans;
  /** What keeps a document from running, by its name, then by group. */
  private readonly obstacles = new Map<string, readonly (DocumentObstacle | null)[]>();
  private lastName: string | null = null;
  private lastObstacles: readonly (DocumentObstacle | null)[] = [];
  /** Runs that have begun on some node: an event holds the place in this list. */
  private readonly begun: DocumentRun[] = [];
  private readonly places = new Map<DocumentRun, number>();
  /** The source read last, which most likely is asked for again. Null: another capability performs it. */
  private lastSource: RunSource | undefined;
  private lastPlans: readonly Plan[] | null = null;
  /** Ends with 0, with 1, and at its limit: one event each, so that each has room for the run. */
  private readonly succeeded: EventType;
  private readonly failed: EventType;
  private readonly killed: EventType;

  constructor(simulation: Simulation) {
    this.simulation = simulation;
    const { facts, kernel, views } = simulation;
    views.provide(documentsView, this);
    this.runs = facts.of(runFacts);
    this.plans = new Plans(simulation);
    const ending = (name: string, exitCode: number | null) =>
      kernel.on(name, (node, index) => this.runs.runFinished.tell(node, this.begun[index]!, exitCode));
    this.succeeded = ending('documents/run-due', 0);
    this.failed = ending('documents/failure-due', 1);
    this.killed = ending('documents/limit-due', null);
    this.runs.runStarted.listen((node, run, limitMs) => this.start(node, run, limitMs));
  }

  clear(): void {
    this.begun.length = 0;
    this.places.clear();
  }

  /** The same for every node of a group, in every replication: worked out once, and looked up once while one document is sent. */
  obstacleOn(name: string, node: number): DocumentObstacle | null {
    if (name !== this.lastName) {
      this.lastName = name;
      this.lastObstacles = this.obstaclesOf(name);
    }
    return this.lastObstacles[this.simulation.fleet.cohortOf(node).groupIndex]!;
  }

  private obstaclesOf(name: string): readonly (DocumentObstacle | null)[] {
    const { scenario } = this.simulation;
    let obstacles = this.obstacles.get(name);
    if (obstacles === undefined) {
      const known = documentOf(scenario, name);
      obstacles = scenario.fleet.map((group, index) =>
        documentObstacle(known, group, this.plans.describedBy(index, name)),
      );
      this.obstacles.set(name, obstacles);
    }
    return obstacles;
  }

  /** A run exactly as long as its limit succeeds. */
  private start(node: number, run: DocumentRun, limitMs: number): void {
    const plans = this.plansFor(run.source);
    if (plans === null) return;
    const { kernel, fleet } = this.simulation;
    const ordinal = fleet.ordinalOf(node);
    const steps = plans[fleet.cohortOf(node).groupIndex]!;
    const { durationMs, exitCode } = runSteps(steps, (step) => endOf(step, node, ordinal, run));
    const index = this.indexOf(run);
    if (durationMs > limitMs) kernel.schedule(kernel.nowMs + limitMs, this.killed, node, index);
    else {
      const ending = exitCode === null ? this.killed : exitCode === 0 ? this.succeeded : this.failed;
      kernel.schedule(kernel.nowMs + durationMs, ending, node, index);
    }
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
