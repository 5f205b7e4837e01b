/**
 * The parameters of a Quick Setup patch policy, which are all text.
 *
 * AWS: https://docs.aws.amazon.com/quick-setup/latest/APIReference/API_ConfigurationDefinitionInput.html, "Patch Policy", and
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/quick-setup-patch-manager.html
 */

import { isScheduleProblem, parseScheduleExpression } from '../../aws/schedule/schedule.ts';
import { maxConcurrency, maxErrors } from '../../cloudformation/run-settings.ts';
import { suggestion } from '../../diagnostics/nearest.ts';
import type { DataPath } from '../../diagnostics/problem.ts';
import type { LoadContext } from '../../fields/context.ts';
import { read } from '../../fields/fields.ts';
import { type OperatingSystem, operatingSystems } from '../../world/operating-systems.ts';
import { predefinedBaselines } from '../patch-manager/facts.ts';

export const policyType = 'AWSQuickSetupType-PatchPolicy';

/** What each is unless it is written. Null: nothing. */
const defaults = {
  PatchPolicyName: null,
  ConfigurationOptionsPatchOperation: 'Scan',
  ConfigurationOptionsScanValue: 'cron(0 1 * * ? *)',
  ConfigurationOptionsScanNextInterval: 'false',
  ConfigurationOptionsInstallValue: 'cron(0 2 ? * SUN *)',
  ConfigurationOptionsInstallNextInterval: 'true',
  RebootOption: 'RebootIfNeeded',
  PatchBaselineUseDefault: 'default',
  PatchBaselineRegion: null,
  SelectedPatchBaselines: null,
  RateControlConcurrency: '10%',
  RateControlErrorThreshold: '2%',
  TargetType: '*',
  TargetInstances: null,
  TargetTagKey: null,
  TargetTagValue: null,
  ResourceGroupName: null,
  TargetAccounts: null,
  TargetOrganizationalUnits: null,
  TargetRegions: null,
  IsPolicyAttachAllowed: 'false',
  HasDeletedBaseline: 'false',
  OutputLogEnableS3: 'false',
  OutputS3BucketName: null,
  OutputBucketRegion: null,
  OutputS3KeyPrefix: null,
} as const satisfies Readonly<Record<string, string | null>>;

export type PolicyParameter = keyof typeof defaults;

/** Values of some of them. */
const allowed: Readonly<Partial<Record<PolicyParameter, readonly string[]>>> = {
  ConfigurationOptionsPatchOperation: ['Scan', 'ScanAndInstall'],
  ConfigurationOptionsScanNextInterval: ['true', 'false'],
  ConfigurationOptionsInstallNextInterval: ['true', 'false'],
  RebootOption: ['RebootIfNeeded', 'NoReboot'],
  PatchBaselineUseDefault: ['default', 'custom'],
  TargetType: ['*', 'InstanceIds', 'ResourceGroups', 'Tags'],
  IsPolicyAttachAllowed: ['true', 'false'],
};

const schedules: readonly PolicyParameter[] = [
  'ConfigurationOptionsScanValue',
  'ConfigurationOptionsInstallValue',
];
/** What each kind of target has to be told. */
const neededBy: Readonly<Record<string, readonly PolicyParameter[]>> = {
  InstanceIds: ['TargetInstances'],
  ResourceGroups: ['ResourceGroupName'],
  Tags: ['TargetTagKey', 'TargetTagValue'],
};

export type Written = Readonly<Record<string, string>>;

export function parameterOf(written: Written, name: PolicyParameter): string {
  const value = written[name];
  return value === undefined || value === '' ? (defaults[name] ?? '') : value;
}

export function refuseParameters(written: Written, path: DataPath, context: LoadContext): void {
  const awsError = 'ValidationException';
  const refuse = (name: string, message: string, help?: string) =>
    context.error([...path, name], 'bad-value', message, { awsError, help });
  for (const [name, value] of Object.entries(written)) {
    if (!Object.hasOwn(defaults, name)) {
      const help = suggestion(name, Object.keys(defaults));
      context.error([...path, name], 'unknown-key', `unknown parameter of ${policyType}`, {
        at: 'key',
        awsError,
        help,
      });
      continue;
    }
    const parameter = name as PolicyParameter;
    if (value === '') continue;
    const values = allowed[parameter];
    if (values !== undefined && !values.includes(value)) {
      refuse(name, `expected one of ${values.join(', ')}; found ${value}`, suggestion(value, values));
    }
    if (schedules.includes(parameter)) {
      const parsed = parseScheduleExpression(value, 'association');
      if (isScheduleProblem(parsed)) refuse(name, parsed.message, parsed.help);
      else if (parsed.kind !== 'cron') refuse(name, `expected a cron expression; found ${value}`);
    }
    if (parameter === 'RateControlConcurrency') read(maxConcurrency(), value, [...path, name], context);
    if (parameter === 'RateControlErrorThreshold') read(maxErrors(), value, [...path, name], context);
  }
  for (const name of neededBy[parameterOf(written, 'TargetType')] ?? []) {
    if (parameterOf(written, name) !== '') continue;
    const message = `missing: expected ${name} beside TargetType: ${written['TargetType']}`;
    context.error(path, 'missing-key', message, { awsError });
  }
}

/** A baseline by operating system: the id of one of the file, or the name of one that AWS provides. */
export type SelectedBaselines = ReadonlyMap<OperatingSystem, string>;

/** `SelectedPatchBaselines`: JSON, by operating system `{ value, label, … }`. Null: it is no such text. */
export function selectedBaselines(text: string): SelectedBaselines | null {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return null;
  const selected = new Map<OperatingSystem, string>();
  for (const [os, entry] of Object.entries(data)) {
    const { value, label } = (entry ?? {}) as { value?: unknown; label?: unknown };
    if (!(operatingSystems as readonly string[]).includes(os) || typeof value !== 'string') return null;
    selected.set(os as OperatingSystem, isPredefined(label) ? String(label) : value);
  }
  return selected;
}

function isPredefined(label: unknown): boolean {
  return predefinedBaselines.some(({ name }) => name === label);
}
