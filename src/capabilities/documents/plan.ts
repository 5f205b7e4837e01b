/** What a run of a document will do on the nodes of a group, made once for all of them. */
import { documentsByGroup } from '../../capability/model.ts';
import type { RunSource } from '../../capability/run-source.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { CohortStreams } from '../../capability/streams.ts';
import { type Distribution, type Sampler, samplerOf } from '../../kernel/distributions.ts';
import type { FleetGroup } from '../../world/fleet.ts';
import type { DocumentModel } from '../../world/model.ts';
import { platformTypeOf } from '../../world/operating-systems.ts';
import { type CommandContent, commandType, stepTimeoutSeconds } from './content/command.ts';
import { plugins } from './content/plugins.ts';
import { fateOf } from './content/run-steps.ts';
import type { Step } from './content/steps.ts';
import { contentsOf } from './facts.ts';

export interface PlannedStep extends Pick<Step, 'onFailure' | 'onSuccess' | 'isFinally'> {
  /** Null: the document as a whole. */
  readonly name: string | null;
  readonly timeoutMs: number;
  readonly sampler: Sampler;
  readonly failsShare: number;
  readonly durations: CohortStreams;
  readonly failures: CohortStreams;
}

/** Of one group. */
export type Plan = readonly PlannedStep[];

/** Of a source, by group: most are made when they are first asked for. */
export class Plans {
  private readonly simulation: Simulation;
  private readonly models: ReturnType<typeof documentsByGroup>;
  private readonly contents: ReadonlyMap<string, CommandContent>;
  private readonly bySource = new WeakMap<RunSource, readonly Plan[]>();

  constructor(simulation: Simulation) {
    this.simulation = simulation;
    this.models = documentsByGroup(simulation.scenario);
    this.contents = contentsOf(simulation.scenario, commandType);
  }

  of(source: RunSource, document: string): readonly Plan[] {
    let plans = this.bySource.get(source);
    if (plans === undefined) {
      plans = this.simulation.scenario.fleet.map((group, index) =>
        this.make(source, document, group, this.models[index]!.get(document)),
      );
      this.bySource.set(source, plans);
    }
    return plans;
  }

  /** What `model.documents` says of a document by name, for the group with this index. */
  describedBy(groupIndex: number, document: string): DocumentModel | undefined {
    return this.models[groupIndex]!.get(document);
  }

  private make(
    source: RunSource,
    document: string,
    group: FleetGroup,
    described: DocumentModel | undefined,
  ): Plan {
    const content = this.contents.get(document);
    // One without a description takes no time and succeeds; the loader has warned of it.
    if (content === undefined || described?.isRunGiven === true) {
      return described === undefined ? [] : [this.whole(source, described.run, described.failsShare)];
    }
    const { parameters } = source;
    const platform = platformTypeOf(group.os);
    const steps = content.steps.flatMap((step): PlannedStep[] => {
      const fate = fateOf(step, content, platform, parameters);
      if (fate === 'skipped') return [];
      const { run, fails = 0 } = described?.steps?.[step.name] ?? {};
      const runs = run ?? plugins[step.action]!.usualTime;
      const planned =
        fate === 'fails'
          ? this.step(source, step.name, atOnce, 1)
          : this.step(source, step.name, runs, fails);
      const timeoutMs = stepTimeoutSeconds(step, content, parameters) * 1000;
      const { onFailure, onSuccess, isFinally } = step;
      return [{ ...planned, timeoutMs, onFailure, onSuccess, isFinally }];
    });
    const failsShare = described?.failsShare ?? 0;
    return failsShare === 0 ? steps : [...steps, this.whole(source, atOnce, failsShare)];
  }

  private whole(source: RunSource, run: Distribution, failsShare: number): PlannedStep {
    const streams = {
      durations: new CohortStreams(this.simulation, 'run-command/run', source.id),
      failures: new CohortStreams(this.simulation, 'run-command/fails', source.id),
    };
    return { ...alone, ...streams, name: null, sampler: samplerOf(run), failsShare };
  }

  private step(source: RunSource, name: string, run: Distribution, failsShare: number): PlannedStep {
    const streams = {
      durations: new CohortStreams(this.simulation, 'documents/step', source.id, name),
      failures: new CohortStreams(this.simulation, 'documents/step-fails', source.id, name),
    };
    return { ...alone, ...streams, name, sampler: samplerOf(run), failsShare };
  }
}

const atOnce: Distribution = { family: 'constant', value: 0 };
/** The limit of the run itself is the sender's. */
const alone = {
  timeoutMs: Number.POSITIVE_INFINITY,
  onFailure: null,
  onSuccess: null,
  isFinally: false,
} as const;
