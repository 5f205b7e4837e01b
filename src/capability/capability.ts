/**
 * What a capability is. Engines hold a list of them and name none: what a capability knows, it says here.
 */

import type { AnyCallSpec } from '../cloudformation/call-spec.ts';
import type { DocumentSpec } from '../cloudformation/document-spec.ts';
import type { DocumentType } from '../cloudformation/document-type.ts';
import type { AnyResourceSpec, Made, References } from '../cloudformation/resource-spec.ts';
import type { ServiceSetting } from '../cloudformation/service-setting.ts';
import type { LoadContext } from '../fields/context.ts';
import type { Meanings } from '../fields/meaning.ts';
import type { RandomStreams } from '../kernel/random.ts';
import type { PlannedLaunch } from '../world/fleet-state.ts';
import type { Scenario } from '../world/scenario.ts';
import type { AtTimePart, QuerySpec } from './at-time.ts';
import type { Attempt } from './attempts.ts';
import type { AwsEventSpec } from './aws-events.ts';
import type { CauseSpecs } from './causes.ts';
import type { ExecutionSource } from './execution-source.ts';
import type { FactSet } from './facts.ts';
import type { ScreenPartSpec } from './first-screen.ts';
import type { LinkSpec } from './links.ts';
import type { LintSpec } from './lint-rule.ts';
import type { MetricFamily } from './metrics.ts';
import type { AnyModelSection, ModelMap } from './model.ts';
import type { NoteSpec } from './notes.ts';
import type { OpsItemSource } from './ops-item-source.ts';
import type { ResultSpec } from './results.ts';
import type { RunSource } from './run-source.ts';
import type { ScheduleSpec } from './scheduled.ts';
import type { SeriesFamily } from './series.ts';
import type { Simulation } from './simulation.ts';
import type { ReportPart } from './view.ts';
import type { WalkSpec } from './walks.ts';

/**
 * When a machine schedules its first events. Events of one instant happen in the order in which they were scheduled, so
 * the order of the phases is part of what a run is.
 */
export const beginPhases = ['fleet', 'calls', 'schedules', 'commands', 'faults'] as const;
export type BeginPhase = (typeof beginPhases)[number];

/** What a capability does in a simulation. Kept between replications. */
export interface Machine {
  /** Adds listeners that have to hear after those of every machine. */
  readonly observe?: () => void;
  /** Everything as before the first event, for the next replication. */
  readonly clear?: () => void;
  readonly begin?: Readonly<Partial<Record<BeginPhase, () => void>>>;
  /** The run is over: unfinished work is counted as such. */
  readonly settle?: () => void;
  /** For `explain`: every run of a document that meant the node, as far as this capability sends them. */
  readonly attemptsOn?: (node: number) => readonly Attempt[];
}

/** What is known of a file before its resources are whole. */
export interface MakingFile extends Pick<Scenario, 'model' | 'accounts'> {
  /** A name under `accounts`, or '' for that of `account`. */
  readonly accountOf: (logicalId: string) => string;
}

/** What of AWS a capability reads. */
export interface AwsSpecs {
  /** Its types of CloudFormation: those that are referred to go before those that refer to them. */
  readonly resources?: readonly AnyResourceSpec[];
  /** Its calls under `actions`. */
  readonly calls?: readonly AnyCallSpec[];
  /** Documents whose parameters it knows. */
  readonly documents?: readonly DocumentSpec[];
  /** What an AWS::SSM::Document may be, as far as it simulates that. */
  readonly documentTypes?: readonly DocumentType<unknown>[];
  /** Settings of an account and Region that it acts on, which UpdateServiceSetting changes. */
  readonly serviceSettings?: readonly ServiceSetting[];
  /** What an editor says of their properties and parameters. */
  readonly meanings?: Meanings;
}

/** What a capability may be needed for though the file has nothing of its own. */
export interface Needs {
  readonly scenario: Scenario;
  /** What those that take part in every run make run. */
  readonly sources: readonly RunSource[];
  readonly executions: readonly ExecutionSource[];
}

export interface CapabilitySpec<M extends Machine, Causes extends CauseSpecs = CauseSpecs> extends AwsSpecs {
  /** Its folder, and what the names of its facts begin with. */
  readonly name: string;
  readonly facts: FactSet;
  /** Its keys of `model`. */
  readonly model?: readonly AnyModelSection[];
  /** Its keys of `model` under which a user chooses names. */
  readonly modelMaps?: readonly ModelMap[];
  /** Why a node is not patched, as far as this capability knows. */
  readonly causes?: Causes;
  /** Its links of the chain that `explain` walks. */
  readonly links?: readonly LinkSpec[];
  /** Resources that AWS itself makes where the file has it do so: as if the file had them. */
  readonly makes?: (file: MakingFile, references: References) => Made['resources'];
  /** Nodes that come to the fleet during a run: they have to be counted before it begins. */
  readonly launches?: (scenario: Scenario, random: RandomStreams) => readonly PlannedLaunch[];
  /** What makes documents run, in the order of the file. */
  readonly sources?: (scenario: Scenario) => Iterable<RunSource>;
  /** A source with what is known before the run of parameters that it names by reference; itself where it names none. */
  readonly knowsOfSource?: (scenario: Scenario, source: RunSource) => RunSource;
  /** What starts executions of runbooks, in the order of the file. */
  readonly executions?: (scenario: Scenario) => Iterable<ExecutionSource>;
  /** What creates OpsItems, in the order of the file. */
  readonly opsItems?: (scenario: Scenario) => Iterable<OpsItemSource>;
  /** What the file says in two places that do not fit each other, such as a name under `model` that no resource has. */
  readonly check?: (scenario: Scenario, context: LoadContext) => void;
  /** What comes due by a schedule of its own. */
  readonly schedules?: ScheduleSpec;
  /**
   * `always`: it takes part in every run. A function: whether what those make run needs it, where the file has nothing of its
   * own. Absent: it always takes part, and all others do where the file has anything of its own.
   */
  readonly takesPart?: 'always' | ((needs: Needs) => boolean);
  /** Makes the machine with its listeners; facts are heard in the order of the list of capabilities. */
  readonly start: (simulation: Simulation) => M;
  /** What AWS tells EventBridge of it. */
  readonly awsEvents?: readonly AwsEventSpec[];
  readonly lint?: LintSpec;
  readonly metrics?: readonly MetricFamily<NoInfer<M>>[];
  /** What it shows over time; sampled only where a run records series. */
  readonly series?: readonly SeriesFamily<NoInfer<M>>[];
  readonly notes?: readonly NoteSpec<NoInfer<M>>[];
  readonly results?: ResultSpec<NoInfer<M>>;
  /** Its lines on the first screen of a report. */
  readonly firstScreen?: readonly ScreenPartSpec<NoInfer<M>>[];
  readonly view?: readonly ReportPart<NoInfer<M>>[];
  /** Its view tells what AWS refused of these calls, so that no note does. */
  readonly viewTells?: readonly Pick<AnyCallSpec, 'call'>[];
  /** What `explain` can walk through of it. */
  readonly walks?: WalkSpec<NoInfer<M>>;
  /** What it shows of the fleet at an instant. */
  readonly atTime?: readonly AtTimePart<NoInfer<M>>[];
  /** What it finds by a condition, `--where`. */
  readonly query?: QuerySpec<NoInfer<M>>;
}

/** A capability whose machine an engine does not know by type: it is opened by a function that works for any. */
export interface AnyCapability extends AwsSpecs {
  readonly name: string;
  readonly facts: FactSet;
  readonly takesPart?: 'always' | ((needs: Needs) => boolean);
  readonly lint?: LintSpec;
  readonly schedules?: ScheduleSpec;
  readonly model?: readonly AnyModelSection[];
  readonly modelMaps?: readonly ModelMap[];
  readonly causes?: CauseSpecs;
  readonly links?: readonly LinkSpec[];
  readonly awsEvents?: readonly AwsEventSpec[];
  open<R>(use: <M extends Machine>(spec: CapabilitySpec<M>) => R): R;
}

export type Capability<M extends Machine, Causes extends CauseSpecs> = CapabilitySpec<M, Causes> &
  Pick<AnyCapability, 'open'>;

export function define<M extends Machine, Causes extends CauseSpecs = Record<never, never>>(
  spec: CapabilitySpec<M, Causes>,
): Capability<M, Causes> {
  // Not copied: a bundle reads each of its parts when it is first asked for.
  return Object.assign(spec, { open: <R>(use: (of: CapabilitySpec<M>) => R) => use(spec) });
}

/** The machines of one simulation, by capability. */
export class Machines {
  private readonly byName = new Map<string, Machine>();
  private readonly simulation: Simulation;
  /** Of those that take part in the run. */
  readonly all: readonly Machine[];

  constructor(capabilities: readonly AnyCapability[], simulation: Simulation) {
    this.simulation = simulation;
    this.all = capabilities.map((capability) => capability.open((spec) => this.of(spec)));
  }

  /** One that takes no part has learned of nothing: it is made when it is asked. */
  of<M extends Machine>(spec: CapabilitySpec<M>): M {
    // The machine under this name was made by the capability that is asked for.
    const machine = (this.byName.get(spec.name) as M | undefined) ?? spec.start(this.simulation);
    this.byName.set(spec.name, machine);
    return machine;
  }
}
