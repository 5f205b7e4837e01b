/**
 * Documents of AWS that run a script or keep up what is installed on a node.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-command-ssm-plugin-reference.html
 */
import { otherDocument } from '../../capability/documents.ts';
import type { DocumentSpec, ParameterRule, RunSpec } from '../../cloudformation/document-spec.ts';
import type { Distribution } from '../../kernel/distributions.ts';

/** From 1 to 172,800 seconds, as the document's own pattern has it. */
const executionTimeout: ParameterRule = {
  pattern: /^([1-9][0-9]{0,4}|1[0-6][0-9]{4}|17[01][0-9]{3}|172[0-7][0-9]{2}|172800)$/,
  expected: 'seconds from 1 to 172800',
};
const script: Readonly<Record<string, ParameterRule>> = {
  commands: { isRequired: true },
  executionTimeout,
  workingDirectory: {},
};

const anHour: RunSpec = { ...otherDocument, timeoutParameter: null };

/**
 * ASSUMPTION built-in-documents: what these documents do depends on their parameters; short runs that succeed are the
 * least that can be said of them. `model.documents` overrides each.
 */
const usually = (mean: number, sd: number): Distribution => ({ family: 'lognormal', mean, sd });

export const awsDocuments: readonly DocumentSpec[] = [
  {
    name: 'AWS-RunShellScript',
    usualTime: usually(20_000, 10_000),
    parameters: script,
    run: { ...otherDocument, platforms: ['Linux', 'MacOS'] },
  },
  {
    name: 'AWS-RunPowerShellScript',
    usualTime: usually(20_000, 10_000),
    parameters: script,
    run: { ...otherDocument, platforms: ['Windows', 'Linux'] },
  },
  {
    name: 'AWS-UpdateSSMAgent',
    usualTime: usually(60_000, 20_000),
    parameters: { allowDowngrade: { allowed: ['true', 'false'] }, version: {} },
    run: anHour,
  },
  {
    name: 'AWS-ConfigureAWSPackage',
    usualTime: usually(120_000, 60_000),
    parameters: {
      action: { isRequired: true, allowed: ['Install', 'Uninstall'] },
      additionalArguments: {},
      installationType: { allowed: ['Uninstall and reinstall', 'In-place update'] },
      name: { isRequired: true },
      version: {},
    },
    run: anHour,
  },
];
