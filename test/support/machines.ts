/** The commands of a run, for tests of rollouts. */
import { runCommand } from '../../src/capabilities/run-command/index.ts';
import type { RunOutcome } from '../../src/result/outcome.ts';

export function commandsOf({ machines }: RunOutcome) {
  return machines.of(runCommand).commands.commands;
}
