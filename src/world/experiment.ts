/** `experiment` of a scenario: the settings that `compare` sets side by side, and what is asked of them. */
export interface Experiment {
  /** The name of the variant that the others are compared with. Null: the first. */
  readonly reference: string | null;
  /** At least two, in the order of the file; of `vary` every combination, the first key slowest. */
  readonly variants: readonly ExperimentVariant[];
  /** Empty: those that `compare` shows by itself. */
  readonly metrics: readonly PlacedText[];
  /** `min exposure.nodeHours` */
  readonly goal: PlacedText | null;
  /** `task.Install.failed p95 <= 8` */
  readonly subjectTo: readonly PlacedText[];
  readonly frontier: { readonly x: PlacedText; readonly y: PlacedText } | null;
}

export interface ExperimentVariant {
  readonly name: string;
  /** What is set, by path as `--set` takes it, as JSON has it. Empty: the file as it is. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** Words of the file whose sense shows only later, and where they stand. */
export interface PlacedText {
  readonly text: string;
  readonly at: {
    readonly file: string;
    /** From 1; 0: the file as a whole. */
    readonly line: number;
    readonly column: number;
    readonly endColumn?: number;
  };
}
