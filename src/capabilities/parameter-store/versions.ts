/**
 * Versions of a parameter, and labels on them.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-versions.html
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-labels.html
 */
import type { Selector } from './names.ts';
import type { Refusal } from './refusal.ts';

export interface Version {
  readonly version: number;
  readonly value: string;
  readonly modifiedMs: number;
  /** Of a SecureString: id, ARN or alias of the key that it is encrypted with. */
  readonly key: string | null;
  readonly labels: readonly string[];
}

const versionsMax = 100;
const labelsMax = 10;

/** With one more, the newest last: the oldest goes where there are 100, unless it has a label. */
export function withVersion(
  name: string,
  versions: readonly Version[],
  next: Omit<Version, 'version' | 'labels'>,
): readonly Version[] | Refusal {
  const version = (versions.at(-1)?.version ?? 0) + 1;
  const all = [...versions, { ...next, version, labels: [] }];
  if (all.length <= versionsMax) return all;
  const oldest = versions[0]!;
  if (oldest.labels.length === 0) return all.slice(1);
  const message =
    `You attempted to create a new version of ${name} by calling the PutParameter API with the overwrite flag. Version ` +
    `${oldest.version}, the oldest version, can't be deleted because it has a label associated with it. Move the label to another ` +
    'version of the parameter, and try again.';
  return { error: 'ParameterMaxVersionLimitExceeded', message };
}

/** One that does not exist is an error: AWS falls back to no other. */
export function versionAt(versions: readonly Version[], { name, at }: Selector): Version | Refusal {
  const latest = versions.at(-1)!;
  if (at === null) return latest;
  const found = versions.find(({ version, labels }) =>
    typeof at === 'number' ? version === at : labels.includes(at),
  );
  if (found !== undefined) return found;
  const [what, verify] = typeof at === 'number' ? ['version', 'version'] : ['label', 'label'];
  const message = `Systems Manager could not find ${what} ${at} of ${name}. Verify the ${verify} and try again.`;
  return { error: 'ParameterVersionNotFound', message };
}

/** AWS attaches what is not refused, and lists the others as InvalidLabels. */
export function isValidLabel(label: string): boolean {
  return /^(?![0-9]|aws|ssm)[\w.-]{1,100}$/i.test(label);
}

/** A label is on one version at a time: put on another, it moves. `version` null: the latest. */
export function withLabels(
  name: string,
  versions: readonly Version[],
  version: number | null,
  labels: readonly string[],
): readonly Version[] | Refusal {
  const target = versionAt(versions, { name, at: version });
  if ('error' in target) return target;
  const valid = labels.filter(isValidLabel);
  const added = new Set([...target.labels, ...valid]);
  if (added.size > labelsMax) {
    const message = `A parameter version can have maximum ${labelsMax} labels. Move one or more labels to another version and try again.`;
    return { error: 'ParameterVersionLabelLimitExceeded', message };
  }
  return versions.map((one) =>
    one === target
      ? { ...one, labels: [...added] }
      : { ...one, labels: one.labels.filter((label) => !valid.includes(label)) },
  );
}

/**
 * Only labels of that very version are removed; AWS lists the others as InvalidLabels.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_UnlabelParameterVersion.html
 */
export function withoutLabels(
  name: string,
  versions: readonly Version[],
  version: number,
  labels: readonly string[],
): { readonly versions: readonly Version[]; readonly invalid: readonly string[] } | Refusal {
  const target = versionAt(versions, { name, at: version });
  if ('error' in target) return target;
  const kept = target.labels.filter((label) => !labels.includes(label));
  return {
    versions: versions.map((one) => (one === target ? { ...one, labels: kept } : one)),
    invalid: labels.filter((label) => !target.labels.includes(label)),
  };
}
