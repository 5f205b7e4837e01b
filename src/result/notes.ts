/** The notes of all capabilities on one run, in their order. */
import type { Note } from '../capability/notes.ts';
import { capabilitiesOf } from '../capability/registry.ts';
import type { RunOutcome } from './outcome.ts';

export function notesOf({ machines, scenario, simulation }: RunOutcome): Note[] {
  const found = capabilitiesOf(scenario).flatMap((capability) =>
    capability.open((spec) =>
      (spec.notes ?? []).map(({ place, notesOf }) => ({
        place,
        notes: notesOf(machines.of(spec), simulation),
      })),
    ),
  );
  return found.sort((a, b) => a.place - b.place).flatMap(({ notes }) => notes);
}
