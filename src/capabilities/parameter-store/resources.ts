/** AWS::SSM::Parameter. */
import * as z from 'zod/mini';
import {
  type AnyResourceSpec,
  type Reading,
  resource,
  type Whole,
} from '../../cloudformation/resource-spec.ts';
import { isMap, type PlainMap } from '../../diagnostics/plain-map.ts';
import { anything, choice, text } from '../../fields/fields.ts';
import type { Meanings } from '../../fields/meaning.ts';
import { isKnown, Unknown } from '../../fields/unknown.ts';
import { accountNamed } from '../../world/scenario.ts';
import { parameterFields } from './fields.ts';
import { nameRefusal, storedName } from './names.ts';
import { isRefusal, type Refusal } from './refusal.ts';
import { type PutRequest, Shelf } from './store.ts';
import type { Tier } from './values.ts';
import { countMax } from './values.ts';

/** A parameter that was there before the run began. */
export interface StoredParameter extends PutRequest {
  readonly logicalId: string;
}

export const parameter = resource({
  type: 'AWS::SSM::Parameter',
  page: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ssm-parameter.html',
  is: 'A value in Parameter Store, which commands, nodes and calls read',
  attributes: ['Type', 'Value'],
  nameProperty: 'Name',
  keeps: keptBy,
  fields: () => ({
    ...parameterFields(),
    Name: z.optional(text('the name of a parameter, such as /prod/db/password', { min: 1, max: 2048 })),
    Tags: z.optional(anything()),
    Type: choice('String', 'StringList', 'SecureString'),
  }),
  refusals(seen, reading) {
    const { key, path, context } = reading;
    if (key !== 'resources') refuseInTemplate(seen, reading);
    const { Name = reading.logicalId, Type } = seen;
    if (Name instanceof Unknown) return;
    const account = accountNamed(context, context.accountOf(reading.logicalId));
    const misnamed = nameRefusal(Name, account);
    if (misnamed !== null) return refuse(misnamed, [...path, 'Name'], reading);
    if (!isKnown<object>(seen) || Type instanceof Unknown) return;
    const put = new Shelf().put(requestOf(seen as never, Name), 0);
    if (isRefusal(put)) refuse(put, [...path, 'Value'], reading);
  },
  build: (known, { logicalId }): StoredParameter => ({
    logicalId,
    ...requestOf(known, known.Name ?? logicalId),
  }),
  together: refuseTogether,
});

/** CloudFormation looks no SecureString up by this reference; a value that is a function is not known. */
function keptBy(
  logicalId: string,
  { Name = logicalId, Type, Value }: PlainMap,
): { readonly name: string; readonly value: string } | null {
  if (typeof Name !== 'string' || typeof Value !== 'string' || Type === 'SecureString') return null;
  return { name: storedName(Name), value: Value };
}

/** Logical ids are no names of AWS's; a parameter without a name gets one from CloudFormation, which here is its logical id. */
function requestOf(
  known: {
    readonly Value: string;
    readonly Type: PutRequest['type'];
    readonly Tier?: PutRequest['tier'] | undefined;
    readonly KeyId?: string | undefined;
    readonly AllowedPattern?: string | undefined;
    readonly DataType?: string | undefined;
    readonly Description?: string | undefined;
    readonly Policies?: string | undefined;
    readonly Tags?: unknown;
  },
  name: string,
): PutRequest {
  return {
    name,
    value: known.Value,
    type: known.Type,
    tier: known.Tier ?? null,
    key: known.KeyId ?? null,
    overwrite: false,
    tags: tagsIn(known.Tags),
    allowedPattern: known.AllowedPattern ?? null,
    dataType: known.DataType ?? null,
    description: known.Description ?? null,
    policies: known.Policies ?? null,
  };
}

/** A map, as CloudFormation has it here. */
function tagsIn(raw: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(isMap(raw) ? raw : {}).map(([key, value]) => [key, String(value)]),
  );
}

/** AWS: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ssm-parameter.html */
function refuseInTemplate(
  { Type, KeyId }: { readonly Type: unknown; readonly KeyId?: unknown },
  { path, context }: Reading,
): void {
  if (Type === 'SecureString') {
    const message = 'SSM Parameters of type SecureString cannot be created using CloudFormation';
    const help = 'make it with aws ssm put-parameter; in a scenario it may stay under resources';
    context.error([...path, 'Type'], 'bad-value', message, { awsError: 'InvalidRequest', help });
  } else if (KeyId !== undefined) {
    const message = 'CloudFormation has no such property: deployment refuses it';
    context.warning([...path, 'KeyId'], 'not-of-the-type', message, { at: 'key' });
  }
}

function refuse({ error, message }: Refusal, path: Reading['path'], { context }: Reading): void {
  context.error(path, 'bad-value', message, { awsError: error });
}

/** One name is one parameter, and an account has a quota of them. */
function refuseTogether(nouns: ReadonlyMap<string, StoredParameter>, { key, context }: Whole): void {
  const names = new Map<string, string>();
  const counts = new Map<string, number>();
  for (const { logicalId, name, tier } of nouns.values()) {
    const home = context.accountOf(logicalId);
    const place = `${home}/${storedName(name)}`;
    const other = names.get(place);
    if (other !== undefined) {
      const message = `the parameter ${name} is there already: ${other} makes it`;
      context.error([key, logicalId], 'repeated-name', message, {
        at: 'key',
        awsError: 'ParameterAlreadyExists',
      });
    }
    names.set(place, logicalId);
    const kept: Tier = tier === 'Advanced' ? 'Advanced' : 'Standard';
    const count = (counts.get(`${home}/${kept}`) ?? 0) + 1;
    counts.set(`${home}/${kept}`, count);
    if (count !== countMax[kept] + 1) continue;
    const message = `more than ${countMax[kept]} parameters of the tier ${kept} in one account and Region`;
    context.error([key, logicalId], 'over-quota', message, { at: 'key', awsError: 'ParameterLimitExceeded' });
  }
}

export const parameterResources: readonly AnyResourceSpec[] = [parameter];

export const resourceMeanings: Meanings = {
  'AWS::SSM::Parameter.Name': 'Its name, with all levels of its path; left out: its logical id',
  'AWS::SSM::Parameter.Type':
    'What its value is. CloudFormation cannot make a SecureString: under resources of a scenario it was made before the run',
};
