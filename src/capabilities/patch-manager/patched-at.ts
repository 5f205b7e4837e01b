/** When a node came to be patched. */
import type { JournalEntry } from '../../capability/facts.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { commandsView } from '../run-command/facts.ts';

/**
 * When the last Install that put something in took effect: with the boot after it, if it waits for one. Null: nothing
 * was installed in this run, so the node had lacked nothing before it, or lacks nothing for another reason. `journal` is
 * that of the node alone.
 */
export function patchedAtOf(
  { views }: Pick<Simulation, 'views'>,
  journal: readonly JournalEntry[],
): string | null {
  const last = journal.findLastIndex(
    ({ event, installed }) => event === 'patch-manager/patches-installed' && Number(installed) > 0,
  );
  if (last < 0) return null;
  const after = journal.slice(last);
  const installedAt = after[0]!.at;
  const inThatInstant = (name: string) => after.find(({ event, at }) => event === name && at === installedAt);
  const finished = inThatInstant('patch-manager/operation-finished');
  const command = views.of(commandsView).commands.find(({ id }) => id === finished?.['command']);
  const isNoReboot = command?.request.parameters['RebootOption']?.[0] === 'NoReboot';
  // One that its timeout killed asks for no reboot.
  const hasEnded = finished !== undefined && finished['exitCode'] !== null;
  const isInEffect = hasEnded && !isNoReboot;
  const booted = after.find(({ event }) => event === 'managed-nodes/node-booted');
  return isInEffect || booted === undefined ? installedAt : booted.at;
}
