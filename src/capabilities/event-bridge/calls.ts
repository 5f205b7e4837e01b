/**
 * PutEvents, and `inject` for events of AWS's own services.
 *
 * AWS: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
 */
import * as z from 'zod/mini';
import type { JsonObject } from '../../aws/event-matching.ts';
import { type AnyCallSpec, call } from '../../cloudformation/call-spec.ts';
import type { Known } from '../../cloudformation/read-fields.ts';
import { describe, isMap } from '../../diagnostics/plain-map.ts';
import { listOfLength } from '../../fields/aws-fields.ts';
import { anything, listOf, map, Slip, text } from '../../fields/fields.ts';
import { jsonOf, parsedJson } from '../../fields/json-values.ts';
import { parseTime, time } from '../../fields/quantities.ts';
import { itemsIn, Unknown } from '../../fields/unknown.ts';
import { isoSecond } from '../../world/time.ts';
import type { Envelope } from './envelope.ts';
import { busNamed } from './rules.ts';

/** An event as a call sends it, before its bus gives it an id. */
export interface SentEvent {
  readonly source: string;
  readonly detailType: string;
  readonly detail: JsonObject;
  readonly resources: readonly string[];
  readonly bus: string;
  /** What the envelope has where the call says it; the bus fills in the rest. */
  readonly given: Partial<Pick<Envelope, 'version' | 'id' | 'account' | 'time' | 'region'>>;
}

const awsError = 'ValidationException';

const entry = () =>
  map({
    Detail: text('JSON text, such as \'{ "state": "failed" }\'', { max: 262_144 }),
    DetailType: text('a detail type', { min: 1, max: 128 }),
    EventBusName: z.optional(text('the name or ARN of a bus', { min: 1, max: 1600 })),
    Resources: z.optional(listOf(text('an ARN', { max: 2048 }))),
    Source: text('a source, such as com.example.patching', { min: 1, max: 256 }),
    Time: z.optional(time()),
    TraceHeader: z.optional(text('a trace header', { min: 1, max: 500 })),
  });

export const putEvents = call({
  call: 'PutEvents',
  page: 'https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html',
  is: 'Sends events of your own to a bus',
  permission: 'events:PutEvents',
  fields: () => ({
    Entries: listOfLength(entry(), 'entries', 1, 10),
    EndpointId: z.optional(text('an endpoint')),
  }),
  withoutEffect: {
    EndpointId: {
      touches: 'the events go to the bus of this Region, whatever the endpoint would choose',
      instead: 'nothing: it may stay in the file',
    },
  },
  refusals({ Entries }, { path, context }) {
    for (const [index, each] of itemsIn(Entries).entries()) {
      if (each instanceof Unknown) continue;
      const at = [...path, 'Entries', index];
      if (typeof each.Source === 'string' && each.Source.startsWith('aws.')) {
        const message = `expected a source of your own, found ${each.Source}: AWS keeps aws. for its services`;
        const help = 'write inject instead of PutEvents';
        context.error([...at, 'Source'], 'bad-value', message, {
          awsError: 'NotAuthorizedForSourceException',
          help,
        });
      }
      if (typeof each.Detail === 'string' && !isMap(parsedJson(each.Detail)?.value)) {
        const message = `expected a map as JSON text, found ${describe(each.Detail)}`;
        context.error([...at, 'Detail'], 'bad-value', message, { awsError: 'MalformedDetail' });
      }
    }
  },
  build: ({ Entries }): readonly SentEvent[] =>
    Entries.map((each) => ({
      source: each.Source,
      detailType: each.DetailType,
      detail: parsedJson(each.Detail)!.value as JsonObject,
      resources: each.Resources ?? [],
      bus: busNamed(each.EventBusName),
      given: each.Time === undefined ? {} : { time: isoSecond(each.Time) },
    })),
});

/** The keys of an envelope, so that an example of AWS's documentation can be pasted. */
const envelopeFields = () => ({
  account: z.optional(text('an account')),
  detail: z.optional(anything()),
  'detail-type': text('a detail type', { min: 1, max: 128 }),
  id: z.optional(text('an id')),
  region: z.optional(text('a Region')),
  resources: z.optional(listOf(text('an ARN', { max: 2048 }))),
  source: text('a source, such as aws.ec2', { min: 1, max: 256 }),
  time: z.optional(text('a time such as 2025-01-05T02:00:00Z')),
  version: z.optional(text('a version')),
});

export const inject = call({
  call: 'inject',
  page: 'https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html',
  is: 'Puts an event on the default bus as if a service of AWS had sent it',
  permission: null,
  fields: envelopeFields,
  refusals({ detail, time: given }, { path, context }) {
    const parsed = typeof given === 'string' ? parseTime(given) : 0;
    if (parsed instanceof Slip) context.error([...path, 'time'], 'bad-value', parsed.message, { awsError });
    if (detail === undefined || detail instanceof Unknown || isMap(detail)) return;
    context.error([...path, 'detail'], 'bad-value', `expected a map, found ${describe(detail)}`, {
      awsError,
    });
  },
  build(known: Known<ReturnType<typeof envelopeFields>>, reading): readonly SentEvent[] {
    const { version, id, account, time, region } = known;
    const detail = jsonOf(known.detail ?? {}, [...reading.path, 'detail'], reading);
    return [
      {
        source: known.source,
        detailType: known['detail-type'],
        detail: (detail?.value ?? {}) as JsonObject,
        resources: known.resources ?? [],
        bus: 'default',
        given: withoutNothing({ version, id, account, time, region }),
      },
    ];
  },
});

function withoutNothing(
  given: { readonly [Key in keyof Envelope]?: Envelope[Key] | undefined },
): SentEvent['given'] {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

export const eventCalls: readonly AnyCallSpec[] = [putEvents, inject];
