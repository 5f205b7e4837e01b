/**
 * What a document that no other capability performs does on a node: it takes as long as `model.documents` says, and fails as
 * often. Whichever capability sends it.
 */
import type { DocumentRun } from '../../capability/document-run.ts';
import { documentOf } from '../../capability/documents.ts';
import type { FactsIn } from '../../capability/facts.ts';
import { runFacts } from '../../capability/run-facts.ts';
import type { RunSource } from '../../capability/run-source.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { SubjectStreams } from '../../capability/streams.ts';
import type { EventType } from '../../kernel/kernel.ts';
import { type DocumentsView, documentsView } from './facts.ts';
import { type DescribedByGroup, DocumentModels } from './model.ts';
import { type DocumentObstacle, documentObstacle } from './rules.ts';

export class Documents implements DocumentsView {
  private readonly simulation: Simulation;
  private readonly runs: FactsIn<typeof runFacts>;
  private readonly models: DocumentModels;
  private readonly durations: SubjectStreams;
  private readonly failures: SubjectStreams;
  /** What keeps a document from running, by its name, then by group. */
  private readonly obstacles = new Map<string, readonly (DocumentObstacle | null)[]>();
  /** Runs that have begun on some node: an event holds the place in this list. */
  private readonly begun: DocumentRun[] = [];
  private readonly places = new Map<DocumentRun, number>();
  /** The source read last, which most likely is asked for again. Null: another capability performs it. */
  private lastSource: RunSource | undefined;
  private lastDescribed: DescribedByGroup | null = null;
  private readonly runDue: EventType;
  private readonly limitDue: EventType;

  constructor(simulation: Simulation) {
    this.simulation = simulation;
    const { facts, kernel, views } = simulation;
    views.provide(documentsView, this);
    this.runs = facts.of(runFacts);
    this.models = new DocumentModels(simulation);
    this.durations = new SubjectStreams(simulation, 'run-command/run');
    this.failures = new SubjectStreams(simulation, 'run-command/fails');
    this.runDue = kernel.on('documents/run-due', (node, index) => this.finish(node, this.begun[index]!));
    this.limitDue = kernel.on('documents/limit-due', (node, index) =>
      this.runs.runFinished.tell(node, this.begun[index]!, null),
    );
    this.runs.runStarted.listen((node, run, limitMs) => this.start(node, run, limitMs));
  }

  clear(): void {
    this.begun.length = 0;
    this.places.clear();
  }

  /** The same for every node of a group, in every replication: looked up once for each. */
  obstacleOn(name: string, node: number): DocumentObstacle | null {
    const { fleet, scenario } = this.simulation;
    let obstacles = this.obstacles.get(name);
    if (obstacles === undefined) {
      const known = documentOf(scenario, name);
      const described = this.models.of(name);
      obstacles = scenario.fleet.map((group, index) => documentObstacle(known, group, described[index]));
      this.obstacles.set(name, obstacles);
    }
    return obstacles[fleet.cohortOf(node).groupIndex]!;
  }

  /** A run exactly as long as its limit succeeds. A document without a description takes no time; the loader has warned of it. */
  private start(node: number, run: DocumentRun, limitMs: number): void {
    const described = this.describedFor(run.source);
    if (described === null) return;
    const { kernel, fleet } = this.simulation;
    const document = described[fleet.cohortOf(node).groupIndex];
    const { occurrence, part, source } = run;
    const durationMs =
      document?.runSampler.durationMs(
        this.durations.of(source.id).of(node),
        fleet.ordinalOf(node),
        occurrence,
        part,
      ) ?? 0;
    const index = this.indexOf(run);
    if (durationMs > limitMs) kernel.schedule(kernel.nowMs + limitMs, this.limitDue, node, index);
    else kernel.schedule(kernel.nowMs + durationMs, this.runDue, node, index);
  }

  private finish(node: number, run: DocumentRun): void {
    const { occurrence, part, source } = run;
    const described = this.describedFor(source)?.[this.simulation.fleet.cohortOf(node).groupIndex];
    const failsShare = described?.failsShare ?? 0;
    const isFailing =
      failsShare > 0 && this.failures.of(source.id).uniform(node, occurrence, part) < failsShare;
    this.runs.runFinished.tell(node, run, isFailing ? 1 : 0);
  }

  /** Null: another capability performs it. */
  private describedFor(source: RunSource): DescribedByGroup | null {
    if (source !== this.lastSource) {
      const { document, parameters } = source;
      const isOthers =
        document === null ||
        (documentOf(this.simulation.scenario, document).isPerformed?.(parameters) ?? false);
      this.lastSource = source;
      this.lastDescribed = isOthers ? null : this.models.of(document);
    }
    return this.lastDescribed;
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
