/** The whole program on one screen: a scenario becomes a world, the world runs, the run leaves an outcome. */
import { beginPhases, Machines } from './capability/capability.ts';
import { Facts } from './capability/facts.ts';
import { capabilitiesOf } from './capability/registry.ts';
import type { Simulation } from './capability/simulation.ts';
import { takingPart } from './capability/taking-part.ts';
import { Views } from './capability/views.ts';
import { Kernel } from './kernel/kernel.ts';
import { RandomStreams } from './kernel/random.ts';
import { Journal, type JournalSink } from './result/journal.ts';
import type { RunOutcome } from './result/outcome.ts';
import { refuseOverrun } from './result/overrun.ts';
import { SeriesRecorder, sampleCount } from './result/series.ts';
import { FleetState, type PlannedLaunch } from './world/fleet-state.ts';
import { NodeNames } from './world/node-names.ts';
import type { Scenario } from './world/scenario.ts';

/** What a run records apart from its outcome: nothing unless it is asked for. */
export interface Recording {
  readonly journal?: JournalSink;
  /** The node that alone the journal is about. */
  readonly journalOf?: number;
  readonly timeline?: boolean;
  /** Values over time, for a single run. */
  readonly series?: boolean;
  /** What the fleet is like at this instant, the last of the run: `inventory`. */
  readonly askedMs?: number;
  /** Told every event that reaches a bus of EventBridge. */
  readonly awsEvents?: (envelope: object) => void;
}

/** Simulates one scenario again and again; buffers and handlers are kept between replications. */
export class Simulator {
  private readonly scenario: Scenario;
  private readonly recording: Recording;
  private readonly random: RandomStreams;
  private world: World | undefined;

  constructor(scenario: Scenario, recording: Recording = {}) {
    this.scenario = scenario;
    this.recording = recording;
    this.random = new RandomStreams(scenario.seed);
  }

  /** Replication 0 is the plain run. The outcome is good until the next call. */
  run(replication = 0): RunOutcome {
    this.random.replication = replication;
    const launches = launchesOf(this.scenario, this.random);
    // Only launches change how many nodes there are.
    if (this.world === undefined || launches.length > 0) {
      this.world = new World(this.scenario, this.random, launches, this.recording);
    }
    return this.world.run(replication);
  }
}

/** Who comes to the fleet during a run, known before anything has been simulated. */
export function launchesOf(scenario: Scenario, random: RandomStreams): PlannedLaunch[] {
  return takingPart(scenario).flatMap((capability) =>
    capability.open(({ launches }) => launches?.(scenario, random) ?? []),
  );
}

class World {
  private readonly simulation: Simulation;
  private readonly machines: Machines;
  private readonly series: SeriesRecorder | null;

  constructor(
    scenario: Scenario,
    random: RandomStreams,
    launches: readonly PlannedLaunch[],
    recording: Recording,
  ) {
    const isAsked = recording.awsEvents !== undefined || recording.askedMs !== undefined;
    const capabilities = isAsked ? capabilitiesOf(scenario) : takingPart(scenario);
    const fleet = new FleetState(scenario, launches);
    const { startMs, endMs, eventCountMax } = scenario;
    const samples = recording.series === true ? sampleCount(scenario, fleet.count) : 0;
    this.simulation = {
      scenario,
      random,
      fleet,
      kernel: new Kernel({ startMs, endMs, eventCountMax: eventCountMax + samples }),
      names: new NodeNames(fleet, scenario.name),
      facts: new Facts(),
      views: new Views(() => {
        for (const other of capabilitiesOf(scenario)) other.open((spec) => this.machines.of(spec));
      }),
      refused: [],
      recording: {
        timeline: recording.timeline === true,
        series: recording.series === true,
        askedMs: recording.askedMs ?? null,
        ...(recording.awsEvents === undefined ? {} : { awsEvents: recording.awsEvents }),
      },
    };
    // First of all listeners, so that a fact precedes its consequences.
    if (recording.journal !== undefined) {
      new Journal(capabilities, this.simulation, recording.journal, recording.journalOf);
    }
    this.machines = new Machines(capabilities, this.simulation);
    this.series = recording.series === true ? new SeriesRecorder(this.simulation, this.machines) : null;
    for (const { observe } of this.machines.all) observe?.();
  }

  run(replication: number): RunOutcome {
    const { simulation, machines } = this;
    const { kernel } = simulation;
    this.begin();
    const end = kernel.run();
    refuseOverrun(end);
    kernel.goToEnd();
    for (const { settle } of machines.all) settle?.();
    const series = this.series?.finish() ?? null;
    return { scenario: simulation.scenario, replication, end, simulation, machines, series };
  }

  private begin(): void {
    this.simulation.kernel.clear();
    this.simulation.fleet.clear();
    this.simulation.refused.length = 0;
    for (const { clear } of this.machines.all) clear?.();
    this.series?.begin();
    for (const phase of beginPhases) for (const { begin } of this.machines.all) begin?.[phase]?.();
  }
}
