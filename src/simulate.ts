/** The whole program on one screen: a scenario becomes a world, the world runs, the run leaves an outcome. */
import { createFleetFacts } from './capabilities/events.ts';
import { MaintenanceWindows } from './capabilities/maintenance-windows/machine.ts';
import { Faults, planLaunches } from './capabilities/managed-nodes/faults.ts';
import { ManagedNodes } from './capabilities/managed-nodes/machine.ts';
import { NodeOperator } from './capabilities/managed-nodes/operator.ts';
import { CauseFinder } from './capabilities/patch-manager/causes.ts';
import { PatchManager } from './capabilities/patch-manager/machine.ts';
import { Opportunities } from './capabilities/patch-manager/opportunities.ts';
import { RunCommand } from './capabilities/run-command/machine.ts';
import { CommandOperator } from './capabilities/run-command/operator.ts';
import type { Simulation } from './capabilities/simulation.ts';
import { Kernel } from './kernel/kernel.ts';
import { RandomStreams } from './kernel/random.ts';
import { complianceCounts } from './result/compliance-counts.ts';
import { Journal, type JournalSink } from './result/journal.ts';
import type { RunOutcome } from './result/outcome.ts';
import { Timeline } from './result/timeline.ts';
import { FleetState } from './world/fleet-state.ts';
import { compileGroupModels } from './world/group-model.ts';
import { NodeNames } from './world/node-names.ts';
import type { Scenario } from './world/scenario.ts';

/** What a run records besides its outcome: nothing unless somebody asks. */
export interface Recording {
  readonly journal?: JournalSink;
  /** The node that alone the journal is about. */
  readonly journalOf?: number;
  readonly timeline?: boolean;
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
    const launches = planLaunches(this.scenario, this.random);
    // Only launches change how many nodes there are.
    if (this.world === undefined || launches.length > 0) {
      this.world = buildWorld(this.scenario, this.random, launches, this.recording);
    }
    const { world } = this;
    world.start();
    const complianceBefore = complianceCounts(world.patchManager.reports);
    const { kernel } = world.simulation;
    const end = kernel.run();
    kernel.goToEnd();
    world.patchManager.exposure.settle();
    world.windows.settle();
    world.opportunities.settle(world.runCommand.unfinished());
    return outcomeOf(world, replication, end, complianceBefore);
  }
}

type World = ReturnType<typeof buildWorld>;

/** Field by field: copying the world with a spread takes as long as fifty events. */
function outcomeOf(
  world: World,
  replication: number,
  end: RunOutcome['end'],
  complianceBefore: RunOutcome['complianceBefore'],
): RunOutcome {
  const { simulation, nodes, patchManager, runCommand, windows, opportunities } = world;
  const { causes, nodeOperator, timeline } = world;
  return {
    scenario: simulation.scenario,
    replication,
    end,
    simulation,
    nodes,
    patchManager,
    runCommand,
    windows,
    opportunities,
    causes,
    nodeOperator,
    timeline,
    complianceBefore,
  };
}

function buildWorld(
  scenario: Scenario,
  random: RandomStreams,
  launches: ReturnType<typeof planLaunches>,
  recording: Recording,
) {
  const fleet = new FleetState(scenario, launches);
  const { startMs, endMs, eventCountMax } = scenario;
  const common = {
    scenario,
    random,
    fleet,
    kernel: new Kernel({ startMs, endMs, eventCountMax }),
    names: new NodeNames(fleet, scenario.name),
    facts: createFleetFacts(),
    groupModels: compileGroupModels(scenario),
  };
  // First of all listeners, so that a fact stands before what it brings about.
  if (recording.journal !== undefined) {
    new Journal(common, recording.journal, recording.journalOf);
  }
  const nodes = new ManagedNodes(common);
  const simulation: Simulation = { ...common, nodes };
  // Listeners are told in this order: who runs something on a node hears first that it went down.
  const patchManager = new PatchManager(simulation);
  const runCommand = new RunCommand(simulation);
  const windows = new MaintenanceWindows(simulation);
  const opportunities = new Opportunities(simulation, (command) => runCommand.missed.get(command) ?? []);
  const causes = new CauseFinder(simulation, patchManager, opportunities);
  const faults = new Faults(simulation, nodes);
  const nodeOperator = new NodeOperator(simulation, nodes);
  const commandOperator = new CommandOperator(simulation);
  const timeline = recording.timeline === true ? new Timeline(simulation) : null;
  return {
    simulation,
    nodes,
    patchManager,
    runCommand,
    windows,
    opportunities,
    causes,
    nodeOperator,
    timeline,
    start() {
      simulation.kernel.clear();
      fleet.clear();
      runCommand.clear();
      opportunities.clear();
      causes.clear();
      timeline?.clear();
      nodes.start();
      patchManager.start();
      nodeOperator.start();
      windows.start();
      commandOperator.start();
      faults.start();
    },
  };
}
