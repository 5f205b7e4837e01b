/** No format says less than another: every report of every shipped scenario has the same figures as text and as Markdown. */
import { readFileSync } from 'node:fs';
import { describe, expect, test, vi } from 'vitest';
import type { Block } from '../../src/blocks/block.ts';
import { renderMarkdown } from '../../src/blocks/markdown.ts';
import { renderText } from '../../src/blocks/text.ts';
import { capabilities } from '../../src/capabilities/index.ts';
import { exactly } from '../../src/experiment/stopping.ts';
import { explainAll, explainWithProof } from '../../src/explain/explain-with-proof.ts';
import { explanationWords } from '../../src/explain/explanation-words.ts';
import { comparisonOfRuns, questionOf } from '../../src/library/compare-question.ts';
import { checkReportOf, fileReportOf } from '../../src/library/file-report.ts';
import { loadChecked } from '../../src/library/load.ts';
import { replicatedResultOf, thisThread } from '../../src/library/replications.ts';
import { loadVariants } from '../../src/library/variants.ts';
import { lintFile } from '../../src/lint/lint.ts';
import { calendarBlocks } from '../../src/reports/calendar.ts';
import { checkBlocks } from '../../src/reports/check.ts';
import { comparisonBlocks } from '../../src/reports/comparison.ts';
import { explanationBlocks } from '../../src/reports/explain.ts';
import { explanationsBlocks } from '../../src/reports/explain-all.ts';
import { lintBlocks } from '../../src/reports/lint.ts';
import { replicationsBlocks } from '../../src/reports/replications.ts';
import { metricTable } from '../../src/result/metric-table.ts';
import { metricNames } from '../../src/result/metrics.ts';
import { calendarOf } from '../../src/schedule/calendar.ts';
import { replicated as runsInColumns } from '../support/replicated.ts';
import { runShipped, shippedFile, shippedNames } from '../support/shipped.ts';

// Machines that are busy with other things need a while.
vi.setConfig({ testTimeout: 240_000 });

const read = (path: string) => readFileSync(path);
const metrics = metricTable(capabilities);

/** What is drawn depends on the width: its marks and its axis are no figures of the report. */
function withoutDrawings(blocks: readonly Block[]): Block[] {
  return blocks
    .filter((block) => block.kind !== 'chart' || block.chart.kind === 'bars')
    .map((block) => {
      if (block.kind === 'answer')
        return {
          ...block,
          evidence: withoutDrawings(block.evidence),
          advice: withoutDrawings(block.advice),
        };
      return 'blocks' in block ? { ...block, blocks: withoutDrawings(block.blocks) } : block;
    });
}

/** Every number, as often as it is there; addresses of pages apart. */
function figuresIn(text: string): string[] {
  const words = text.replaceAll(/https?:[^\s)>]+/g, '').replaceAll('\\', '');
  return (words.match(/\d(?:[\d.,:]*\d)?/g) ?? []).sort();
}

function expectSameFigures(given: readonly Block[]): void {
  const blocks = withoutDrawings(given);
  const text = figuresIn(renderText(blocks, { color: false, width: 160 }));
  expect(text.length).toBeGreaterThan(0);
  expect(figuresIn(renderMarkdown(blocks))).toEqual(text);
  // Blocks are data: a thread can be handed them.
  expect(structuredClone(given)).toEqual(given);
}

async function replicated(name: string, vary: readonly string[]) {
  const file = shippedFile(name);
  const option = (one: string) => one;
  const variants = loadVariants({
    inputs: [{ file, read }],
    vary,
    set: [],
    seed: null,
    option,
    metricsAsked: [],
  });
  if ('problems' in variants) throw new Error(`${name} cannot be read`);
  const asked = { minDifference: [], goal: null, subjectTo: [], pickWithin: null, frontier: null };
  const replications = { count: 8, atMost: 8, precision: null };
  const question = questionOf(
    { files: [file], vary, reference: null, metrics: null, ...asked, replications, option },
    variants,
  );
  const planned = variants.map(({ loaded: { scenario } }) => ({ scenario, metrics: metricNames(scenario) }));
  const { columns } = await runsInColumns({
    variants: planned,
    first: 0,
    nextLook: exactly(8),
    workplace: () => thisThread(planned),
    onProgress: () => {},
    signal: new AbortController().signal,
    nowMs: () => 0,
  });
  return { file, variants, question, columns };
}

describe.each(shippedNames)('%s says the same figures', (name) => {
  const file = shippedFile(name);

  test('as a run', () => expectSameFigures(runShipped(name).blocks));

  test('as an explanation of a node, and of all nodes', () => {
    const [node] = runShipped(name).examples;
    const request = { file, read, overrides: [], version: '0.0.0', capabilities };
    const context = {
      repeat: 'fleetsim explain',
      run: 'fleetsim run',
      words: explanationWords(capabilities),
    };
    const all = explainAll(request);
    if (!('groups' in all)) throw new Error('there is no explanation');
    expectSameFigures(explanationsBlocks(all, context));
    if (node === undefined) return;
    const one = explainWithProof({ ...request, node: node.node });
    if (!('links' in one)) throw new Error('there is no explanation');
    expectSameFigures(explanationBlocks(one, context));
  });

  test('as a calendar, and as what lint finds', () => {
    const loaded = loadChecked({ file, read, overrides: [] });
    if ('problems' in loaded) throw new Error('it cannot be read');
    const { scenario } = loaded;
    expectSameFigures(calendarBlocks(calendarOf(scenario, { fromMs: scenario.startMs, days: 28 })));
    expectSameFigures([
      ...lintBlocks([lintFile({ file, read, capabilities, nowMs: 0 })], []),
      { kind: 'paragraph', text: '1 file' },
    ]);
  });

  test('over many runs, as a check, and compared with itself', async () => {
    const { variants, columns, question } = await replicated(name, ['seed=1,2']);
    const { loaded } = variants[0]!;
    const runs = { file, loaded, columns: columns.slice(0, 1), count: 8 };
    const shared = { repeat: 'fleetsim', warnings: [], metrics };
    const result = replicatedResultOf(runs);
    const shown = Object.keys(result.metrics);
    expectSameFigures(replicationsBlocks({ ...shared, result, file, description: '', shown }));
    const checked = { ...runs, set: [], warnings: [], only: null, precision: null, snapshot: null };
    expectSameFigures(checkBlocks({ ...checkReportOf([fileReportOf(checked)]), metrics }));
    const comparison = comparisonOfRuns({ variants, question, columns, precision: null });
    expectSameFigures(comparisonBlocks({ ...shared, comparison }));
  });
});
