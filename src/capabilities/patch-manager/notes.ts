/** What a reader of the console would not expect of compliance. */
import { count, listed } from '../../blocks/numbers.ts';
import type { DocumentRun } from '../../capability/document-run.ts';
import { countOfNodes, type Note, type NoteSpec } from '../../capability/notes.ts';
import { asWritten, type RunSource } from '../../capability/run-source.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { sourcesOf } from '../../capability/sources.ts';
import { power } from '../../world/node-records.ts';
import type { Scenario } from '../../world/scenario.ts';
import { utc } from '../../world/time.ts';
import type { CauseFinder } from './cause-finder.ts';
import { type ComplianceReports, complianceStatus } from './compliance-reports.ts';
import type { PatchManager } from './machine.ts';
import { readOperationRequest } from './operation.ts';
import { overrideWords } from './override-words.ts';
import { isListed } from './package-names.ts';
import { isInstall } from './rules.ts';

const patchingPage =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-aws-runpatchbaseline.html';
const statesPage =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-compliance-states.html';

/** AWS's answer there: it is meant to be so. */
const overridePage = 'https://github.com/aws/amazon-ssm-agent/issues/562';

const listPage =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-approved-rejected-package-name-formats.html';

const entriesTold = 3;

interface Machine {
  readonly patches: PatchManager;
  readonly causes: CauseFinder;
}

export const patchNotes: readonly NoteSpec<Machine>[] = [
  { place: 30, notesOf: compliantInName },
  { place: 35, notesOf: ({ patches: { reports } }) => notUploaded(reports) },
  { place: 37, notesOf: ({ patches: { stock } }, { scenario }) => listedInVain(stock, scenario) },
];

/** Entries of an InstallOverrideList that name no patch: with such a list an Install installs nothing, and succeeds. */
function listedInVain({ blocks }: PatchManager['stock'], scenario: Scenario): Note[] {
  return sourcesOf(scenario)
    .filter(isInstall)
    .flatMap((source) => {
      const list = readOperationRequest(scenario, source).overrideList ?? [];
      const vain = list.filter((entry) =>
        blocks.every(({ catalogue, cohort }) =>
          catalogue.patches.every((patch) => !isListed([entry], 'approved', cohort.group.os, patch)),
        ),
      );
      if (vain.length === 0) return [];
      const hidden = vain.length - entriesTold;
      const names = listed([...vain.slice(0, entriesTold), ...(hidden > 0 ? [`${count(hidden)} more`] : [])]);
      const text = `${source.id}: its InstallOverrideList names ${names}, and no patch of this run has that name, so nothing is installed for it. A patch is named by its id, advisory, CVEs or \`packages\`; with \`.x86_64\` only if its \`arch\` is written.`;
      return [{ text, page: listPage }];
    });
}

/** What compliance shows of these nodes is older than the last run on them. */
function notUploaded(reports: ComplianceReports): Note[] {
  const bySource = new Map<RunSource, { run: DocumentRun; nodes: number[] }>();
  for (const [node, run] of reports.unreported) {
    const source = asWritten(run.source);
    const known = bySource.get(source) ?? { run, nodes: [] };
    bySource.set(source, known);
    known.nodes.push(node);
  }
  return [...bySource.values()].map(({ run, nodes }) => {
    const words = overrideWords(run);
    const times = nodes.map((node) => reports.uploadedMsOf(node)).filter((atMs) => atMs !== null);
    const latestMs = times.reduce((latest, atMs) => Math.max(latest, atMs), Number.NEGATIVE_INFINITY);
    const shown = times.length === 0 ? 'nothing' : `a report of ${utc(latestMs)} or before`;
    return {
      text: `${words[0]!.toUpperCase()}${words.slice(1)}: for ${countOfNodes(nodes.length)} compliance still shows ${shown}.`,
      page: overridePage,
    };
  });
}

/** Nodes that were last reported COMPLIANT, and are lost or lack a patch. */
function compliantInName({ patches: { reports }, causes }: Machine, { fleet }: Simulation): Note[] {
  let lostCount = 0;
  const byState = { upToDate: 0, heldBack: 0, waiting: 0, missed: 0 };
  for (let node = 0; node < fleet.count; node += 1) {
    if (reports.statusOf(node) !== complianceStatus.compliant) continue;
    if (fleet.powerOf(node) === power.lost) lostCount += 1;
    else byState[causes.findingOf(node).state] += 1;
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
