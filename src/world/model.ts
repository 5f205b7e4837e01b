import type { Distribution } from '../kernel/distributions.ts';

/**
 * What AWS leaves open, and how the simulated nodes behave: the `model` of a scenario, complete. Durations are in
 * milliseconds. Every key, default and reason is documented in `docs/model.md`.
 */
export interface Model {
  readonly rules: 'aws' | 'study-guide';
  readonly rateControl: RateControlModel;
  readonly runCommand: {
    /** From sending to acknowledgement. */
    readonly delivery: Distribution;
    /** How long the service takes to find a node undeliverable. */
    readonly undeliverableAfter: Distribution;
  };
  readonly maintenanceWindows: {
    readonly startLag: Distribution;
    /** What the cutoff stops: new tasks only, or new invocations as well. */
    readonly cutoff: 'tasks' | 'invocations';
    /** What becomes of a window that comes due while five others execute. */
    readonly sixth: 'queue' | 'skip' | 'fail';
  };
  readonly agent: AgentModel;
  readonly patching: PatchingModel;
  /** Any other document, function or state machine, by name. */
  readonly documents: ReadonlyMap<string, DocumentModel>;
  readonly exposure: { readonly severities: readonly string[] };
  /** Which tag keys name a patch group. */
  readonly patchGroupKeys: readonly string[];
}

export interface RateControlModel {
  readonly dispatch: 'ramp' | 'sliding' | 'batch';
  readonly halt: 'exceeds' | 'reaches';
  readonly rounding: 'down' | 'up' | 'nearest';
  readonly order: 'random' | 'listed';
  readonly ackPatience: Distribution;
}

export interface AgentModel {
  readonly heartbeat: number;
  readonly missedHeartbeats: number;
  /** From boot to Online. */
  readonly registration: Distribution;
  /** From a profile attached late to the agent's next try; a restart tries at once. */
  readonly credentialRetry: Distribution;
  /** How long credentials last after the profile is detached. */
  readonly credentialValidity: Distribution;
  /** From enabling Default Host Management to its credentials. */
  readonly defaultHostManagement: Distribution;
}

export interface PatchingModel {
  readonly scan: Distribution;
  /** One patch that names no `install` of its own. */
  readonly install: Distribution;
  /** One reboot until the agent is back. */
  readonly reboot: Distribution;
  /** Share of installations of one patch that fail for no reason of the patch's. */
  readonly installFails: number;
  /** Share of reboots from which the node does not come back. */
  readonly rebootFails: number;
  readonly rebootIfNeeded: 'anyInstalled' | 'required';
}

export interface DocumentModel {
  readonly run: Distribution;
  readonly failsShare: number;
  /** Characters that it prints; above 2,500 without a bucket AWS cuts them off. */
  readonly outputCharacters: number;
  /** Platforms that its preconditions allow; absent: all. */
  readonly platforms?: readonly string[];
  readonly minimumAgentVersion?: string;
}

/** `model` of one group or operating system: the keys that a node's behaviour depends on. */
export interface ModelOverrides {
  readonly runCommand?: Partial<Model['runCommand']>;
  readonly agent?: Partial<AgentModel>;
  readonly patching?: Partial<PatchingModel>;
  readonly documents?: ReadonlyMap<string, DocumentModel>;
}
