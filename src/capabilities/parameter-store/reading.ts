/**
 * One read: what the reader needs, in the order in which AWS asks for it, and what comes back.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameters.html
 */
import type { Nouns } from '../../cloudformation/nouns.ts';
import { type Caller, type Denial, keyDenial, ownDenial } from './access.ts';
import { versionPassing } from './filters.ts';
import { isElsewhere, parameterArn, selectorOf } from './names.ts';
import { isPublicParameter } from './public-parameters.ts';
import type { ReadParameter } from './records.ts';
import { isRefusal, type Refusal } from './refusal.ts';
import type { Read } from './request.ts';
import { notFound, type Parameter, type Shelf } from './store.ts';
import type { Version } from './versions.ts';

export interface Answer {
  readonly parameters: readonly ReadParameter[];
  readonly values: readonly string[];
  /** Of this account, for what is charged. */
  readonly own: readonly Parameter[];
  /** Names that GetParameters does not find. */
  readonly invalid: readonly string[];
}

export interface Library {
  readonly nouns: Nouns;
  readonly account: { readonly id: string; readonly region: string };
  readonly shelf: Shelf;
}

interface Found {
  readonly parameter: Parameter;
  readonly version: Version;
}

export function readParameters(library: Library, caller: Caller, read: Read): Answer | Refusal | Denial {
  const { account, shelf, nouns } = library;
  for (const name of read.names) {
    const denial = ownDenial(caller, `ssm:${read.call}`, parameterArn(account, selectorOf(name).name));
    if (denial !== null) return denial;
  }
  const found: Found[] = [];
  const open: ReadParameter[] = [];
  const invalid: string[] = [];
  if (read.call === 'DescribeParameters') found.push(...passing(shelf.sorted(), read));
  for (const name of read.names) {
    const some = isElsewhere(name, account) ? notFound(name) : findIn(shelf, read, name);
    if (isRefusal(some)) {
      if (isPublicParameter(selectorOf(name).name)) open.push(publicParameter(name));
      else if (read.call !== 'GetParameters') return some;
      else invalid.push(name);
    } else found.push(...some.found);
  }
  if (read.withDecryption) {
    for (const { version } of found) {
      const denial = version.key === null ? null : keyDenial(nouns, version.key, caller, 'kms:Decrypt');
      if (denial !== null) return denial;
    }
  }
  const own = found.map(({ parameter }) => parameter);
  const values = found.map(({ version }) => version.value);
  return { parameters: [...found.map((one) => readOf(one, read)), ...open], values, own, invalid };
}

function findIn(shelf: Shelf, read: Read, name: string): { readonly found: readonly Found[] } | Refusal {
  if (read.call === 'GetParametersByPath') {
    return { found: passing(shelf.below(name, read.isRecursive), read) };
  }
  const selector = selectorOf(name);
  const parameter = shelf.find(selector.name);
  if (parameter === undefined) return notFound(name);
  if (read.call === 'GetParameterHistory') {
    return { found: parameter.versions.map((version) => ({ parameter, version })) };
  }
  const one = shelf.read(selector);
  return isRefusal(one) ? one : { found: [one] };
}

function passing(parameters: readonly Parameter[], { filters = [] }: Read): Found[] {
  return parameters.flatMap((parameter) => {
    const version = versionPassing(parameter, filters);
    return version === undefined ? [] : [{ parameter, version }];
  });
}

function readOf(
  { parameter: { name, type }, version: { version } }: Found,
  { withDecryption }: Read,
): ReadParameter {
  return { name, version, type, isDecrypted: type === 'SecureString' && withDecryption };
}

function publicParameter(name: string): ReadParameter {
  return { name: selectorOf(name).name, version: 1, type: 'String', isDecrypted: false };
}
