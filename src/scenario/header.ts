/** The top of a scenario: who it is, when it runs, and what it may not hold. */
import { basename, extname } from 'node:path';
import type { PlainMap } from '../diagnostics/plain-map.ts';
import {
  boolean,
  choice,
  described,
  type Field,
  integer,
  map,
  optional,
  read,
  text,
  unknownKey,
  withDefault,
} from '../fields/fields.ts';
import { time, timeOrDuration } from '../fields/quantities.ts';
import type { Account } from '../world/scenario.ts';
import type { ScenarioContext } from './scenario-context.ts';
import { entriesOf } from './surroundings.ts';
import { topLevelKeys } from './top-level.ts';

interface Header {
  readonly name: string;
  readonly description: string;
  readonly seed: string;
  readonly replications?: number;
}

interface GivenHeader {
  readonly name?: string;
  readonly description: string;
  readonly seed: string;
  readonly start: number;
  readonly end: { readonly atMs: number } | { readonly afterMs: number };
  readonly replications?: number;
  readonly account: Omit<Account, 'organizationalUnit'>;
}

/** Each by itself, so that one mistake does not hide the others. */
export function headerFields() {
  return {
    version: described(withDefault(choice('1'), '1'), 'The version of this format'),
    name: described(optional(text('a name', { min: 1, max: 256 })), 'Left out: the name of the file'),
    description: described(withDefault(text('a description'), ''), 'What it shows'),
    seed: described(
      withDefault(text('a seed', { min: 1, max: 1_000 }), '1'),
      'Settles everything random, as text',
    ),
    start: described(time(), 'When the simulated time begins'),
    end: described(timeOrDuration(), 'When it ends, or how long it lasts: [start, end)'),
    replications: described(optional(integer(1, 1_000_000)), 'For check and compare'),
    account: withDefault(accountField(), {}),
  };
}

function accountField() {
  return map({
    id: described(
      withDefault(text('12 digits', { pattern: /^[0-9]{12}$/ }), '123456789012'),
      'The AWS account, for ARNs',
    ),
    region: described(
      withDefault(
        text('a Region such as eu-central-1', { pattern: /^[a-z]{2,4}(-[a-z]+)+-[0-9]+$/ }),
        'us-east-1',
      ),
      'The AWS Region, for ARNs',
    ),
    ...settingFields(),
  }) as unknown as Field<GivenHeader['account']>;
}

/** Service settings, which every account has in each of its Regions. */
function settingFields() {
  return {
    defaultHostManagement: described(
      withDefault(boolean(), 'false'),
      'Whether Default Host Management Configuration is on in the Region',
    ),
    instanceTier: described(
      withDefault(choice('standard', 'advanced'), 'standard'),
      'The tier of its hybrid nodes: with standard, 1,000 of them register',
    ),
  };
}

/** Of `accounts`: one account in one Region. */
export function accountsField() {
  return map({
    id: described(text('12 digits', { pattern: /^[0-9]{12}$/ }), 'The AWS account'),
    region: described(
      text('a Region such as eu-central-1', { pattern: /^[a-z]{2,4}(-[a-z]+)+-[0-9]+$/ }),
      'The Region: the same account in another Region is an entry of its own',
    ),
    organizationalUnit: described(
      optional(text('an organizational unit', { min: 1 })),
      'The organizational unit that it is in',
    ),
    ...settingFields(),
  });
}

/** The metrics of the account that has no name are under `default`. */
export function readAccounts(raw: unknown, context: ScenarioContext): Map<string, Account> {
  const accounts = new Map<string, Account>();
  for (const [name, value] of entriesOf(raw, ['accounts'], context)) {
    if (!/^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/.test(name) || name === 'default') {
      const message = 'expected a name of letters, digits, - and _, other than default';
      context.error(['accounts', name], 'bad-name', message, { at: 'key' });
      continue;
    }
    const field = accountsField() as unknown as Field<
      Omit<Account, 'organizationalUnit'> & { organizationalUnit?: string }
    >;
    const given = read(field, value, ['accounts', name], context);
    if (given !== undefined)
      accounts.set(name, { ...given, organizationalUnit: given.organizationalUnit ?? null });
  }
  return accounts;
}

/** Also sets what the context says of time and account. */
export function readHeader(data: PlainMap, context: ScenarioContext): Header {
  checkTopLevel(data, context);
  const given: Partial<Record<keyof GivenHeader, unknown>> = {};
  for (const [key, field] of Object.entries(headerFields())) {
    // An empty key is as good as none.
    const value = read(field as unknown as Field<unknown>, data[key] ?? undefined, [key], context);
    if (value !== undefined) given[key as keyof GivenHeader] = value;
  }
  const header = given as Partial<GivenHeader>;
  if (header.account !== undefined) context.account = header.account;
  // Without a start the rest is still read, for its own mistakes; the warnings that hang on time then say little.
  context.startMs = header.start ?? Date.UTC(2025, 0, 1);
  context.endMs = endOf(header, context);
  const { name, description = '', seed = '1', replications } = header;
  return {
    name: name ?? basename(context.file, extname(context.file)),
    description,
    seed,
    ...(replications === undefined ? {} : { replications }),
  };
}

function endOf({ start, end }: Partial<GivenHeader>, context: ScenarioContext): number {
  if (end === undefined) return context.startMs + 36_525 * 86_400_000;
  const endMs = 'atMs' in end ? end.atMs : context.startMs + end.afterMs;
  if (start !== undefined && endMs <= start) {
    context.error(['end'], 'out-of-range', 'expected an end after start');
  }
  return endMs;
}

function checkTopLevel(data: PlainMap, context: ScenarioContext): void {
  for (const key of Object.keys(data)) {
    if (key.startsWith('x-')) continue;
    if (!(topLevelKeys as readonly string[]).includes(key)) unknownKey([key], topLevelKeys, context);
  }
  for (const key of ['templates', 'imports']) {
    if (data[key] === undefined || data[key] === null) continue;
    const help = 'write the resources in place, under `resources`';
    context.error([key], 'not-supported', 'not supported by this version', { at: 'key', help });
  }
}
