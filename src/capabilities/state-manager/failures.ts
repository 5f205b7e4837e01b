/** Nodes on which an association failed, by exit code and by the prerequisite that they lacked. */
import { documentOf } from '../../capability/documents.ts';
import { type Failure, failuresTogether } from '../../capability/failures.ts';
import type { Simulation } from '../../capability/simulation.ts';
import type { Interval } from './state.ts';

export function failuresOf(simulation: Simulation, intervals: readonly Interval[]): Failure[] {
  return failuresTogether(simulation, failedRuns(simulation, intervals));
}

function* failedRuns({ scenario }: Simulation, intervals: readonly Interval[]) {
  for (const interval of intervals) {
    // An execution of a runbook has no exit code: its steps say why it failed.
    if (interval.countOf('Failed') === 0 || interval.startsRunbook) continue;
    const { exitCodes: meanings } = documentOf(scenario, interval.version.definition.documentName);
    for (const [position, node] of interval.nodes.entries()) {
      if (interval.statusOf(position) !== 'Failed') continue;
      const exitCode = interval.exitCodes[position]!;
      yield {
        node,
        exitCode,
        meaning: interval.lookUpError ?? conflictAt(interval, position) ?? meanings?.[exitCode] ?? null,
        cause: causeAt(interval, position),
      };
    }
  }
}

function conflictAt({ conflicting, version }: Interval, position: number): string | null {
  if (!conflicting.has(position)) return null;
  return `another association with ${version.definition.documentName} means the node, and a node takes one`;
}

function causeAt({ interrupted, obstructed }: Interval, position: number) {
  return interrupted.has(position) ? 'INTERRUPTED' : (obstructed.get(position) ?? null);
}
