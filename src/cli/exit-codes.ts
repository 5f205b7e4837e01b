/** How a process of fleetsim ends. Nothing else in the program knows these numbers. */
export const exitCode = {
  /** Done, and every expectation held. */
  ok: 0,
  /** An expectation failed, or `--strict` met a warning. */
  failed: 1,
  /** The scenario, the command line or a file is not valid. */
  badInput: 2,
  /** Too few runs to show that every expectation holds, or to know a figure as well as asked; nothing is shown to fail. */
  inconclusive: 3,
  /** A defect of fleetsim. */
  defect: 70,
  /** Ctrl-C: 128 plus the number of SIGINT, as in shells. */
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

/** The worst exit code of several files counts. */
export function worstOf(codes: readonly ExitCode[]): ExitCode {
  return bySeverity.find((code) => codes.includes(code)) ?? exitCode.ok;
}
