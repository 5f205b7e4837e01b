/**
 * OpsItems in plain values: as a step of a runbook hands them to the API, and as the template of a rule writes them, whose keys begin in
 * lower case.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/OpsCenter-automatically-create-OpsItems-2.html
 */
import { isMap, type PlainMap } from '../../diagnostics/plain-map.ts';
import { type DataValue, resourcesKey, resourcesValue } from './data.ts';
import type { OpsItemChange, OpsItemFields } from './request.ts';
import { invalid, issueType } from './rules.ts';

/** What AWS answers where a field that it needs is missing. */
export type Read<T> = { readonly value: T } | { readonly error: string };

/** How the keys of a map begin. */
type Spelling = (name: string) => string;
const inApi: Spelling = (name) => name;
const inEvent: Spelling = (name) => name.charAt(0).toLowerCase() + name.slice(1);

export function fieldsInApi(inputs: unknown): Read<OpsItemFields> {
  const given = partsOf(inputs, inApi);
  return whole(given, given.data ?? {});
}

/** A rule without a transformer hands over the event itself, which is no OpsItem: its own fields make one. */
export function fieldsInEvent(payload: unknown, resources: readonly string[]): Read<OpsItemFields> {
  const given = partsOf(payload, inEvent);
  const written = textsIn(isMap(payload) ? payload['resources'] : undefined);
  const arns = written.length > 0 ? written : resources;
  const data = given.data ?? {};
  const withResources = arns.length === 0 || data[resourcesKey] !== undefined;
  return whole(given, withResources ? data : { ...data, [resourcesKey]: resourcesValue(arns) });
}

function whole(given: Parts, data: OpsItemFields['data']): Read<OpsItemFields> {
  const { title, description, source, priority = null, severity = null, category = null } = given;
  if (title === undefined || description === undefined || source === undefined) {
    const missing = [
      ...(title === undefined ? ['Title'] : []),
      ...(description === undefined ? ['Description'] : []),
      ...(source === undefined ? ['Source'] : []),
    ];
    return { error: `${invalid}: ${missing.join(' and ')} missing` };
  }
  const { notifications = [], related = [], type = issueType } = given;
  return {
    value: { title, description, source, priority, severity, category, data, notifications, related, type },
  };
}

export function changeInApi(inputs: unknown): OpsItemChange {
  const { OpsItemId, Status, OperationalDataToDelete } = isMap(inputs) ? inputs : {};
  const { source: _, type: __, ...given } = partsOf(inputs, inApi);
  return {
    ...given,
    item: textIn(OpsItemId) ?? '',
    status: textIn(Status),
    dataToDelete: OperationalDataToDelete === undefined ? undefined : textsIn(OperationalDataToDelete),
  };
}

type Parts = Partial<Omit<OpsItemFields, 'priority' | 'severity' | 'category'>> & {
  readonly priority?: number;
  readonly severity?: string;
  readonly category?: string;
};

function partsOf(from: unknown, spell: Spelling): Parts {
  const given: PlainMap = isMap(from) ? from : {};
  const parts: Record<string, unknown> = {};
  const texts = {
    Title: 'title',
    Description: 'description',
    Source: 'source',
    Severity: 'severity',
    Category: 'category',
    OpsItemType: 'type',
  };
  for (const [name, key] of Object.entries(texts)) {
    const value = textIn(given[spell(name)]);
    if (value !== undefined) parts[key] = value;
  }
  const priority = textIn(given[spell('Priority')]);
  if (priority !== undefined) parts['priority'] = Number(priority);
  const data = given[spell('OperationalData')];
  if (isMap(data)) parts['data'] = dataIn(data, spell);
  const notifications = given[spell('Notifications')];
  if (notifications !== undefined) parts['notifications'] = namedIn(notifications, spell('Arn'));
  const related = given[spell('RelatedOpsItems')];
  if (related !== undefined) parts['related'] = namedIn(related, spell('OpsItemId'));
  return parts as Parts;
}

function dataIn(data: PlainMap, spell: Spelling): Record<string, DataValue> {
  return Object.fromEntries(
    Object.entries(data).map(([key, one]) => {
      const { [spell('Value')]: value, [spell('Type')]: type } = isMap(one) ? one : {};
      const text = typeof value === 'string' ? value : JSON.stringify(value ?? '');
      return [key, { value: text, type: type === 'SearchableString' ? 'SearchableString' : 'String' }];
    }),
  );
}

function textIn(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

function textsIn(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).flatMap((one) => textIn(one) ?? []);
}

function namedIn(list: unknown, key: string): string[] {
  return (Array.isArray(list) ? list : [list]).flatMap((one) => (isMap(one) ? (textIn(one[key]) ?? []) : []));
}
