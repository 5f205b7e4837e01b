/** What happens here and is told to the others: each a fact, which the journal prints. */
import { actionRefused } from '../../capability/calls.ts';
import type { DocumentRun } from '../../capability/document-run.ts';
import { fact, factSet } from '../../capability/facts.ts';
import { exitCodeWords } from '../../capability/failures.ts';
import type { PatchBaseline } from '../../world/baselines.ts';
import type { RebootCause } from '../managed-nodes/facts.ts';
import { type ExitCode, exitCodeMeanings } from './exit-codes.ts';
import type { Installed } from './installation.ts';

/** What the journal asks of the reports; it is worked out only where there is a journal. */
export interface ReadableReports {
  complianceOf(node: number): string;
  countOf(state: 'MISSING', node: number): number;
  nonCompliantSeverityOf(node: number): string | null;
  hasChanged(node: number): boolean;
}

export const patchFacts = factSet('patch-manager', {
  operationStarted: fact(
    'patch-manager/operation-started',
    'AWS-RunPatchBaseline began a Scan or an Install.',
    (node: number, run: DocumentRun) => ({
      node,
      command: run.id,
      operation: run.source.parameters['Operation']?.[0] ?? '',
    }),
    { about: 'run', words: ({ operation }) => `AWS-RunPatchBaseline begins its ${operation}` },
  ),
  /** Exit code of AWS-RunPatchBaseline; null: the agent killed it at its timeout. */
  operationFinished: fact(
    'patch-manager/operation-finished',
    'It ended with this exit code; null: killed at its timeout.',
    (node: number, run: DocumentRun, exitCode: number | null) => ({ node, command: run.id, exitCode }),
    {
      about: 'run',
      words: ({ exitCode }) =>
        exitCode === null
          ? 'AWS-RunPatchBaseline is ended by its timeout'
          : `AWS-RunPatchBaseline ends with ${exitCodeWords(Number(exitCode), exitCodeMeanings[Number(exitCode) as ExitCode])}`,
    },
  ),
  patchesInstalled: fact(
    'patch-manager/patches-installed',
    'Which patches went in, and which failed.',
    (node: number, run: DocumentRun, { catalogue: { patches }, installed, failed }: Installed) => ({
      node,
      command: run.id,
      installed: installed.length,
      failed: failed.length,
      patches: installed.map((place) => patches[place]!.id),
      failedPatches: failed.map((place) => patches[place]!.id),
    }),
    { about: 'run', words: ({ installed, failed }) => `${installed} installed, ${failed} failed` },
  ),
  complianceReported: fact(
    'patch-manager/compliance-reported',
    'What the service now believes of the node.',
    (node: number, reports: ReadableReports, _baseline: PatchBaseline) => ({
      node,
      compliance: reports.complianceOf(node),
      missing: reports.countOf('MISSING', node),
    }),
    {
      about: 'run',
      words: ({ compliance, missing }) => `report uploaded: ${compliance}, ${missing} missing`,
    },
  ),
  associationComplianceReported: fact(
    'patch-manager/association-compliance-reported',
    'AWS-RunPatchBaselineAssociation has reported whether the node is compliant, to its association.',
    (node: number, run: DocumentRun, isCompliant: boolean) => ({
      node,
      command: run.id,
      association: run.source.id,
      compliance: isCompliant ? 'COMPLIANT' : 'NON_COMPLIANT',
    }),
    {
      about: 'run',
      words: ({ association, compliance }) =>
        `reported to ${association}: ${compliance}; patch compliance stays as it was`,
    },
  ),
  rebootRequested: fact(
    'patch-manager/reboot-requested',
    'The patch operation asks for a reboot.',
    (node: number, cause: RebootCause) => ({
      node,
      cause: cause.id,
    }),
    { about: 'reboot', words: ({ cause }) => `${cause} asks for a reboot` },
  ),
  actionRefused: actionRefused('patch-manager'),
  baselineCreated: fact(
    'patch-manager/baseline-created',
    'An operator made a patch baseline.',
    (baseline: string) => ({ baseline }),
  ),
  baselineUpdated: fact(
    'patch-manager/baseline-updated',
    'An operator changed a patch baseline.',
    (baseline: string) => ({ baseline }),
  ),
});
