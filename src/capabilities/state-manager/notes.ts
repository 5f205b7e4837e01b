/** What a reader of the console would not expect of associations. */
import { counted } from '../../blocks/numbers.ts';
import { countOfNodes, type Note, type NoteSpec } from '../../capability/notes.ts';
import { utc } from '../../world/time.ts';
import type { StateManager } from './machine.ts';
import type { AssociationState, Interval } from './state.ts';

const createPage =
  'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateAssociation.html';
const aboutPage = 'https://docs.aws.amazon.com/systems-manager/latest/userguide/state-manager-about.html';
const ratesPage =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-state-manager-targets-and-rate-controls.html';

interface Machine {
  readonly associations: StateManager;
}

export const associationNotes: readonly NoteSpec<Machine>[] = [
  {
    place: 25,
    notesOf: ({ associations: { associations } }) =>
      associations.flatMap((state) =>
        [ranAtOnce(state), timedOutByNext(state), stuck(state), haltHolds(state)].filter(
          (note) => note !== null,
        ),
      ),
  },
];

function countIn({ intervals }: AssociationState, of: (interval: Interval) => number): number {
  return intervals.reduce((sum, interval) => sum + of(interval), 0);
}

/** A cron expression says when it runs again, not when it runs first. */
function ranAtOnce({ id, intervals }: AssociationState): Note | null {
  const first = intervals.find(({ trigger }) => trigger === 'created' || trigger === 'updated');
  if (first === undefined || first.version.definition.expression?.kind !== 'cron') return null;
  return {
    text: `${id}: ran at ${utc(first.dueMs)} because it was ${first.trigger}, not because its cron expression says so: ApplyOnlyAtCronInterval is not set.`,
    page: createPage,
  };
}

function timedOutByNext(state: AssociationState): Note | null {
  const count = countIn(state, (interval) => interval.replacedCount);
  if (count === 0) return null;
  return {
    text: `${state.id}: on ${counted(count, 'node')} it was still in progress when it came due again, and AWS ended it as TimedOut. A longer interval lets it finish.`,
    page: aboutPage,
  };
}

function stuck(state: AssociationState): Note | null {
  const count = countIn(state, ({ stuckCount }) => stuckCount);
  if (count === 0) return null;
  return {
    text: `${state.id}: ${counted(count, 'run')} took more than two hours. AWS reports Failed (StuckAtInProgress) meanwhile, and the real status at the end.`,
    page: aboutPage,
  };
}

function haltHolds(state: AssociationState): Note | null {
  const halted = state.intervals.filter(({ rollout }) => rollout.isHalted);
  const count = halted.reduce((sum, { skipped }) => sum + skipped.size, 0);
  if (halted.length === 0 || count === 0) return null;
  return {
    text: `${state.id}: errors passed MaxErrors; ${countOfNodes(count)} did not run before the next interval, which begins with no errors counted.`,
    page: ratesPage,
  };
}
