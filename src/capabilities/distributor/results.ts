/** Packages as results have them. */
import type { ResultSpec } from '../../capability/results.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { count, listOf, number, oneOf, said, text, textOrNothing } from '../../fields/json-parts.ts';
import { exactly } from '../../fields/json-schema.ts';
import type { Machine } from './machine.ts';
import { packageFailures } from './rules.ts';
import type { PackageState } from './state.ts';
import { type FailureGroup, type PackageTally, reasonsOf, talliesOf } from './tally.ts';

export interface PackageResult {
  readonly name: string;
  readonly defaultVersion: string | null;
  readonly installed: number;
  readonly missing: number;
  readonly versions: readonly { readonly version: string; readonly nodes: number }[];
  readonly runs: PackageState['runs'];
  readonly rolledBack: number;
  readonly failures: readonly FailureGroup[];
  readonly absentMinutes: number;
  readonly longestAbsenceMinutes: number;
  readonly absentPeak: number;
}

const packageSchema = exactly({
  name: text,
  defaultVersion: said('At the end. Null: none is known.', textOrNothing),
  installed: said('Nodes that have it at the end.', count),
  missing: said('Nodes without it that had it, or on which its last Install failed.', count),
  versions: said('Those nodes by version.', listOf(exactly({ version: text, nodes: count }))),
  runs: said(
    'Runs of AWS-ConfigureAWSPackage that are over, by what they did. nothing: the version was there, or what was to go was not.',
    exactly({
      installed: count,
      reinstalled: count,
      updated: count,
      uninstalled: count,
      nothing: count,
      failed: count,
    }),
  ),
  rolledBack: said('Failed runs after which the agent put the version before back.', count),
  failures: said(
    'Why the last run on a node failed, with one of the nodes.',
    listOf(exactly({ reason: oneOf(...packageFailures), nodes: count, example: text, why: text })),
  ),
  absentMinutes: said('Added up over nodes.', number),
  longestAbsenceMinutes: said('Of one node.', number),
  absentPeak: said('Most nodes at once that went without it.', count),
});

export const packageResults: ResultSpec<Machine> = {
  lists: [
    {
      place: 82,
      key: 'packages',
      schema: said('Every package that the file names, and what became of it.', listOf(packageSchema)),
      listOf: ({ distributor }, simulation): PackageResult[] =>
        talliesOf(distributor, simulation).map((tally) => resultOf(tally, simulation)),
    },
  ],
};

function resultOf(tally: PackageTally, simulation: Simulation): PackageResult {
  const { state, latest, installed, missing, versions } = tally;
  return {
    name: state.name,
    defaultVersion: latest,
    installed,
    missing,
    versions,
    runs: { ...state.runs },
    rolledBack: state.rolledBackCount,
    failures: reasonsOf(tally, simulation),
    absentMinutes: state.absentMs / 60_000,
    longestAbsenceMinutes: state.longestAbsenceMs / 60_000,
    absentPeak: state.absentPeak,
  };
}
