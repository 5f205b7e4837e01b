/**
 * Filters of reads.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_ParameterStringFilter.html
 */
import { isBelow } from './names.ts';
import type { Parameter } from './store.ts';
import type { Version } from './versions.ts';

export interface ParameterFilter {
  readonly key: string;
  readonly option: string;
  /** Empty: any. */
  readonly values: readonly string[];
}

/** The newest version with which a parameter passes every filter; undefined: it does not. */
export function versionPassing(
  parameter: Parameter,
  filters: readonly ParameterFilter[],
): Version | undefined {
  const newest = parameter.versions.at(-1)!;
  const isOfLabel = filters.some(({ key }) => key === 'Label');
  const versions = isOfLabel ? parameter.versions.toReversed() : [newest];
  return versions.find((version) => filters.every((filter) => passes(parameter, version, filter)));
}

function passes(parameter: Parameter, version: Version, { key, option, values }: ParameterFilter): boolean {
  if (key === 'Path') {
    return values.some((path) => isBelow(parameter.name, path, option === 'Recursive'));
  }
  const own = textsOf(parameter, version, key);
  if (values.length === 0) return own.length > 0;
  return own.some((text) => values.some((value) => compares(option, text, value)));
}

function compares(option: string, text: string, value: string): boolean {
  if (option === 'BeginsWith') return text.startsWith(value);
  return option === 'Contains' ? text.includes(value) : text === value;
}

function textsOf({ name, type, tier, dataType, tags }: Parameter, { key, labels }: Version, of: string) {
  const known: Readonly<Record<string, readonly string[]>> = {
    Name: [name],
    Type: [type],
    Tier: [tier],
    DataType: [dataType],
    KeyId: key === null ? [] : [key],
    Label: labels,
  };
  const tag = tags[of.replace(/^tag:/, '')];
  return known[of] ?? (tag === undefined ? [] : [tag]);
}
