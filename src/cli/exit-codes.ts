/** How a process of fleetsim ends. Nothing else in the program knows these numbers. */
export const exitCode = {
  /** Done, and every expectation held. */
  ok: 0,
  /** An expectation failed, or `--strict` met a warning. */
  failed: 1,
  /** The scenario, the command line or a file cannot be used as it is. */
  badInput: 2,
  /** Nothing is shown to be wrong, and too little was run to show that it is right. */
  inconclusive: 3,
  /** A mistake of fleetsim's own. */
  defect: 70,
  /** Ctrl-C: 128 and the number of SIGINT, as shells have it. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

/** Worst first. A defect outweighs everything, since it puts every other answer in doubt. */
const bySeverity: readonly ExitCode[] = [
  exitCode.interrupted,
  exitCode.defect,
  exitCode.badInput,
  exitCode.failed,
  exitCode.inconclusive,
  exitCode.ok,
];

/** Of several files the one that fared worst decides. */
export function worstOf(codes: readonly ExitCode[]): ExitCode {
  return bySeverity.find((code) => codes.includes(code)) ?? exitCode.ok;
}
