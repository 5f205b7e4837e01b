import { describe, expect, test } from 'vitest';
import { renderMarkdown } from '../../src/blocks/markdown.ts';
import { renderText, type TextStyle } from '../../src/blocks/text.ts';
import type { GateOutcome } from '../../src/experiment/check.ts';
import type { ReplicationsReport } from '../../src/experiment/replicated-result.ts';
import { replicationsBlocks } from '../../src/reports/replications.ts';
import { always, replicationsReport } from './made-up.ts';

const plain = { color: false, width: 100 };
const escapes = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');
const visibleLength = (line: string) => line.replaceAll(escapes, '').length;
const renderReplications = (report: ReplicationsReport, style: TextStyle) =>
  renderText(replicationsBlocks(report), style);
const renderReplicationsMarkdown = (report: ReplicationsReport) => renderMarkdown(replicationsBlocks(report));

function gate(outcome: GateOutcome['outcome'], more: Partial<GateOutcome> = {}): GateOutcome {
  return {
    metric: 'task.Install.failed',
    statistic: 'mean',
    expected: 'at most 10',
    observed: '2.4 on average (2.2 to 2.6), 200 runs',
    estimate: 2.4,
    low: 2.2,
    high: 2.6,
    outcome,
    because: null,
    needed: null,
    line: 1,
    column: 1,
    ...more,
  };
}

const gates = [
  gate('fail', { metric: 'nodes.lost', because: 'above the limit in 12% of runs' }),
  gate('pass'),
  gate('inconclusive', { metric: 'task.Install.minutes', statistic: 'p95', needed: 1300 }),
];

describe('many runs of one scenario', () => {
  test('as they are read', async () => {
    const report = replicationsReport({ expectations: gates });
    await expect(renderReplications(report, plain)).toMatchFileSnapshot('golden/replications.txt');
    await expect(renderReplicationsMarkdown(report)).toMatchFileSnapshot('golden/replications.md');
  });

  test('are a sentence a metric where the table does not fit', () => {
    const text = renderReplications(replicationsReport(), { color: false, width: 60 });
    expect(text.replaceAll(/\s+/g, ' ')).toContain(
      'task.Install.failed: mean 2.4; 95% interval of the mean 2.2 to 2.6; median 2; 5% to 95% of runs 0 to 5; worst 11',
    );
  });

  test('say what failed last, and how many runs would settle what is inconclusive', () => {
    const text = renderReplications(replicationsReport({ expectations: gates }), plain);
    const marks = [...text.matchAll(/^ {2}(ok|\?|FAIL) /gm)].map(([, mark]) => mark);
    expect(marks).toEqual(['ok', '?', 'FAIL']);
    expect(text).toContain('about 1,300 runs would settle it (4 in 5)');
    expect(text).toContain('1 of 3 expectations FAILED, 1 inconclusive.');
  });

  test('are inconclusive as a whole only if nothing is shown to be wrong', () => {
    const text = renderReplications(replicationsReport({ expectations: gates.slice(1) }), plain);
    expect(text).toContain('1 of 2 expectations inconclusive: nothing is shown to be wrong.');
    expect(text).toContain('--replications 1300');
  });

  test('end with the line that repeats them and the line that shows one', () => {
    const lines = renderReplications(replicationsReport(), plain).trimEnd().split('\n');
    expect(lines.at(-2)).toBe(
      'reproduce with: fleetsim run scenarios/sunday.yaml --seed 7 --replications 200',
    );
    expect(lines.at(-1)).toBe(
      'next, one run in full (R is 0 to 199): fleetsim run scenarios/sunday.yaml --seed 7 --replication R',
    );
  });

  test('say whether a precision was reached that was asked for', () => {
    const precision = { metric: 'task.Install.minutes', wanted: '5%', precisionReached: false };
    expect(renderReplications(replicationsReport({ precision }), plain)).toContain(
      'task.Install.minutes is not known to 5% after 200 runs: --max-replications allows more.',
    );
  });

  test('say so when quantiles come from a histogram', () => {
    const metrics = { 'nodes.lost': always(0, { quantiles: '±0.1%' }) };
    expect(renderReplications(replicationsReport({ metrics }), plain)).toContain('accurate to 0.1%');
    expect(renderReplications(replicationsReport(), plain)).not.toContain('accurate to');
  });

  test.each([50, 60, 80, 100, 160])('fit a terminal of %i columns, save the lines to copy', (width) => {
    const text = renderReplications(replicationsReport({ expectations: gates }), { color: true, width });
    const lines = text.split('\n').filter((line) => !line.includes('fleetsim run'));
    expect(lines.filter((line) => visibleLength(line) > width)).toEqual([]);
  });
});
