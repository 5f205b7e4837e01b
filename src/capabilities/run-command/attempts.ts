/** Every command that meant a node, and what became of it. */
import type { Attempt } from '../../capability/attempts.ts';
import type { RunCommand } from './machine.ts';
import type { CommandRequest } from './request.ts';
import type { Command } from './state.ts';

export function attemptsOn({ commands, refused, missed }: RunCommand, node: number): Attempt[] {
  const wasMissed = (id: string) => missed.get(id)?.includes(node) ?? false;
  return [
    ...commands.flatMap((command) => ofCommand(command, node, wasMissed(command.id))),
    ...refused
      .filter(({ request }) => wasMissed(request.id))
      .map(
        ({ request, error, atMs }): Attempt => ({
          ...ofRequest(request),
          kind: 'refused',
          startedMs: atMs,
          settledMs: atMs,
          status: error,
        }),
      ),
  ];
}

function ofCommand(command: Command, node: number, wasMissed: boolean): Attempt[] {
  const { request, createdMs } = command;
  const common = { ...ofRequest(request), startedMs: createdMs };
  const position = command.positionOf(node);
  if (position < 0) {
    return wasMissed
      ? [{ ...common, kind: 'missed', settledMs: createdMs, status: 'not a managed node' }]
      : [];
  }
  const status = command.statusOf(position);
  const kind = command.sentMs[position]! > 0 ? 'sent' : 'not sent';
  const endedMs = command.endedMs[position]!;
  return [{ ...common, kind, status, settledMs: endedMs > 0 ? endedMs : Number.POSITIVE_INFINITY }];
}

function ofRequest({ id, source, ownerId }: CommandRequest): Pick<Attempt, 'source' | 'runId' | 'ownerId'> {
  return { source, runId: id, ownerId };
}
