/** What every capability is handed: the one place where time, chance, the fleet and the facts meet. */
import type { Verdict } from '../aws/authorization.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { RandomStreams } from '../kernel/random.ts';
import type { Action } from '../world/actions.ts';
import type { FleetState } from '../world/fleet-state.ts';
import type { NodeNames } from '../world/node-names.ts';
import type { Scenario } from '../world/scenario.ts';
import type { Facts } from './facts.ts';
import type { Views } from './views.ts';

export interface Simulation {
  readonly scenario: Scenario;
  readonly kernel: Kernel;
  readonly random: RandomStreams;
  readonly fleet: FleetState;
  readonly names: NodeNames;
  readonly facts: Facts;
  /** What capabilities let each other ask. */
  readonly views: Views;
  /** Calls of `actions` that AWS has refused. */
  readonly refused: RefusedCall[];
  readonly recording: Recorded;
}

/** Of a call, because of who makes it. */
export interface Denial {
  /**
   * As AWS answers it.
   *
   * AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
   */
  readonly error: string;
  /** The statement of the file that decided. Null: nothing allows it, or a policy of AWS decided. */
  readonly statement: string | null;
  /** Which right is missing: `ssm:StartSession`. */
  readonly action: string;
  readonly verdict: Verdict;
}

/** What AWS refuses at the moment of a call: an outcome, not bad input. */
export interface RefusedCall {
  readonly action: Action;
  readonly error: string;
  /** Where AWS documents the call. */
  readonly page: string;
  /** Null: its caller may make the call. */
  readonly denial: Denial | null;
}

/** What is recorded only where it is asked for. */
export interface Recorded {
  /** How many targets of a command were down at each time: charts draw it. */
  readonly timeline: boolean;
  /** Values over time: machines keep nothing for them unless they are asked for. */
  readonly series: boolean;
  /** The run is asked what the fleet is like at this instant, its last. Null: it is not. */
  readonly askedMs: number | null;
  /** Told every event that reaches a bus of EventBridge, in its envelope. */
  readonly awsEvents?: (envelope: object) => void;
}
