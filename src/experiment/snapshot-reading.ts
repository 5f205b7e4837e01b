/** A snapshot from its text. The answer is a complete snapshot, or a message that says what to do. */
import type { EventBlock } from './journal-blocks.ts';
import {
  type Snapshot,
  type StoredMetric,
  type StoredValue,
  snapshotSchema,
  storedValuesMax,
} from './snapshot.ts';

/** What is wrong with a snapshot, in words that end with the remedy. */
export interface SnapshotError {
  readonly error: string;
}

/** Many times what the largest fleet needs. */
const textLengthMax = 200_000_000;

const remedy = 'fleetsim check --update writes it anew';

export function readSnapshot(text: string): Snapshot | SnapshotError {
  try {
    return snapshotFrom(parsed(text));
  } catch (error) {
    if (error instanceof Misfit) return { error: `${error.message}; ${error.remedy}` };
    throw error;
  }
}

class Misfit extends Error {
  readonly remedy: string;

  constructor(message: string, instead: string = remedy) {
    super(message);
    this.remedy = instead;
  }
}

function parsed(text: string): unknown {
  if (text.length > textLengthMax) throw new Misfit(`not a snapshot: ${text.length} characters`);
  if (/^(<{7}|>{7}|={7})( |$)/m.test(text)) {
    throw new Misfit('it holds the conflict markers of a merge', `settle the merge, or ${remedy}`);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new Misfit(text.trim() === '' ? 'it is empty' : 'not JSON: it may have been cut off or edited');
  }
}

type Map_ = Readonly<Record<string, unknown>>;

function snapshotFrom(data: unknown): Snapshot {
  const file = mapAt(data, 'the file');
  const { schema } = file;
  if (schema !== snapshotSchema) {
    const found = typeof schema === 'string' ? `its schema is ${shown(schema)}` : 'it names no schema';
    const isLater = typeof schema === 'string' && /^fleetsim\.snapshot\/\d+$/.test(schema);
    throw isLater
      ? new Misfit(`${found}, of another version of fleetsim`, `use that version, or ${remedy}`)
      : new Misfit(`not a snapshot: ${found}, expected ${snapshotSchema}`);
  }
  const scenario = mapAt(file['scenario'], 'scenario');
  const replications = file['replications'];
  if (typeof replications !== 'number' || !Number.isSafeInteger(replications) || replications < 1) {
    throw new Misfit('replications: expected a whole number from 1 on');
  }
  return {
    schema: snapshotSchema,
    fleetsim: textAt(file, 'fleetsim'),
    scenario: {
      name: textAt(scenario, 'name', 'scenario.'),
      file: textAt(scenario, 'file', 'scenario.'),
      sha256: textAt(scenario, 'sha256', 'scenario.'),
    },
    overrides: mapAt(file['overrides'], 'overrides'),
    seed: textAt(file, 'seed'),
    start: textAt(file, 'start'),
    end: textAt(file, 'end'),
    replications,
    timeZoneData: textAt(file, 'timeZoneData'),
    metrics: metricsFrom(mapAt(file['metrics'], 'metrics'), Math.min(replications, storedValuesMax)),
    blocks: blocksFrom(file['blocks']),
  };
}

function metricsFrom(written: Map_, count: number): Map<string, StoredMetric> {
  const metrics = new Map<string, StoredMetric>();
  for (const [name, value] of Object.entries(written)) {
    const place = `metrics.${shown(name)}`;
    const metric = mapAt(value, place);
    const { kind } = metric;
    if (kind !== 'amount' && kind !== 'share') throw new Misfit(`${place}.kind: expected amount or share`);
    metrics.set(name, { kind, values: valuesFrom(metric, kind, place, count) });
  }
  if (metrics.size === 0) throw new Misfit('metrics: expected one at least');
  return metrics;
}

function valuesFrom(metric: Map_, kind: StoredMetric['kind'], place: string, count: number): StoredValue[] {
  const type = kind === 'amount' ? 'number' : 'boolean';
  const checked = (value: unknown, where: string): StoredValue => {
    const fits = value === null || (typeof value === type && (type === 'boolean' || Number.isFinite(value)));
    if (!fits) throw new Misfit(`${place}.${where}: expected a ${type} or null`);
    return value as StoredValue;
  };
  if (Object.hasOwn(metric, 'all')) {
    return new Array<StoredValue>(count).fill(checked(metric['all'], 'all'));
  }
  const { values } = metric;
  if (!Array.isArray(values)) throw new Misfit(`${place}: expected values, or all`);
  if (values.length !== count) {
    throw new Misfit(`${place}.values: expected ${count}, one for each replication, found ${values.length}`);
  }
  return values.map((value, index) => checked(value, `values[${index}]`));
}

function blocksFrom(written: unknown): EventBlock[] {
  if (!Array.isArray(written)) throw new Misfit('blocks: expected a list');
  let before = 0;
  return written.map((value, index) => {
    const place = `blocks[${index}]`;
    const block = mapAt(value, place);
    const { events, hash } = block;
    if (typeof events !== 'number' || !Number.isSafeInteger(events) || events <= before) {
      throw new Misfit(`${place}.events: expected a whole number above ${before}`);
    }
    before = events;
    if (typeof hash !== 'string' || !/^[0-9a-f]{16}$/.test(hash)) {
      throw new Misfit(`${place}.hash: expected 16 hexadecimal digits`);
    }
    return { events, until: textAt(block, 'until', `${place}.`), hash };
  });
}

/** Without a prototype: keys are looked up as they are written. */
function mapAt(value: unknown, place: string): Map_ {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Misfit(`${place}: expected a map`);
  }
  return value as Map_;
}

function textAt(map: Map_, key: string, prefix = ''): string {
  const value = Object.hasOwn(map, key) ? map[key] : undefined;
  if (typeof value !== 'string') throw new Misfit(`${prefix}${key}: expected text`);
  return value;
}

/** On one line, and not longer than a line. */
function shown(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}
