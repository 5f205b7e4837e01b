/**
 * Documents that patch.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-aws-runpatchbaseline.html
 */
import { runPatchBaselineSince } from '../../aws/agent-version.ts';
import { patchingDocuments } from '../../aws/patching-documents.ts';
import type { DocumentSpec, ParameterRule, RunSpec } from '../../cloudformation/document-spec.ts';
import { exitCodeMeanings } from './exit-codes.ts';
import { baselineOverrideFile, installOverrideListFile } from './override-files.ts';
import { patchOperationOf, runPatchBaseline, runPatchBaselineAssociation } from './rules.ts';

const addressOrEmpty: ParameterRule = {
  pattern: /^$|^(https|s3):\/\/.+$/,
  expected: 'an address that begins with https:// or s3://, or nothing',
};
const uuidOrEmpty: ParameterRule = {
  pattern: /^$|^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/,
  expected: 'a UUID, or nothing',
};

const instead = runPatchBaseline;
const withHooks = 'AWS-RunPatchBaselineWithHooks';
const withRollback = 'AWS-PatchInstanceWithRollback';
/** Here, and the runbooks. */
const simulatedElsewhere = [
  runPatchBaseline,
  runPatchBaselineAssociation,
  withHooks,
  withRollback,
  'AWS-PatchAsgInstance',
];

const patchRun: RunSpec = {
  platforms: ['Linux', 'MacOS', 'Windows'],
  minimumAgentVersion: runPatchBaselineSince,
  executionTimeoutSeconds: 7200,
  timeoutParameter: 'StepTimeoutSeconds',
  exitCodes: exitCodeMeanings,
};

const operation: ParameterRule = { isRequired: true, isDecisive: true, allowed: ['Scan', 'Install'] };

export const patchDocuments: readonly DocumentSpec[] = [
  {
    name: runPatchBaseline,
    type: 'Command',
    parameters: {
      AssociationId: uuidOrEmpty,
      BaselineOverride: { ...addressOrEmpty, file: baselineOverrideFile },
      InstallOverrideList: { ...addressOrEmpty, file: installOverrideListFile },
      Operation: operation,
      RebootOption: { allowed: ['RebootIfNeeded', 'NoReboot'] },
      SnapshotId: uuidOrEmpty,
      StepTimeoutSeconds: {
        pattern: /^([1-9][0-9]{0,3}|[12][0-9]{4}|3[0-5][0-9]{3}|36000)$/,
        expected: 'seconds from 1 to 36000',
      },
    },
    run: {
      ...patchRun,
      isPerformed: (parameters) => patchOperationOf({ document: runPatchBaseline, parameters }) !== null,
    },
  },
  // https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-aws-runpatchbaselineassociation.html
  {
    name: runPatchBaselineAssociation,
    type: 'Command',
    parameters: {
      AssociationId: {},
      BaselineTags: {
        pattern: /^$|^Key=[^,=]{1,128},Values=.{1,2000}$/,
        expected: 'Key=tag-key,Values=tag-value, or nothing',
      },
      InstallOverrideList: { ...addressOrEmpty, file: installOverrideListFile },
      Operation: operation,
      RebootOption: { allowed: ['RebootIfNeeded', 'NoReboot'] },
    },
    run: {
      ...patchRun,
      timeoutParameter: null,
      isPerformed: (parameters) =>
        patchOperationOf({ document: runPatchBaselineAssociation, parameters }) !== null,
    },
  },
  // https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-aws-runpatchbaselinewithhooks.html
  {
    name: withHooks,
    type: 'Command',
    parameters: null,
    instead,
    run: { ...patchRun, minimumAgentVersion: '3.0.502' },
  },
  ...patchingDocuments
    .filter((name) => !simulatedElsewhere.includes(name))
    .map((name): DocumentSpec => ({ name, type: 'Command', parameters: null, instead })),
  { name: 'AWS-PatchAsgInstance', type: 'Automation', parameters: null, instead: withRollback },
];
