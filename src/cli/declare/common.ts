/** What several commands declare alike. */
import type { Command } from 'commander';
import type { ExitCode } from '../exit-codes.ts';

/** Told once, at the end of a command. */
export type EndWith = (code: ExitCode) => void;

export const seedHelp = "settles everything random, instead of the scenario's own seed";

export function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

/** The same for each command that can simulate a scenario more than once. */
export function withReplications(command: Command, defaultCount: string): Command {
  return command
    .option('--replications <N>', `simulate N runs, each with luck of its own (${defaultCount})`)
    .option('--replication <R>', 'simulate only the R-th of them; 0 is the plain run')
    .option(
      '--precision <metric=width>',
      'simulate until the interval of that metric is that narrow: 5%, or 0.5',
    )
    .option('--max-replications <N>', 'then stop at N at the latest (10000)')
    .option('--jobs <N>', 'worker threads (as many as there are cores); the result does not depend on it');
}

/** What goes to the terminal besides the result, and how. */
export function withManners(command: Command): Command {
  return command
    .option('--strict', 'end with 1 if there are warnings')
    .option('--quiet', 'no warnings and no progress')
    .option('--no-color', 'no colour, even on a terminal');
}
