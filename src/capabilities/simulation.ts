/** What every capability is handed: the one place where time, chance, the fleet and the facts meet. */
import type { EventType, Kernel } from '../kernel/kernel.ts';
import type { RandomStream, RandomStreams } from '../kernel/random.ts';
import type { Action } from '../world/actions.ts';
import type { FleetState } from '../world/fleet-state.ts';
import type { GroupModel } from '../world/group-model.ts';
import type { NodeNames } from '../world/node-names.ts';
import type { Scenario } from '../world/scenario.ts';
import type { FleetFacts } from './events.ts';

export interface Simulation {
  readonly scenario: Scenario;
  readonly kernel: Kernel;
  readonly random: RandomStreams;
  readonly fleet: FleetState;
  readonly names: NodeNames;
  readonly facts: FleetFacts;
  /** By index of the group. */
  readonly groupModels: readonly GroupModel[];
  /** What managed-nodes lets the others see. */
  readonly nodes: NodesView;
}

export interface NodesView {
  /** As DescribeInstanceInformation would say now; null: not in the list. */
  pingStatus(node: number): 'Online' | 'ConnectionLost' | null;
  /** Heartbeats arrive, and commands find a way to the agent. */
  isReachable(node: number): boolean;
  /** The prerequisite that keeps the node from taking commands now, in the order in which `cause` walks. */
  prerequisiteCause(node: number): Cause | null;
  /** What AWS-RunPatchBaseline will trip over on this node, before it looks at any patch. */
  patchingObstacle(node: number): PatchingObstacle | null;
}

export interface PatchingObstacle {
  readonly exitCode: number;
  readonly cause: Cause;
  /** A Scan or Install gets as far as its report before it fails (149). */
  readonly isAtReport: boolean;
}

/** The model as it holds for the node's group. */
export function modelOf(
  { fleet, groupModels }: Pick<Simulation, 'fleet' | 'groupModels'>,
  node: number,
): GroupModel {
  return groupModels[fleet.cohortOf(node).groupIndex]!;
}

/** Why a node is not patched: the first blocking link, in the one order in which an operator checks them. */
export const causes = [
  'NOT_LAUNCHED',
  'TERMINATED',
  'STOPPED',
  'AGENT_STOPPED',
  'NO_INSTANCE_PROFILE',
  'PROFILE_LACKS_SSM',
  'ACTIVATION_EXPIRED',
  'ACTIVATION_FULL',
  'CREDENTIALS_PENDING',
  'NO_ROUTE',
  'EGRESS_BLOCKED',
  'ENDPOINT_MISSING_SSM',
  'ENDPOINT_MISSING_MESSAGES',
  'ENDPOINT_MISSING_S3',
  'REPOSITORY_UNREACHABLE',
  'PROFILE_LACKS_PATCHING',
  'NOT_TARGETED',
  'SCAN_ONLY',
  'PATCH_REJECTED',
  'BASELINE_NOT_APPROVED',
  'NO_EXECUTION',
  'WINDOW_SKIPPED',
  'CUTOFF',
  'HALTED_BY_MAX_ERRORS',
  'CANCELLED',
  'UNSUPPORTED_PLATFORM',
  'AGENT_TOO_OLD',
  'DELIVERY_FAILED',
  'TIMED_OUT',
  'INTERRUPTED',
  'INSTALL_FAILED',
  'REBOOT_FAILED',
  'PENDING_REBOOT',
] as const;
export type Cause = (typeof causes)[number];

/** Streams of one purpose, one for each cohort, made on first use. */
export class CohortStreams {
  private readonly simulation: Pick<Simulation, 'random' | 'fleet'>;
  private readonly path: readonly string[];
  private readonly streams: (RandomStream | undefined)[] = [];

  constructor(simulation: Pick<Simulation, 'random' | 'fleet'>, ...path: string[]) {
    this.simulation = simulation;
    this.path = path;
  }

  of(node: number): RandomStream {
    const { random, fleet } = this.simulation;
    const index = fleet.cohortIndex(node);
    let stream = this.streams[index];
    if (stream === undefined) {
      stream = random.stream(...this.path, fleet.cohorts[index]!.key);
      this.streams[index] = stream;
    }
    return stream;
  }

  /** For what happens to no node. */
  ofNobody(): RandomStream {
    return this.simulation.random.stream(...this.path, '');
  }

  uniform(node: number, occurrence: number, part = 0): number {
    return this.of(node).uniform(this.simulation.fleet.ordinalOf(node), occurrence, part);
  }
}

/** The same for one purpose and many subjects: the id of a task, an action or a fault. */
export class SubjectStreams {
  private readonly simulation: Pick<Simulation, 'random' | 'fleet'>;
  private readonly purpose: string;
  private readonly byId = new Map<string, CohortStreams>();
  /** Whoever asks, asks the same for many nodes in a row. */
  private lastId = '';
  private last: CohortStreams | undefined;

  constructor(simulation: Pick<Simulation, 'random' | 'fleet'>, purpose: string) {
    this.simulation = simulation;
    this.purpose = purpose;
  }

  of(id: string): CohortStreams {
    if (this.last !== undefined && this.lastId === id) return this.last;
    let streams = this.byId.get(id);
    if (streams === undefined) {
      streams = new CohortStreams(this.simulation, this.purpose, id);
      this.byId.set(id, streams);
    }
    this.lastId = id;
    this.last = streams;
    return streams;
  }
}

/** An operator's calls of these kinds come due; the subject of the event is the action's place in the scenario. */
export function scheduleActions(
  { kernel, scenario }: Pick<Simulation, 'kernel' | 'scenario'>,
  calls: readonly Action['call'][],
  due: EventType,
): void {
  scenario.actions.forEach(({ call, atMs }, index) => {
    if (calls.includes(call) && atMs >= scenario.startMs) kernel.schedule(atMs, due, index);
  });
}

/** Epoch minute: what an occurrence names when a nominal start caused it. */
export function epochMinute(ms: number): number {
  return Math.floor(ms / 60_000);
}
