/** What a reader of the console would not expect of compliance. */
import { countOfNodes, type Note, type NoteSpec } from '../../capability/notes.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { power } from '../../world/node-records.ts';
import type { CauseFinder } from './cause-finder.ts';
import { complianceStatus } from './compliance-reports.ts';
import type { PatchManager } from './machine.ts';

const patchingPage =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-aws-runpatchbaseline.html';
const statesPage =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-compliance-states.html';

interface Machine {
  readonly patches: PatchManager;
  readonly causes: CauseFinder;
}

export const patchNotes: readonly NoteSpec<Machine>[] = [{ place: 30, notesOf: compliantInName }];

/** Nodes that were last reported COMPLIANT, and are lost or lack a patch. */
function compliantInName({ patches: { reports }, causes }: Machine, { fleet }: Simulation): Note[] {
  let lostCount = 0;
  const byState = { upToDate: 0, heldBack: 0, waiting: 0, missed: 0 };
  for (let node = 0; node < fleet.count; node += 1) {
    if (reports.statusOf(node) !== complianceStatus.compliant) continue;
    if (fleet.powerOf(node) === power.lost) lostCount += 1;
    else byState[causes.stateOf(node)] += 1;
  }
  return [
    ...compliantButLost(lostCount),
    ...compliantButBehind(byState.heldBack + byState.waiting, notMissingWords),
    ...compliantButBehind(byState.missed, oldReportWords),
  ];
}

/** The report is uploaded before the reboot. */
function compliantButLost(count: number): Note[] {
  if (count === 0) return [];
  return [
    {
      text: `AWS reports COMPLIANT for ${countOfNodes(count)} that did not come back from a reboot: the report is uploaded before the reboot.`,
      page: patchingPage,
    },
  ];
}

/** A patch that the baseline does not approve, or not yet, is not MISSING. */
const notMissingWords =
  'that lack a patch: one that the baseline rejects, does not select or had not approved at the last scan is not reported as missing.';

const oldReportWords =
  'that lack a patch which was due, or its reboot: a report is only as new as the last scan or Install, and is uploaded before the reboot.';

function compliantButBehind(count: number, words: string): Note[] {
  if (count === 0) return [];
  const text = `AWS reports COMPLIANT for ${countOfNodes(count)} ${words}`;
  return [{ text: count === 1 ? text.replace('that lack ', 'that lacks ') : text, page: statesPage }];
}
