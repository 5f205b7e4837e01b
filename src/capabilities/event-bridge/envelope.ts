/**
 * The envelope in which an event reaches a bus.
 *
 * AWS: https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html
 */
import type { AccountAndRegion } from '../../aws/arn.ts';
import type { JsonObject } from '../../aws/event-matching.ts';
import type { AwsEvent } from '../../capability/aws-events.ts';
import { isoSecond } from '../../world/time.ts';

export interface Envelope {
  readonly version: string;
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  /** To the second, as AWS writes it. */
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: JsonObject;
}

export function envelopeOf(event: AwsEvent, { id: account, region }: AccountAndRegion, id: string): Envelope {
  return {
    version: '0',
    id,
    'detail-type': event.detailType,
    source: event.source,
    account,
    time: isoSecond(event.atMs),
    region,
    resources: event.resources,
    // A capability tells plain data only.
    detail: event.detail as JsonObject,
  };
}
