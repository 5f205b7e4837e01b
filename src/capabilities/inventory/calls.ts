/**
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutInventory.html
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DeleteInventory.html
 */
import * as z from 'zod/mini';
import { type AnyCallSpec, call } from '../../cloudformation/call-spec.ts';
import { refuseNode } from '../../cloudformation/targets.ts';
import { listOfLength } from '../../fields/aws-fields.ts';
import { boolean, choice, listOf, map, mapOf, text } from '../../fields/fields.ts';
import type { Meanings } from '../../fields/meaning.ts';
import { Unknown } from '../../fields/unknown.ts';
import type { Item } from './reports.ts';

export interface PutItem {
  readonly type: string;
  readonly schemaVersion: string;
  readonly capturedMs: number;
  /** Null: only the time of what is there already is moved on. */
  readonly content: readonly Item[] | null;
}

export interface PutRequest {
  readonly node: string;
  readonly items: readonly PutItem[];
}

export interface DeleteRequest {
  readonly type: string;
  /** Null: the data alone is deleted. */
  readonly schema: 'DisableSchema' | 'DeleteSchema' | null;
  readonly isDryRun: boolean;
}

const typeName = () =>
  text('a type of inventory, such as Custom:RackInformation', {
    min: 1,
    max: 100,
    pattern: /^(AWS|Custom):.*$/,
  });

export const putInventory = call({
  call: 'PutInventory',
  page: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutInventory.html',
  is: 'Writes items of the inventory of a node, such as a type of your own',
  fields: () => ({
    InstanceId: text('a node, such as web-0001 or i-0123456789abcdef0'),
    Items: listOfLength(
      map({
        CaptureTime: text('a time, such as 2025-01-05T02:00:00Z', {
          pattern:
            /^(20)[0-9][0-9]-(0[1-9]|1[012])-([12][0-9]|3[01]|0[1-9])(T)(2[0-3]|[0-1][0-9])(:[0-5][0-9])(:[0-5][0-9])(Z)$/,
        }),
        Content: z.optional(listOf(mapOf(text('a value', { max: 4096 }), 'attributes with their values'))),
        ContentHash: z.optional(text('a hash', { max: 256 })),
        Context: z.optional(mapOf(text('a value', { max: 4096 }), 'a map')),
        SchemaVersion: text('a version, such as 1.0', { pattern: /^([0-9]{1,6})(\.[0-9]{1,6})$/ }),
        TypeName: typeName(),
      }),
      'items',
      1,
      30,
    ),
  }),
  asks: ({ node }: PutRequest, { nodes }) =>
    nodes({ instanceIds: [node], targets: [] }).map((one) => ({ action: 'ssm:PutInventory', ...one })),
  refusals({ InstanceId }, { path, context }) {
    if (!(InstanceId instanceof Unknown)) refuseNode(InstanceId, [...path, 'InstanceId'], context);
  },
  build: ({ InstanceId, Items }): PutRequest => ({
    node: InstanceId,
    items: Items.map(({ TypeName, SchemaVersion, CaptureTime, Content }) => ({
      type: TypeName,
      schemaVersion: SchemaVersion,
      capturedMs: Date.parse(CaptureTime),
      content: Content ?? null,
    })),
  }),
});

export const deleteInventory = call({
  call: 'DeleteInventory',
  page: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DeleteInventory.html',
  is: 'Deletes a type of your own, of all nodes',
  fields: () => ({
    ClientToken: z.optional(
      text('a UUID', { pattern: /[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}/ }),
    ),
    DryRun: z.optional(boolean()),
    SchemaDeleteOption: z.optional(choice('DisableSchema', 'DeleteSchema')),
    TypeName: typeName(),
  }),
  refusals() {},
  build: ({ TypeName, SchemaDeleteOption, DryRun = false }): DeleteRequest => ({
    type: TypeName,
    schema: SchemaDeleteOption ?? null,
    isDryRun: DryRun,
  }),
});

export const inventoryCalls: readonly AnyCallSpec[] = [putInventory, deleteInventory];

export const inventoryMeanings: Meanings = {
  'PutInventory.InstanceId': 'The node that the items are of',
  'PutInventory.Items': 'Up to 30',
  'Items[].TypeName': 'Custom:… for a type of your own',
  'Items[].SchemaVersion': 'Of the type. One that DeleteInventory has disabled, and older ones, are ignored',
  'Items[].CaptureTime': 'When it was collected',
  'Items[].Content':
    'Entries, each a map of attributes. Left out: what is there stays, and its time moves on',
  'Items[].ContentHash': 'Has no effect on a run: contents are compared themselves',
  'Items[].Context': 'Has no effect on a run',
  'DeleteInventory.TypeName': 'A type that begins with Custom:',
  SchemaDeleteOption:
    'DisableSchema: later data of this version is ignored. DeleteSchema: the type is gone, and may be made again. Left out: only data is deleted',
  DryRun: { says: 'Whether AWS only says what it would delete', default: false },
  'DeleteInventory.ClientToken': 'Has no effect on a run',
};
