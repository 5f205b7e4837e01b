/** The notes of all capabilities on one run, in their order. */
import { withoutStop } from '../blocks/block.ts';
import type { Note } from '../capability/notes.ts';
import type { RefusedCall } from '../capability/simulation.ts';
import { takingPart } from '../capability/taking-part.ts';
import type { RunOutcome } from './outcome.ts';

/** Among those of the capabilities. */
const refusedPlace = 40;

export function notesOf({ machines, scenario, simulation }: RunOutcome): Note[] {
  const found = takingPart(scenario).flatMap((capability) =>
    capability.open((spec) =>
      (spec.notes ?? []).map(({ place, notesOf }) => ({
        place,
        notes: notesOf(machines.of(spec), simulation),
      })),
    ),
  );
  const told = takingPart(scenario).flatMap((capability) =>
    capability.open(({ viewTells = [] }) => viewTells.map(({ call }) => call)),
  );
  const untold = simulation.refused.filter(({ action }) => !told.includes(action.call));
  found.push({ place: refusedPlace, notes: untold.map(refusalNote) });
  return found.sort((a, b) => a.place - b.place).flatMap(({ notes }) => notes);
}

/** Of a call that has changed nothing, which is easily missed. */
function refusalNote({ action, error, page, denial }: RefusedCall): Note {
  const statement = denial?.statement ?? null;
  const decided = statement === null ? '' : ` The statement that denies it: ${statement}.`;
  return {
    text: `${action.id}: AWS refuses ${action.call} with ${withoutStop(error)}; nothing has changed.${decided}`,
    page,
  };
}
