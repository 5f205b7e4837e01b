/**
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateOpsItem.html
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_UpdateOpsItem.html
 */
import * as z from 'zod/mini';
import { arnOf } from '../../aws/arn.ts';
import { type AnyCallSpec, type CallReading, call, madeBy } from '../../cloudformation/call-spec.ts';
import { suggestion } from '../../diagnostics/nearest.ts';
import { describe } from '../../diagnostics/plain-map.ts';
import { tagList } from '../../fields/aws-fields.ts';
import { choice, described, integer, listOf, map, mapOf, text } from '../../fields/fields.ts';
import { time } from '../../fields/quantities.ts';
import { type Partly, Unknown } from '../../fields/unknown.ts';
import { idFrom } from '../../world/made-ids.ts';
import type { Scenario } from '../../world/scenario.ts';
import type { DataValue } from './data.ts';
import type { OpsItemChange, OpsItemFields } from './request.ts';
import {
  dedupChangeRefusal,
  fieldRefusals,
  invalid,
  issueType,
  opsItemStatuses,
  type Refusal,
} from './rules.ts';

const notBlank = /^(?!\s*$).+/s;
const word = (what: string, max: number) => text(what, { min: 1, max, pattern: notBlank });

const dataField = () =>
  mapOf(
    map({
      Type: z.optional(
        described(
          choice('SearchableString', 'String'),
          'SearchableString: users who see the list of OpsItems may search for it',
        ),
      ),
      Value: z.optional(
        described(
          text('a value of operational data', { max: 1_000_000, pattern: /[\s\S]*\S[\s\S]*/ }),
          'At most 20 KB',
        ),
      ),
    }),
    'a map of operational data by key',
  );

/** Fields that both calls have. */
const shared = () => ({
  Category: z.optional(word('a category, such as Availability', 64)),
  Notifications: z.optional(
    listOf(map({ Arn: z.optional(described(text('the ARN of a topic'), 'A topic of SNS')) })),
  ),
  OperationalData: z.optional(dataField()),
  Priority: z.optional(integer(1, 5)),
  RelatedOpsItems: z.optional(listOf(map({ OpsItemId: described(text('the id of an OpsItem'), 'Its id') }))),
  Severity: z.optional(word('a severity from 1 to 4', 64)),
  ActualStartTime: z.optional(time()),
  ActualEndTime: z.optional(time()),
  PlannedStartTime: z.optional(time()),
  PlannedEndTime: z.optional(time()),
});

const ofChangeRequests = {
  touches: 'AWS has it for OpsItems of the type /aws/changerequest, and this one is none',
  instead: 'StartChangeRequestExecution, which makes a change request',
};

const withoutEffect = {
  ActualStartTime: ofChangeRequests,
  ActualEndTime: ofChangeRequests,
  PlannedStartTime: ofChangeRequests,
  PlannedEndTime: ofChangeRequests,
};

/** What the call itself says, where all of it is known. */
type Written = Readonly<Record<string, unknown>>;

function refuseFields(
  seen: Written,
  { path, context }: Pick<CallReading, 'path' | 'context'>,
  more: readonly Refusal[] = [],
): void {
  const known =
    isKnown(seen['OperationalData']) && isKnown(seen['RelatedOpsItems']) && isKnown(seen['Source']);
  if (!known) return;
  const source = seen['Source'] as string | undefined;
  const fields = {
    data: dataOf(seen['OperationalData'] as DataGiven),
    related: idsOf(seen['RelatedOpsItems'] as RelatedGiven),
    ...(source === undefined ? {} : { source }),
  };
  for (const { parameter, error, why } of [...fieldRefusals(fields), ...more])
    context.error([...path, parameter], 'bad-value', why, { awsError: error });
}

/** No part of it is left to a deployment. */
function isKnown(value: unknown): boolean {
  if (value instanceof Unknown) return false;
  if (typeof value !== 'object' || value === null) return true;
  return Object.values(value).every(isKnown);
}

type DataGiven =
  | Readonly<Record<string, { readonly Type?: 'SearchableString' | 'String'; readonly Value?: string }>>
  | undefined;
type RelatedGiven = readonly { readonly OpsItemId: string }[] | undefined;
type TopicsGiven = readonly { readonly Arn?: string }[] | undefined;

/** #API_OpsItemDataValue: a value is private unless it is a SearchableString. */
function dataOf(given: DataGiven = {}): Record<string, DataValue> {
  return Object.fromEntries(
    Object.entries(given).map(([key, { Type = 'String', Value = '' }]) => [
      key,
      { type: Type, value: Value },
    ]),
  );
}

const idsOf = (given: RelatedGiven = []): string[] => given.map(({ OpsItemId }) => OpsItemId);
const topicsOf = (given: TopicsGiven = []): string[] => given.flatMap(({ Arn }) => Arn ?? []);

export interface CreateRequest {
  readonly fields: OpsItemFields;
  /** Null: that of the call. */
  readonly accountId: string | null;
  readonly hasTags: boolean;
}

export const createOpsItem = call({
  call: 'CreateOpsItem',
  page: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateOpsItem.html',
  is: 'Creates an OpsItem',
  awsError: invalid,
  withoutEffect,
  fields: () => ({
    AccountId: z.optional(text('an account of 12 digits', { pattern: /^[0-9]{12}$/ })),
    Description: text('a description of 1 to 2,048 characters', {
      min: 1,
      max: 2048,
      pattern: /[\s\S]*\S[\s\S]*/,
    }),
    OpsItemType: z.optional(choice(issueType, '/aws/insight', '/aws/changerequest')),
    Source: word('a source, such as EC2', 128),
    Tags: z.optional(tagList()),
    Title: word('a title of 1 to 1,024 characters', 1024),
    ...shared(),
  }),
  refusals: (seen, reading) => refuseFields(seen, reading),
  build: (known): CreateRequest => ({
    fields: {
      title: known.Title,
      description: known.Description,
      source: known.Source,
      priority: known.Priority ?? null,
      severity: known.Severity ?? null,
      category: known.Category ?? null,
      data: dataOf(known.OperationalData as DataGiven),
      notifications: topicsOf(known.Notifications as TopicsGiven),
      related: idsOf(known.RelatedOpsItems),
      type: known.OpsItemType ?? issueType,
    },
    accountId: known.AccountId ?? null,
    hasTags: (known.Tags ?? []).length > 0,
  }),
  /** #API_CreateOpsItem_RequestParameters: tags need ssm:AddTagsToResource too. */
  asks: ({ hasTags }) => [
    { action: 'ssm:CreateOpsItem' },
    ...(hasTags ? [{ action: 'ssm:AddTagsToResource' }] : []),
  ],
});

/** `oi-` and 12 digits, from what asks for it. */
export function opsItemId({ name }: Pick<Scenario, 'name'>, requestId: string): string {
  return idFrom('oi', name, requestId).slice(0, 15);
}

const awsId = /^oi-[0-9a-f]{12}$/;

/** An id of AWS's shape may be that of an OpsItem that only a run makes: AWS answers when the call is due. */
function refuseId(
  { OpsItemId: id }: { readonly OpsItemId: Partly<string> },
  { path, context, actions, references }: Pick<CallReading, 'path' | 'context' | 'actions' | 'references'>,
): void {
  if (id instanceof Unknown || awsId.test(id) || !references.isWhole) return;
  const makers = [
    ...actions.filter((one) => one.call === createOpsItem.call).map((one) => one.id),
    ...references.types.keys(),
  ];
  if (makers.includes(id)) return;
  const message = `expected the id of a CreateOpsItem action, an alarm or a rule that makes OpsItems, or an OpsItem as results have it, found ${describe(id)}`;
  context.error([...path, 'OpsItemId'], 'unknown-reference', message, {
    awsError: 'OpsItemNotFoundException',
    help: suggestion(id, makers),
  });
}

export const updateOpsItem = call({
  call: 'UpdateOpsItem',
  page: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_UpdateOpsItem.html',
  is: 'Changes an OpsItem, such as its status',
  awsError: invalid,
  withoutEffect: {
    ...withoutEffect,
    OpsItemArn: { touches: 'the OpsItem is found by OpsItemId', instead: 'nothing: it may stay in the file' },
  },
  fields: () => ({
    Description: z.optional(
      text('a description of 1 to 2,048 characters', { min: 1, max: 2048, pattern: /[\s\S]*\S[\s\S]*/ }),
    ),
    OperationalDataToDelete: z.optional(listOf(text('a key of operational data'))),
    OpsItemArn: z.optional(text('the ARN of an OpsItem', { min: 20, max: 2048 })),
    OpsItemId: text('the id of an OpsItem', { min: 1, max: 256 }),
    Status: z.optional(choice(...opsItemStatuses)),
    Title: z.optional(word('a title of 1 to 1,024 characters', 1024)),
    ...shared(),
  }),
  refusals(seen, reading) {
    refuseId(seen, reading);
    const { OperationalData: data, OperationalDataToDelete: toDelete } = seen;
    const change =
      isKnown(data) && isKnown(toDelete)
        ? dedupChangeRefusal(dataOf(data as DataGiven), (toDelete as readonly string[] | undefined) ?? [])
        : null;
    refuseFields(seen, reading, change === null ? [] : [change]);
  },
  build: (known): OpsItemChange => ({
    item: known.OpsItemId,
    status: known.Status,
    title: known.Title,
    description: known.Description,
    priority: known.Priority,
    severity: known.Severity,
    category: known.Category,
    data: known.OperationalData && dataOf(known.OperationalData as DataGiven),
    dataToDelete: known.OperationalDataToDelete,
    notifications: known.Notifications && topicsOf(known.Notifications as TopicsGiven),
    related: known.RelatedOpsItems && idsOf(known.RelatedOpsItems),
  }),
  asks({ item }, { account, scenario }) {
    const makes = scenario.actions.some((one) => one.id === item && madeBy(one, createOpsItem) !== undefined);
    const id = makes ? opsItemId(scenario, item) : item;
    const resource = awsId.test(id) ? { resource: arnOf('ssm', account, `opsitem/${id}`) } : {};
    return [{ action: 'ssm:UpdateOpsItem', ...resource }];
  },
});

export const opsCalls: readonly AnyCallSpec[] = [createOpsItem, updateOpsItem];
