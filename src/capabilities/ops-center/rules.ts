/** Rules of OpsCenter as functions of plain values. */
import { isoTime } from '../../world/time.ts';
import {
  automationsKey,
  awsKeys,
  dedupKey,
  dedupStringOf,
  type OperationalData,
  resourcesKey,
  resourcesOf,
  runbooksOf,
} from './data.ts';
import type { OpsItemFields } from './request.ts';

/** AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/OpsCenter-working-with-OpsItems-editing-details.html */
export const opsItemStatuses = ['Open', 'InProgress', 'Resolved'] as const;
export type OpsItemStatus = (typeof opsItemStatuses)[number];

export const severities = ['1', '2', '3', '4'] as const;
export const categories = ['Availability', 'Cost', 'Performance', 'Recovery', 'Security'] as const;

export const issueType = '/aws/issue';
export const insightType = '/aws/insight';

const deduplication =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/OpsCenter-working-deduplication.html';
/** AWS: https://docs.aws.amazon.com/general/latest/gr/ssm.html#limits_ssm */
const valueBytesMax = 20 * 1024;
const runbooksMax = 10;
export const executionsPerRunbookMax = 10;
const resourcesMax = 100;
const relatedMax = 10;
/** AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/OpsCenter-working-deduplication.html */
const dedupStringMax = 512;

export const invalid = 'OpsItemInvalidParameterException';
export const exceeded = 'OpsItemLimitExceededException';
export const exists = 'OpsItemAlreadyExistsException';
export const notFound = 'OpsItemNotFoundException';
export const deniedAccount = 'OpsItemAccessDeniedException';

/**
 * What two OpsItems have in common that are duplicates of each other: the deduplication string, whose case does not count, and
 * the resources. Null: an item without the string is always created.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/OpsCenter-working-deduplication.html
 * ASSUMPTION ops-item-resources: several resources are compared as a set; items without any have the same.
 */
export function dedupOf(data: OperationalData): string | null {
  const string = dedupStringOf(data);
  if (string === null) return null;
  return JSON.stringify([string.toLowerCase(), ...new Set(resourcesOf(data))].sort());
}

/** #OpsCenter-working-deduplication: one that is open or in progress keeps a duplicate out; one that is resolved does not. */
export function blocksDuplicates(status: OpsItemStatus): boolean {
  return status !== 'Resolved';
}

/** The quotas count within a calendar month. ASSUMPTION ops-item-month: of UTC. */
export function monthOf(atMs: number): string {
  return isoTime(atMs).slice(0, 7);
}

/** From 1, the most severe; what is no severity of AWS goes last. */
export function severityRank(severity: string | null): number {
  const rank = severities.indexOf(severity as (typeof severities)[number]);
  return rank < 0 ? severities.length + 1 : rank + 1;
}

export interface Refusal {
  /** The field of the request. */
  readonly parameter: string;
  readonly error: typeof invalid | typeof exceeded;
  readonly why: string;
  readonly page: string;
}

const create = 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateOpsItem.html';
const quotas = 'https://docs.aws.amazon.com/general/latest/gr/ssm.html#limits_ssm';

/** Lengths and numbers that the API model has. */
function shapeRefusals({
  title,
  description,
  source,
  priority,
  severity,
  category,
}: Partial<OpsItemFields>): Refusal[] {
  const found: Refusal[] = [];
  const lengths: readonly (readonly [string, string | null | undefined, number])[] = [
    ['Title', title, 1024],
    ['Description', description, 2048],
    ['Source', source, 128],
    ['Severity', severity, 64],
    ['Category', category, 64],
  ];
  for (const [parameter, value, max] of lengths) {
    if (value == null || (value.trim() !== '' && value.length <= max)) continue;
    found.push({
      parameter,
      error: invalid,
      why: `${parameter} has 1 to ${max} characters, found ${value.length}`,
      page: create,
    });
  }
  if (priority != null && !(Number.isInteger(priority) && priority >= 1 && priority <= 5))
    found.push({ parameter: 'Priority', error: invalid, why: 'Priority is from 1 to 5', page: create });
  return found;
}

/** #API_CreateOpsItem_RequestParameters: the source name cannot contain aws, amazon and amzn. */
export function sourceRefusal(source: string): Refusal | null {
  const word = /aws|amazon|amzn/i.exec(source)?.[0];
  if (word === undefined) return null;
  return {
    parameter: 'Source',
    error: invalid,
    why: `a source cannot contain ${word}, found ${source}`,
    page: create,
  };
}

/** #API_CreateOpsItem_RequestParameters: how keys cannot begin; AWS's own three are documented beside that. */
const keptPrefix = /^\/?(amazon|aws|amzn|ssm)/i;

function keyRefusals(data: OperationalData): Refusal[] {
  return Object.entries(data).flatMap(([key, { value }]): Refusal[] => {
    const parameter = 'OperationalData';
    const kept = awsKeys.includes(key) ? undefined : keptPrefix.exec(key)?.[0];
    if (kept !== undefined) {
      const why = `a key of operational data cannot begin with ${kept}, found ${key}`;
      return [{ parameter, error: invalid, why, page: create }];
    }
    if (key.length > 128 || key.trim() === '')
      return [
        { parameter, error: invalid, why: 'a key of operational data has 1 to 128 characters', page: create },
      ];
    const bytes = new TextEncoder().encode(value).length;
    if (bytes <= valueBytesMax) return [];
    const why = `a value of operational data has at most 20 KB, found ${bytes} bytes under ${key}`;
    return [{ parameter, error: exceeded, why, page: quotas }];
  });
}

function countRefusal(what: string, parameter: string, found: number, max: number): Refusal[] {
  if (found <= max) return [];
  return [
    {
      parameter,
      error: exceeded,
      why: `an OpsItem has at most ${max} ${what}, found ${found}`,
      page: quotas,
    },
  ];
}

/** ASSUMPTION ops-item-data-json: what AWS itself reads of operational data has to be JSON of its shape. */
function jsonRefusals(data: OperationalData): Refusal[] {
  const found: Refusal[] = [];
  const parameter = 'OperationalData';
  const expects = (key: string, isRead: boolean, shape: string) => {
    if (data[key] === undefined || isRead) return;
    found.push({ parameter, error: invalid, why: `${key} is JSON text such as ${shape}`, page: create });
  };
  expects(dedupKey, dedupStringOf(data) !== null, '{"dedupString":"disk full"}');
  expects(resourcesKey, resourcesOf(data).length > 0, '[{"arn":"arn:aws:…"}]');
  expects(
    automationsKey,
    runbooksOf(data).length > 0,
    '[{"automationType":"AWS:SSM:Automation","automationId":"…"}]',
  );
  const { length } = dedupStringOf(data) ?? '';
  if (length > dedupStringMax) {
    const why = `a deduplication string has at most ${dedupStringMax} characters, found ${length}`;
    found.push({ parameter, error: invalid, why, page: deduplication });
  }
  return found;
}

/** What AWS refuses of what is given, in the order of the request. */
export function fieldRefusals(fields: Partial<OpsItemFields>): Refusal[] {
  const { data = {}, related = [], source } = fields;
  const ofSource = source === undefined ? null : sourceRefusal(source);
  return [
    ...shapeRefusals(fields),
    ...(ofSource === null ? [] : [ofSource]),
    ...keyRefusals(data),
    ...jsonRefusals(data),
    ...countRefusal('related resources', 'OperationalData', resourcesOf(data).length, resourcesMax),
    ...countRefusal('associated runbooks', 'OperationalData', runbooksOf(data).length, runbooksMax),
    ...countRefusal('related OpsItems', 'RelatedOpsItems', related.length, relatedMax),
  ];
}

/** After an OpsItem is created, its deduplication string cannot be changed. */
export function dedupChangeRefusal(data: OperationalData, toDelete: readonly string[]): Refusal | null {
  if (data[dedupKey] === undefined && !toDelete.includes(dedupKey)) return null;
  const why = 'the deduplication string of an OpsItem cannot be changed after it is created';
  return { parameter: 'OperationalData', error: invalid, why, page: deduplication };
}

/** The topic is in the account and Region of the OpsItem. */
export function topicRefusal(
  topic: string,
  { id, region }: { readonly id: string; readonly region: string },
): string | null {
  const [, , , ofRegion, ofAccount] = topic.split(':');
  if (!topic.startsWith('arn:') || (ofRegion === region && ofAccount === id)) return null;
  return `the topic ${topic} is not in account ${id} and Region ${region} of the OpsItem`;
}

/** AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/OpsCenter-working-operational-insights.html */
export function isDuplicateInsight(sameTitleAndResource: number): boolean {
  return sameTitleAndResource >= 8;
}

/** #OpsCenter-working-operational-insights: more than 50 of one title. */
export function isSourceInsight(sameTitle: number): boolean {
  return sameTitle > 50;
}

/** #OpsCenter-working-operational-insights-viewing */
export const insightsMax = 25;

export function isOpsItemStatus(status: string | undefined): status is OpsItemStatus {
  return opsItemStatuses.includes(status as OpsItemStatus);
}
