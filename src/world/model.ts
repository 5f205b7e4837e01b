import type { Distribution } from '../kernel/distributions.ts';

/**
 * What AWS leaves open, and how the simulated nodes behave: the `model` of a scenario, complete. Durations are in
 * milliseconds. Every key, default and reason is documented in `docs/model.md`.
 */
export interface Model {
  readonly rules: 'aws' | 'study-guide';
  /** Keys of capabilities, by section: `modelIn(scenario, section)` gives them typed. */
  readonly sections: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** The sections that the file has, whatever it says there. */
  readonly given: readonly string[];
  /** Any other document, function or state machine, by name. */
  readonly documents: ReadonlyMap<string, DocumentModel>;
  /** Which tag keys name a patch group. */
  readonly patchGroupKeys: readonly string[];
}

export interface DocumentModel {
  readonly run: Distribution;
  /** Whether the file or a capability says so: it goes before what the steps of a document take. */
  readonly isRunGiven: boolean;
  readonly failsShare: number;
  /** Of a document that the file declares, by the name of the step. */
  readonly steps?: Readonly<Record<string, StepModel>>;
  /** Characters that it prints; above 2,500 without a bucket AWS cuts them off. */
  readonly outputCharacters: number;
  /** Platforms that its preconditions allow; absent: all. */
  readonly platforms?: readonly string[];
  readonly minimumAgentVersion?: string;
}

/** What is left out is usual: the time of its plugin, and no failure. */
export interface StepModel {
  readonly run?: Distribution;
  readonly fails?: number;
  /** Of a step of a runbook: what its call or its script answers. */
  readonly answer?: unknown;
}

/** `model` of one group or operating system: the keys that a node's behaviour depends on. */
export interface ModelOverrides {
  readonly sections?: Model['sections'];
  readonly documents?: Model['documents'];
}
