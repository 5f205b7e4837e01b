/**
 * A metric that has one value in every world measures nothing. So each is looked up in many small worlds, and must take
 * two values at least; of a yes-or-no, both.
 */
import { expect, test } from 'vitest';
import { capabilities, causes } from '../../src/capabilities/index.ts';
import { fullName, type MetricValue, namePattern } from '../../src/capability/metrics.ts';
import { simulateCause } from '../capabilities/patch-manager/cause-worlds.ts';
import { simulate } from '../capabilities/quiet-world.ts';
import { table } from '../docs/fields.ts';
import { metricsByName } from '../support/metrics.ts';
import type { Simulated } from '../support/simulate.ts';
import { metricWorlds } from './metric-worlds.ts';
import { keyRows } from './model-keys.ts';
import { expectPage } from './page.ts';

/** Metrics that have one value in every world, and why. */
const constant: Readonly<Record<string, string>> = {
  'unmanaged.ENDPOINT_MISSING_MESSAGES':
    'always 0: such a node registers through the endpoint for ssm, so that it is managed',
  'command.<id>.finishedBeforeCutoff': 'always null: a manual command has no cutoff',
  'command.<id>.finishedBeforeEnd': 'always null: a manual command has no window that ends',
  'association.<id>.finishedBeforeCutoff': 'always null: an association has no cutoff',
  'association.<id>.finishedBeforeEnd': 'always null: an association has no window that ends',
};

interface Seen {
  readonly value: MetricValue;
  readonly world: string;
}

/** By the metric as documents write it: what was seen of it, in the order of the worlds. */
const seen = new Map<string, Seen[]>();
interface Looked {
  /** As documents write it; causes, which every scenario has, each by itself. */
  readonly name: string;
  readonly isOfIt: (full: string) => boolean;
}

const metrics = metricsByName.entries.flatMap(({ subjects, metric }): Looked[] => {
  if ('names' in subjects) {
    return subjects.names(capabilities).map((subject) => {
      const name = fullName(subjects, subject, metric);
      return { name, isOfIt: (full) => full === name };
    });
  }
  const name = subjects.pattern + metric.name;
  const pattern = new RegExp(namePattern(subjects, metric));
  return [{ name, isOfIt: (full) => pattern.test(full) }];
});

function look(world: string, run: Simulated): void {
  for (const { name, isOfIt } of metrics) {
    for (const [full, value] of run.metrics) {
      if (value === null || !isOfIt(full)) continue;
      const values = seen.get(name) ?? [];
      seen.set(name, values);
      values.push({ value, world });
    }
  }
}

for (const cause of causes) look(`[${cause}](causes.md#${cause.toLowerCase()})`, simulateCause(cause));
for (const { world, sections, set = [] } of keyRows) look(world, simulate(sections, { set }));
for (const [world, sections] of Object.entries(metricWorlds)) look(world, simulate(sections));
const worldCount = causes.length + keyRows.length + Object.keys(metricWorlds).length;

const rows = metrics.map(({ name }) => {
  const values = [...(seen.get(name) ?? [])].sort((one, other) => Number(one.value) - Number(other.value));
  return { name, least: values[0], most: values.at(-1) };
});

test('every metric takes two values, or says why it has one', () => {
  const same = rows.filter(({ least, most }) => least?.value === most?.value).map(({ name }) => name);
  expect(same).toEqual(Object.keys(constant));
});

test('the page says so (else: npm run docs)', () => {
  expectPage(
    'docs/audit-metrics.md',
    `# Audit: every metric takes two values

A metric that never changes measures nothing. Each [metric](metrics.md) is looked up in ${worldCount} small worlds: those of the
[causes](causes.md), those of the [keys of \`model\`](audit-model.md), and a few of its own. A test fails if one has the same value in all of
them (of a yes-or-no: if it is never yes, or never no), unless a reason is given below the table. The metrics of a
group are tested as well, and are not repeated here.

${table(
  ['metric', 'least', 'in', 'most', 'in'],
  rows
    .filter(({ name }) => constant[name] === undefined && !name.startsWith('group.'))
    .map(({ name, least, most }) => [
      `\`${name}\``,
      said(least),
      least?.world ?? '',
      said(most),
      most?.world ?? '',
    ]),
)}

These have one value in every world:

${table(
  ['metric', 'why'],
  Object.entries(constant).map(([name, reason]) => [`\`${name}\``, reason]),
)}
`,
  );
});

function said(one: Seen | undefined): string {
  if (one === undefined) return '';
  return typeof one.value === 'number' ? String(Math.round(one.value * 100) / 100) : one.value ? 'yes' : 'no';
}
