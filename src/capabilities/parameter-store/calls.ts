/**
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html
 */
import * as z from 'zod/mini';
import { arnOf } from '../../aws/arn.ts';
import type { Ask } from '../../aws/authorization.ts';
import { type AnyCallSpec, type AskedAbout, type CallReading, call } from '../../cloudformation/call-spec.ts';
import { listOfLength, tagList } from '../../fields/aws-fields.ts';
import { boolean, choice, integer, listOf, map, text } from '../../fields/fields.ts';
import type { Meanings } from '../../fields/meaning.ts';
import { itemsIn, type Partly, Unknown } from '../../fields/unknown.ts';
import { accountNamed } from '../../world/scenario.ts';
import { parameterFields } from './fields.ts';
import type { ParameterFilter } from './filters.ts';
import { nameRefusal, parameterArn, selectorOf } from './names.ts';
import { type LabelRequest, namesMax, type Read, type UnlabelRequest } from './request.ts';
import type { PutRequest } from './store.ts';

const page = (api: string): string =>
  `https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_${api}.html`;
const nameText = () => text('the name of a parameter, such as /prod/db/password', { min: 1, max: 2048 });
const decryption = () => z.optional(boolean());
const token = () => z.optional(text('the token of a page before'));

/** In one answer: API_GetParametersByPath.html, API_GetParameterHistory.html. */
const versionsMax = 50;

/** Each of the parameters that a call names. */
function about(api: string, names: readonly string[], { account }: Pick<AskedAbout, 'account'>): Ask[] {
  return names.map((name) => ({
    action: `ssm:${api}`,
    resource: parameterArn(account, selectorOf(name).name),
  }));
}

const parameterFilters = () =>
  z.optional(
    listOf(
      map({
        Key: text('Name, Type, KeyId, Path, Label, Tier, DataType or tag:KEY', {
          min: 1,
          max: 132,
          pattern: /tag:.+|Name|Type|KeyId|Path|Label|Tier|DataType/,
        }),
        Option: z.optional(text('Equals or BeginsWith', { min: 1, max: 10 })),
        Values: z.optional(listOfLength(text('a value', { min: 1, max: 1024 }), 'values', 1, 50)),
      }),
    ),
  );

interface WrittenFilter {
  readonly Key: string;
  readonly Option?: string | undefined;
  readonly Values?: readonly string[] | undefined;
}

const filtersOf = (written: readonly WrittenFilter[] = []): ParameterFilter[] =>
  written.map(({ Key: key, Option, Values = [] }) => ({
    key,
    option: Option ?? (key === 'Path' ? 'OneLevel' : 'Equals'),
    values: Values,
  }));

/** AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_ParameterStringFilter.html */
function refuseFilters(
  filters: Partly<WrittenFilter[]> | undefined,
  keys: RegExp,
  { path, context }: Pick<CallReading, 'path' | 'context'>,
): void {
  for (const [index, filter] of itemsIn(filters).entries()) {
    if (filter instanceof Unknown || filter.Key instanceof Unknown || keys.test(filter.Key)) continue;
    const message = `AWS takes no filter ${filter.Key} here`;
    context.error([...path, 'ParameterFilters', index, 'Key'], 'bad-value', message, {
      awsError: 'InvalidFilterKey',
    });
  }
}

/** AWS judges the name first, whatever the store holds. */
function refuseName(name: Partly<string>, { id, path, context }: CallReading): void {
  if (name instanceof Unknown) return;
  const refusal = nameRefusal(name.trim(), accountNamed(context, context.accountOf(id)));
  if (refusal === null) return;
  context.error([...path, 'Name'], 'bad-value', refusal.message, { awsError: refusal.error });
}

export const putParameter = call({
  call: 'PutParameter',
  page: page('PutParameter'),
  is: 'Writes a parameter, or a new version of it',
  fields: () => ({
    ...parameterFields(),
    Name: nameText(),
    Overwrite: z.optional(boolean()),
    Tags: z.optional(tagList()),
    Type: z.optional(choice('String', 'StringList', 'SecureString')),
  }),
  asks: ({ name }: PutRequest, known) => about('PutParameter', [name], known),
  refusals({ Name }, reading) {
    refuseName(Name, reading);
  },
  build: (known): PutRequest => ({
    name: known.Name,
    value: known.Value,
    type: known.Type ?? null,
    tier: known.Tier ?? null,
    key: known.KeyId ?? null,
    overwrite: known.Overwrite ?? false,
    tags: Object.fromEntries((known.Tags ?? []).map(({ Key, Value }) => [Key, Value])),
    allowedPattern: known.AllowedPattern ?? null,
    dataType: known.DataType ?? null,
    description: known.Description ?? null,
    policies: known.Policies ?? null,
  }),
});

export const getParameter = call({
  call: 'GetParameter',
  asks: (read: Read, known) => about('GetParameter', read.names, known),
  page: page('GetParameter'),
  is: 'Reads one parameter',
  fields: () => ({ Name: nameText(), WithDecryption: decryption() }),
  refusals() {},
  build: ({ Name, WithDecryption: withDecryption = false }): Read => ({
    call: 'GetParameter',
    names: [Name],
    withDecryption,
    isRecursive: false,
    pageSize: namesMax,
  }),
});

export const getParameters = call({
  call: 'GetParameters',
  asks: (read: Read, known) => about('GetParameters', read.names, known),
  page: page('GetParameters'),
  is: 'Reads up to ten parameters',
  fields: () => ({ Names: listOfLength(nameText(), 'names', 1, 10), WithDecryption: decryption() }),
  refusals() {},
  build: ({ Names, WithDecryption: withDecryption = false }): Read => ({
    call: 'GetParameters',
    names: Names,
    withDecryption,
    isRecursive: false,
    pageSize: namesMax,
  }),
});

export const getParametersByPath = call({
  call: 'GetParametersByPath',
  asks: (read: Read, known) => about('GetParametersByPath', read.names, known),
  page: page('GetParametersByPath'),
  is: 'Reads the parameters below a path, page by page',
  fields: () => ({
    MaxResults: z.optional(integer(1, 10)),
    NextToken: token(),
    ParameterFilters: parameterFilters(),
    Path: text('a path, such as /prod/db', { min: 1, max: 2048 }),
    Recursive: z.optional(boolean()),
    WithDecryption: decryption(),
  }),
  refusals({ Path, ParameterFilters }, { path, context }) {
    refuseFilters(ParameterFilters, /^(?:Type|KeyId|Label)$/, { path, context });
    if (Path instanceof Unknown || Path.startsWith('/')) return;
    const message = 'expected a path that begins with /';
    context.error([...path, 'Path'], 'bad-value', message, { awsError: 'ValidationException' });
  },
  build: ({
    Path,
    Recursive = false,
    MaxResults = namesMax,
    WithDecryption: withDecryption = false,
    ParameterFilters: filters,
  }): Read => ({
    call: 'GetParametersByPath',
    names: [Path],
    withDecryption,
    isRecursive: Recursive,
    pageSize: MaxResults,
    filters: filtersOf(filters),
  }),
});

export const getParameterHistory = call({
  call: 'GetParameterHistory',
  asks: (read: Read, known) => about('GetParameterHistory', read.names, known),
  page: page('GetParameterHistory'),
  is: 'Reads every version of a parameter that is kept',
  fields: () => ({
    MaxResults: z.optional(integer(1, 50)),
    Name: nameText(),
    NextToken: token(),
    WithDecryption: decryption(),
  }),
  refusals() {},
  build: ({ Name, MaxResults = versionsMax, WithDecryption: withDecryption = false }): Read => ({
    call: 'GetParameterHistory',
    names: [Name],
    withDecryption,
    isRecursive: false,
    pageSize: MaxResults,
  }),
});

export const describeParameters = call({
  call: 'DescribeParameters',
  asks: (_: Read, { account }) => [
    { action: 'ssm:DescribeParameters', resource: arnOf('ssm', account, '*') },
  ],
  page: page('DescribeParameters'),
  is: 'Lists parameters without their values',
  fields: () => ({
    Filters: z.optional(
      listOf(
        map({
          Key: choice('Name', 'Type', 'KeyId'),
          Values: listOfLength(text('a value', { min: 1, max: 1024 }), 'values', 1, 50),
        }),
      ),
    ),
    MaxResults: z.optional(integer(1, 50)),
    NextToken: token(),
    ParameterFilters: parameterFilters(),
    Shared: z.optional(boolean()),
  }),
  withoutEffect: {
    Shared: {
      touches: 'the parameters of the account itself are listed',
      instead: 'leave it out: parameters that other accounts share are not in the file',
    },
  },
  refusals() {},
  build: ({ Filters = [], ParameterFilters = [], MaxResults = versionsMax }): Read => ({
    call: 'DescribeParameters',
    names: [],
    withDecryption: false,
    isRecursive: false,
    pageSize: MaxResults,
    filters: filtersOf([...Filters, ...ParameterFilters]),
  }),
});

const labelNames = () => listOfLength(text('a label', { min: 1, max: 100 }), 'labels', 1, 10);

export const labelParameterVersion = call({
  call: 'LabelParameterVersion',
  asks: ({ name }: LabelRequest, known) => about('LabelParameterVersion', [name], known),
  page: page('LabelParameterVersion'),
  is: 'Puts labels on a version of a parameter, or moves them there',
  fields: () => ({
    Labels: labelNames(),
    Name: nameText(),
    ParameterVersion: z.optional(integer(1, 1_000_000_000)),
  }),
  refusals() {},
  build: ({ Name, ParameterVersion, Labels }): LabelRequest => ({
    name: Name,
    version: ParameterVersion ?? null,
    labels: Labels,
  }),
});

export const unlabelParameterVersion = call({
  call: 'UnlabelParameterVersion',
  asks: ({ name }: UnlabelRequest, known) => about('UnlabelParameterVersion', [name], known),
  page: page('UnlabelParameterVersion'),
  is: 'Removes labels from a version of a parameter',
  fields: () => ({
    Labels: labelNames(),
    Name: nameText(),
    ParameterVersion: integer(1, 1_000_000_000),
  }),
  refusals() {},
  build: ({ Name, ParameterVersion, Labels }): UnlabelRequest => ({
    name: Name,
    version: ParameterVersion,
    labels: Labels,
  }),
});

export const deleteParameter = call({
  call: 'DeleteParameter',
  asks: ({ name }: { readonly name: string }, known) => about('DeleteParameter', [name], known),
  page: page('DeleteParameter'),
  is: 'Deletes a parameter with all its versions',
  fields: () => ({ Name: nameText() }),
  refusals() {},
  build: ({ Name }) => ({ name: Name }),
});

export const deleteParameters = call({
  call: 'DeleteParameters',
  asks: ({ names }: { readonly names: readonly string[] }, known) => about('DeleteParameters', names, known),
  page: page('DeleteParameters'),
  is: 'Deletes up to ten parameters with all their versions',
  fields: () => ({ Names: listOfLength(nameText(), 'names', 1, 10) }),
  refusals() {},
  build: ({ Names }) => ({ names: Names }),
});

export const readSpecs = [
  getParameter,
  getParameters,
  getParametersByPath,
  getParameterHistory,
  describeParameters,
] as const;

export const parameterCalls: readonly AnyCallSpec[] = [
  putParameter,
  ...readSpecs,
  labelParameterVersion,
  unlabelParameterVersion,
  deleteParameter,
  deleteParameters,
];

export const callMeanings: Meanings = {
  'PutParameter.Name': 'Its name, with all levels of its path',
  'PutParameter.Type': 'What its value is. Needed of a new parameter; it never changes',
  Overwrite: { says: 'Whether a parameter that exists gets a new version', default: false },
  'GetParameter.Name': 'A name, a name with a version (name:3) or with a label (name:prod), or an ARN',
  'GetParameters.Names': 'The same, up to ten',
  'GetParameterHistory.Name': 'A name, or an ARN',
  'LabelParameterVersion.Name': 'A name',
  'DeleteParameter.Name': 'A name',
  WithDecryption: {
    says: 'Whether a SecureString is decrypted, for which the reader needs kms:Decrypt of its key',
    default: false,
  },
  Path: 'The levels above, such as /prod/db',
  Recursive: { says: 'Whether what is below in several levels is read too', default: false },
  MaxResults: 'How many come in one page. A run reads every page',
  NextToken: 'Has no effect on a run: every page is read',
  'UnlabelParameterVersion.Name': 'A name',
  'DeleteParameters.Names': 'Names, up to ten',
  'DescribeParameters.Filters': 'The same in an older form',
  'DescribeParameters.Filters[].Key': 'What it looks at',
  'DescribeParameters.Filters[].Values': 'What it looks for',
  Shared: 'Whether parameters that other accounts share are listed instead',
  ParameterFilters: 'Which parameters: all filters must hold, of the values of one any',
  'ParameterFilters[].Key': 'What it looks at; of GetParametersByPath Type, KeyId and Label alone',
  'ParameterFilters[].Option': 'How it compares',
  'ParameterFilters[].Values': 'What it looks for',
  ParameterVersion: 'The version; left out: the latest',
  Labels: 'Up to ten: letters, digits and . - _, not beginning with a digit, aws or ssm',

  AllowedPattern: 'A regular expression that every value has to match',
  DataType: {
    says: 'text, aws:ec2:image, whose value AWS looks at some minutes later, or aws:ssm:integration',
    default: 'text',
  },
  KeyId: {
    says: 'The key that a SecureString is encrypted with: its id, ARN or alias',
    default: 'alias/aws/ssm',
  },
  Policies: 'JSON text: Expiration, ExpirationNotification, NoChangeNotification. Of the advanced tier only',
  Tier: {
    says: 'Standard: up to 4 KB. Advanced: up to 8 KB, policies, and a charge',
    default: 'Standard',
  },
  'AWS::SSM::Parameter.Value': 'Its value',
  'PutParameter.Value': 'Its value',
};
