/**
 * Operational data of an OpsItem: what AWS itself reads in it, and what it refuses.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/OpsCenter-working-with-OpsItems-adding-operational-data.html
 */
import { isMap } from '../../diagnostics/plain-map.ts';
import { parsedJson } from '../../fields/json-values.ts';

export interface DataValue {
  readonly value: string;
  readonly type: 'SearchableString' | 'String';
}

export type OperationalData = Readonly<Record<string, DataValue>>;

export const dedupKey = '/aws/dedup';
export const resourcesKey = '/aws/resources';
export const automationsKey = '/aws/automations';

/** Keys that AWS keeps for itself, which a call may set all the same. */
export const awsKeys: readonly string[] = [dedupKey, resourcesKey, automationsKey];

function jsonAt(data: OperationalData, key: string): unknown {
  const written = data[key];
  return written === undefined ? undefined : parsedJson(written.value)?.value;
}

/** AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/OpsCenter-working-deduplication.html. Null: it has none. */
export function dedupStringOf(data: OperationalData): string | null {
  const json = jsonAt(data, dedupKey);
  const string = isMap(json) ? json['dedupString'] : undefined;
  return typeof string === 'string' && string !== '' ? string : null;
}

/** ARNs of related resources, in their order. */
export function resourcesOf(data: OperationalData): readonly string[] {
  return namedIn(jsonAt(data, resourcesKey), 'arn');
}

/** Associated runbooks, in their order. */
export function runbooksOf(data: OperationalData): readonly string[] {
  return namedIn(jsonAt(data, automationsKey), 'automationId');
}

function namedIn(json: unknown, key: string): string[] {
  if (!Array.isArray(json)) return [];
  return json.flatMap((one) => (isMap(one) && typeof one[key] === 'string' ? [one[key]] : []));
}

/** A list of resources as the data have it. */
export function resourcesValue(arns: readonly string[]): DataValue {
  return { value: JSON.stringify(arns.map((arn) => ({ arn }))), type: 'SearchableString' };
}

export function dedupValue(dedupString: string): DataValue {
  return { value: JSON.stringify({ dedupString }), type: 'SearchableString' };
}
