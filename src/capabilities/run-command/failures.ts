/** Nodes on which the document of a command failed, by exit code and by the prerequisite that they lacked. */
import type { CauseId } from '../../capability/causes.ts';
import { documentOf } from '../../capability/documents.ts';
import { exitCodeWords, type Failure, failuresTogether } from '../../capability/failures.ts';
import type { Simulation } from '../../capability/simulation.ts';
import type { Command } from './state.ts';

/** `commands` are those of one task, or the one of an action. */
export function failuresOf(simulation: Simulation, commands: readonly Command[]): Failure[] {
  return failuresTogether(simulation, failedRuns(simulation, commands));
}

function* failedRuns({ scenario }: Simulation, commands: readonly Command[]) {
  for (const command of commands) {
    if (command.countOf('Failed') === 0) continue;
    for (let position = 0; position < command.rollout.sentCount; position += 1) {
      if (command.statusOf(position) !== 'Failed') continue;
      const node = command.nodes[position]!;
      const exitCode = command.exitCodes[position]!;
      const cause = causeAt(command, position);
      yield { node, exitCode, meaning: meaningOf(scenario, command, exitCode), cause };
    }
  }
}

/** What the document that the command runs means by the code; null: AWS does not say. */
function meaningOf(scenario: Simulation['scenario'], { request }: Command, exitCode: number): string | null {
  return documentOf(scenario, request.documentName).exitCodes?.[exitCode] ?? null;
}

/** `exit code 156 (the patching code could not be downloaded from S3)` */
export function codeWordsOf(
  { scenario }: Pick<Simulation, 'scenario'>,
  command: Command,
  exitCode: number,
): string {
  return exitCodeWords(exitCode, meaningOf(scenario, command, exitCode));
}

function causeAt(command: Command, position: number): CauseId | null {
  if (command.interrupted.has(position)) return 'INTERRUPTED';
  return command.obstructed.get(position) ?? null;
}
