/** Run by run: what the same luck under every setting promises, on whole simulations. */
import { describe, expect, test, vi } from 'vitest';
import { Columns } from '../../src/experiment/columns.ts';
import { Replicator } from '../../src/experiment/replicator.ts';
import { pairedAmounts } from '../../src/statistics/differences.ts';
import { metricsByName } from '../support/metrics.ts';
import { loadYaml } from '../support/simulate.ts';

// Hundreds of simulations each: machines that are busy with other things need a while.
vi.setConfig({ testTimeout: 120_000 });

const replications = 60;

/** Slots are refilled at once, nothing halts, and the window is open as long as it takes. */
const scenario = `
start: 2025-01-03T00:00:00Z
end: 4d
fleet:
  web: { count: 80, os: AMAZON_LINUX_2, tags: { Role: web } }
patches:
  ALAS2-1:
    os: [AMAZON_LINUX_2]
    classification: Security
    severity: Critical
    released: 2024-11-01T00:00:00Z
    install: { lognormal: { mean: 8m, sd: 6m } }
    reboot: true
    fails: 8%
model:
  rateControl: { dispatch: sliding }
  patching: { rebootFails: 0% }
actions:
  - id: install
    at: 2025-01-04T00:00:00Z
    SendCommand:
      DocumentName: AWS-RunPatchBaseline
      Targets: [{ Key: "tag:Role", Values: [web] }]
      Parameters: { Operation: [Install] }
      MaxConcurrency: 5%
      MaxErrors: 100%
`;

const metrics = ['command.install.minutes', 'command.install.failed', 'exposure.nodeHours', 'patched.nodes'];

async function columnsUnder(...set: string[]): Promise<Columns> {
  const variant = { scenario: loadYaml(scenario, { set }).scenario, metrics };
  const rows = (await Replicator.of([variant])).run({ variant: 0, first: 0, count: replications }, () => {});
  if (!(rows instanceof Float64Array)) throw new Error(rows.message);
  const columns = new Columns(metrics, metricsByName);
  columns.append(rows);
  return columns;
}

const valuesOf = (columns: Columns, metric: string) => columns.column(metric).values();

describe('under sliding, without a halt', () => {
  test('minutes never rises when MaxConcurrency does', async () => {
    const shares = ['2%', '5%', '10%', '25%', '60%', '100%'];
    const all = await Promise.all(
      shares.map((share) => columnsUnder(`actions[0].SendCommand.MaxConcurrency=${share}`)),
    );
    const minutes = all.map((columns) => valuesOf(columns, 'command.install.minutes'));
    for (let at = 1; at < minutes.length; at += 1) {
      for (let replication = 0; replication < replications; replication += 1) {
        expect(minutes[at]![replication]).toBeLessThanOrEqual(minutes[at - 1]![replication]!);
      }
    }
  });

  test('failed is identical at 5% and 25%', async () => {
    const [few, many] = [
      await columnsUnder(),
      await columnsUnder('actions[0].SendCommand.MaxConcurrency=25%'),
    ];
    expect([...valuesOf(many, 'command.install.failed')]).toEqual([
      ...valuesOf(few, 'command.install.failed'),
    ]);
  });

  test('raising a failure share never saves a node', async () => {
    const shares = ['1%', '8%', '9%', '30%'];
    const all = await Promise.all(shares.map((share) => columnsUnder(`patches.ALAS2-1.fails=${share}`)));
    for (let at = 1; at < all.length; at += 1) {
      const [before, after] = [all[at - 1]!, all[at]!].map((columns) => valuesOf(columns, 'patched.nodes'));
      for (let replication = 0; replication < replications; replication += 1) {
        expect(after![replication]).toBeLessThanOrEqual(before![replication]!);
      }
    }
  });

  test('pairing makes the interval of exposure.nodeHours at 5% against 25% at least three times narrower', async () => {
    const [few, many] = [
      await columnsUnder(),
      await columnsUnder('actions[0].SendCommand.MaxConcurrency=25%'),
    ];
    const { pairing } = pairedAmounts(
      valuesOf(few, 'exposure.nodeHours'),
      valuesOf(many, 'exposure.nodeHours'),
      0.05,
    );
    expect(pairing?.factor).toBeGreaterThan(3);
    expect(pairing?.ceiling ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(pairing!.factor);
  });
});
