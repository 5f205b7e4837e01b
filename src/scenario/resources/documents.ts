/**
 * Documents by name, and the parameters that the built-in ones take.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-aws-runpatchbaseline.html
 */

import { suggestion } from '../../diagnostics/nearest.ts';
import { describe } from '../../diagnostics/plain-map.ts';
import type { DataPath } from '../../diagnostics/problem.ts';
import type { LoadContext } from '../../fields/context.ts';
import type { TaskType } from '../../world/maintenance.ts';

interface ParameterRule {
  readonly isRequired?: true;
  readonly allowed?: readonly string[];
  readonly pattern?: RegExp;
  readonly expected?: string;
}

const addressOrEmpty: ParameterRule = {
  pattern: /^$|^(https|s3):\/\/.+$/,
  expected: 'an address that begins with https:// or s3://, or nothing',
};
const uuidOrEmpty: ParameterRule = {
  pattern: /^$|^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/,
  expected: 'a UUID, or nothing',
};
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

const parameterRules: Readonly<Record<string, Readonly<Record<string, ParameterRule>>>> = {
  'AWS-RunPatchBaseline': {
    AssociationId: uuidOrEmpty,
    BaselineOverride: addressOrEmpty,
    InstallOverrideList: addressOrEmpty,
    Operation: { isRequired: true, allowed: ['Scan', 'Install'] },
    RebootOption: { allowed: ['RebootIfNeeded', 'NoReboot'] },
    SnapshotId: uuidOrEmpty,
    StepTimeoutSeconds: {
      pattern: /^([1-9][0-9]{0,3}|[12][0-9]{4}|3[0-5][0-9]{3}|36000)$/,
      expected: 'seconds from 1 to 36000',
    },
  },
  'AWS-RunShellScript': script,
  'AWS-RunPowerShellScript': script,
  'AWS-UpdateSSMAgent': { allowDowngrade: { allowed: ['true', 'false'] }, version: {} },
  'AWS-ConfigureAWSPackage': {
    action: { isRequired: true, allowed: ['Install', 'Uninstall'] },
    additionalArguments: {},
    installationType: { allowed: ['Uninstall and reinstall', 'In-place update'] },
    name: { isRequired: true },
    version: {},
  },
};

const notSimulated = ['AWS-RunPatchBaselineWithHooks', 'AWS-RunPatchBaselineAssociation'];

/** The name alone of an ARN: `arn:aws:ssm:us-east-1::document/AWS-RunPatchBaseline`, of a function or state machine. */
export function documentName(nameOrArn: string): string {
  if (!nameOrArn.startsWith('arn:')) return nameOrArn;
  const parts = nameOrArn.split(':');
  // A Lambda ARN may end in a version or an alias.
  const name = parts[2] === 'lambda' ? parts[6] : parts.at(-1)!.split('/').at(-1);
  return name === undefined || name === '' ? nameOrArn : name;
}

/** Warns of what fleetsim does not know, and refuses parameters that the document does not take. */
export function checkDocument(
  type: TaskType,
  name: string,
  parameters: Readonly<Record<string, readonly string[]>> | null,
  namePath: DataPath,
  parametersPath: DataPath,
  context: LoadContext,
): void {
  if (notSimulated.includes(name)) {
    context.error(namePath, 'unsupported-document', `${name} is not simulated by this version`, {
      help: 'use AWS-RunPatchBaseline',
    });
    return;
  }
  const rules = type === 'RUN_COMMAND' ? parameterRules[name] : undefined;
  if (rules !== undefined) {
    if (parameters !== null) checkParameters(name, rules, parameters, parametersPath, context);
  } else if (!context.isKnownDocument(name)) {
    context.warning(
      namePath,
      'unknown-document',
      `fleetsim does not know ${describe(name)}, and model.documents does not name it: it is taken to end at once and to succeed`,
      { help: `say how long it runs: model.documents.${name}: { run: 2m, fails: 1% }` },
    );
  }
}

function checkParameters(
  name: string,
  rules: Readonly<Record<string, ParameterRule>>,
  parameters: Readonly<Record<string, readonly string[]>>,
  path: DataPath,
  context: LoadContext,
): void {
  const awsError = 'InvalidParameters';
  for (const [parameter, values] of Object.entries(parameters)) {
    const rule = Object.hasOwn(rules, parameter) ? rules[parameter] : undefined;
    if (rule === undefined) {
      const help = suggestion(parameter, Object.keys(rules));
      context.error([...path, parameter], 'unknown-key', `unknown parameter of ${name}`, {
        at: 'key',
        awsError,
        help,
      });
      continue;
    }
    for (const value of values) {
      checkValue(rule, value, [...path, parameter], context);
      if (rule === addressOrEmpty) warnOfMissingFile(value, [...path, parameter], context);
    }
  }
  for (const [parameter, { isRequired }] of Object.entries(rules)) {
    if (isRequired !== true || (parameters[parameter]?.length ?? 0) > 0) continue;
    const message = `missing: expected the parameter ${parameter} of ${name}`;
    if (parameter === 'Operation') context.error(path, 'missing-key', message, { awsError });
    // The run does not depend on what a script says, so that a sketch may leave it out.
    else context.warning(path, 'missing-parameter', `${message}; AWS would answer ${awsError}`);
  }
}

function checkValue(rule: ParameterRule, value: string, path: DataPath, context: LoadContext): void {
  // A pseudo parameter or a Parameter Store reference is not known before the task runs.
  if (value.includes('{{')) return;
  const isAllowed = rule.allowed?.includes(value) ?? rule.pattern?.test(value) ?? true;
  if (isAllowed) return;
  const expected = rule.expected ?? `one of ${(rule.allowed ?? []).join(', ')}`;
  context.error(path, 'bad-value', `expected ${expected}; found ${describe(value)}`, {
    awsError: 'InvalidParameters',
    help: rule.allowed === undefined ? undefined : suggestion(value, rule.allowed),
  });
}

/** What lies at an address is said by the scenario's `files`. */
function warnOfMissingFile(address: string, path: DataPath, context: LoadContext): void {
  if (!/^(https|s3):/.test(address) || context.isFileAddress(address)) return;
  context.warning(path, 'unknown-address', 'files does not name this address: nodes find no file there', {
    help: `name what AWS would read: files: { "${address}": ./a-file-beside-the-scenario }`,
  });
}
