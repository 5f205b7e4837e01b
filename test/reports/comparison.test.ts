import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderMarkdown } from '../../src/blocks/markdown.ts';
import { renderText, type TextStyle } from '../../src/blocks/text.ts';
import type { Comparison, Verdict } from '../../src/experiment/comparison.ts';
import { comparisonBlocks } from '../../src/reports/comparison.ts';
import { csvColumns, renderComparisonCsv } from '../../src/reports/comparison-csv.ts';
import type { ComparisonReport } from '../../src/reports/comparison-report.ts';
import {
  amount,
  comparison,
  difference,
  frontier,
  goal,
  identical,
  largeGrid,
  metric,
  reportOn,
  standing,
  threeVariants,
} from './made-up.ts';

const wide = { color: false, width: 140 };
const usual = { color: false, width: 100 };
const narrow = { color: false, width: 60 };
const escapes = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');
const visibleLength = (line: string) => line.replaceAll(escapes, '').length;
const renderComparison = (report: ComparisonReport, style: TextStyle) =>
  renderText(comparisonBlocks(report), style);
const renderComparisonMarkdown = (report: ComparisonReport) => renderMarkdown(comparisonBlocks(report));

const withGoal: Comparison = { ...threeVariants, goal: goal(), frontier };

/** Two variants, one metric, and the difference between them. */
function pair(more: Parameters<typeof difference>[3], verdict: Verdict = 'cannot tell'): Comparison {
  const names = ['A', 'B'];
  return comparison(names, [
    metric('nodes.lost', 0.5, names, [
      { summary: amount(2, 0.4), difference: null },
      { summary: amount(3, 0.4), difference: difference(1, 0.4, verdict, more) },
    ]),
  ]);
}

function text(data: Comparison, style = usual): string {
  return renderComparison({ ...reportOn(data), extent: 'full' }, style);
}

/** Where lines break is the terminal's business. */
function flowing(data: Comparison, style = usual): string {
  return text(data, style).replaceAll(/\s+/g, ' ');
}

describe('settings side by side', () => {
  test('as they are read', async () => {
    await expect(text(withGoal, wide)).toMatchFileSnapshot('golden/comparison-wide.txt');
    await expect(text(withGoal, narrow)).toMatchFileSnapshot('golden/comparison-narrow.txt');
    await expect(renderComparisonMarkdown(reportOn(withGoal))).toMatchFileSnapshot('golden/comparison.md');
    await expect(text(largeGrid(), wide)).toMatchFileSnapshot('golden/comparison-grid.txt');
  });

  test('have a title of one line, which paints nothing', () => {
    const painting = { name: 'bad\n\u001b[31mpatch', file: 'tradeoff.yaml', sha256: '' };
    const [first, ...others] = threeVariants.variants;
    const data = {
      ...threeVariants,
      variants: [first!, ...others].map((one) => ({ ...one, scenario: painting })),
    };
    expect(text(data).split('\n')[0]).toBe('bad [31mpatch');
    expect(renderComparisonMarkdown(reportOn(data)).split('\n')[0]).toBe('## bad \\[31mpatch');
  });

  test('have headings that fit the narrowest terminal', () => {
    const lines = text(threeVariants, { color: false, width: 40 }).split('\n');
    expect(lines).toContain('Tolerances and pairing');
  });

  test('without an interval say why there is none', () => {
    const open = { low: null, high: null, pairing: null, method: 'sign test' } as const;
    expect(flowing(pair({ ...open, n: 1, differing: 1 }))).toContain('one run, so there is no interval');
    expect(flowing(pair({ ...open, mean: null, n: 0, differing: 0 }))).toContain(
      'no average, so there is no interval',
    );
    expect(flowing(pair({ ...open, low: 1, high: 1, differing: 200 }))).toContain(
      'the difference is the same in every run',
    );
    expect(flowing(pair({ ...open, differing: 3 }))).toContain('few runs differ, so there is no interval');
  });

  test('are columns where these fit, else rows below each metric', () => {
    expect(text(threeVariants, wide)).toMatch(/MaxConcurrency=5% +MaxConcurrency=10% +MaxConcurrency=25%/);
    expect(text(threeVariants, narrow)).toMatch(/MaxConcurrency=5% \(reference\) +3,120\n/);
  });

  test('say in how many runs a rollout was halted or left nodes over, wherever its minutes are shown', () => {
    const said = flowing(threeVariants);
    expect(said).toContain('95.3* ▲ better');
    expect(said).toContain(
      'MaxConcurrency=10%: halted in 3% of runs; MaxConcurrency=25%: halted in 100% of runs',
    );
    expect(said).toContain('unfinished in 12 of 200 runs, so the median is shown');
    expect(text(largeGrid(), wide)).toMatch(/\* halted/);
  });

  test('call a metric identical only where every run is', () => {
    expect(text(pair({}))).not.toContain('identical');
    expect(flowing(largeGrid())).toContain('The same in every run of every variant: nodes.lost 0 in all.');
  });

  test('never show a 0 of every run without the bound on any other', () => {
    expect(flowing(threeVariants)).toContain('0 in all');
    expect(flowing(threeVariants)).toContain('chance of any other is below 1.5%');
  });

  test.each([narrow, usual, wide])(
    'give the spread of every variant, each figure under its label: %o',
    (style) => {
      const report = text(threeVariants, style).replaceAll('\u200b', '').replaceAll(/\s+/g, ' ');
      const labels = ['95% interval of the mean', 'median', '5% to 95% of runs', 'worst'];
      const row =
        'exposure.nodeHours MaxConcurrency=10%: mean 3,050; 95% interval of the mean 2,980 to 3,120; median 2';
      if (style === wide) expect(report).toContain('MaxConcurrency=10% 3,050 2,980 to 3,120 2 0 to 5 11');
      else expect(report).toContain(`${row}; 5% to 95% of runs 0 to 5; worst 11`);
      if (style !== wide) expect(labels.filter((label) => !report.includes(label))).toEqual([]);
    },
  );

  test('conclude with the best mean of what weighs most, and name that in the next command', () => {
    const report = flowing(threeVariants);
    expect(report).toContain('Best mean of exposure.nodeHours: MaxConcurrency=25%, 3,049.');
    expect(report).toContain("--goal 'min exposure.nodeHours'");
  });

  test('after a pick, the next command shows one run of it', () => {
    const runs = { [goal().pick!]: 'fleetsim run tradeoff.yaml --set x=1' };
    const report = renderComparison({ ...reportOn(withGoal), runs }, wide);
    expect(report).toContain('next, one run of the pick in full: fleetsim run tradeoff.yaml --set x=1');
  });

  test('say what the intervals are of, and how many hold together', () => {
    expect(flowing(threeVariants)).toContain(
      'Differences are to MaxConcurrency=5%; 95% intervals are in brackets, widened so that all 12 hold together.',
    );
  });

  test('say how much narrower pairing made the intervals, and how much it could have', () => {
    expect(text(pair({}))).toContain('pairing made this interval 1.4x narrower (2.2x at best)');
    expect(text(pair({ pairing: { factor: 0.8, ceiling: 1.02 } }))).toContain('1.3x wider (1.0x at best)');
    expect(text(pair({ pairing: { factor: 0.98, ceiling: 1.02 } }))).toContain(
      '1.0x narrower (1.0x at best)',
    );
    expect(text(pair({ pairing: { factor: 13.4, ceiling: null } }))).toContain('13x narrower (no limit)');
  });

  test('say that they are not paired where the seeds differ', () => {
    const unpaired = pair({ paired: false, method: 'Welch', pairing: null, differing: null });
    const [a, b] = unpaired.variants;
    const said = flowing({ ...unpaired, variants: [a!, { ...b!, seed: '8' }] });
    expect(said).toContain('seeds 7, 8');
    expect(said).toContain('Not paired: the seeds differ');
    expect(said).not.toContain('the same luck');
  });

  test.each([
    ['better', '▲', '+'],
    ['worse', '▼', 'x'],
    ['same', '=', '='],
    ['cannot tell', '?', '?'],
    ['higher', '↑', '^'],
    ['lower', '↓', 'v'],
  ] as const)('have a sign for %s, in ASCII too', (verdict, sign, ascii) => {
    expect(text(pair({}, verdict))).toContain(`${sign} ${verdict}`);
    expect(renderComparison(reportOn(pair({}, verdict)), { ...usual, unicode: false })).toContain(
      `${ascii} ${verdict}`,
    );
  });

  test('of single runs are told without intervals', () => {
    const single = { ...pair({ low: null, high: null, n: 1, differing: 1 }), replications: 1 };
    const said = flowing(single);
    expect(said).toContain('+1 ');
    expect(said).not.toContain('differ)');
    expect(said).toContain('One run of each says little');
    expect(said).toContain('seed 7, 1 run each');
  });

  test('in ASCII have nothing else', () => {
    for (const data of [withGoal, largeGrid()]) {
      expect(renderComparison(reportOn(data), { ...usual, unicode: false })).toMatch(/^[\n -~]*$/);
    }
  });

  test.each([60, 80, 100, 120, 160])('fit a terminal of %i columns, save the line to copy', (width) => {
    for (const data of [withGoal, largeGrid(), longNames(3), longNames(12)]) {
      const lines = text(data, { color: false, width }).trimEnd().split('\n');
      const read = lines.filter((line) => !line.includes(': fleetsim compare '));
      expect(read.filter((line) => visibleLength(line) > width)).toEqual([]);
    }
  });

  test('in colour say the same', () => {
    for (const data of [withGoal, largeGrid()]) {
      const colored = text(data, { ...usual, color: true });
      expect(colored).toMatch(escapes);
      expect(colored.replaceAll(escapes, '')).toBe(text(data));
    }
  });

  test('begin with what was varied, and end with what each variant gains and costs', () => {
    const said = renderComparison({ ...reportOn(pair({}, 'worse')), extent: 'brief' }, usual);
    expect(said).toContain('B compared with A: better in nothing; worse in nodes.lost +1.0 (+0.6 to +1.4).');
    expect(said).not.toContain('pairing');
    const better = renderComparison({ ...reportOn(pair({}, 'better')), extent: 'brief' }, usual);
    expect(better).toContain(
      'B compared with A: better in nodes.lost +1.0 (+0.6 to +1.4); worse in nothing.',
    );
    expect(text(pair({}, 'cannot tell'))).toContain('B: no difference shown from A.');
    expect(text(pair({}, 'same'))).toContain('B: no difference shown from A.');
    expect(better).toContain("--goal 'min nodes.lost'");
  });

  test('leave tolerances and pairing to --full', () => {
    expect(renderComparison(reportOn(pair({})), usual)).not.toContain('Tolerances and pairing');
    expect(text(pair({}))).toContain('Tolerances and pairing');
  });

  test('end with the seed and the line that repeats them', () => {
    expect(text(withGoal).trimEnd().split('\n').at(-1)).toMatch(
      /^seed 7, 200 runs each, reproduce with: fleetsim compare /,
    );
  });
});

const anyName = fc.string({
  unit: fc.constantFrom('a', 'b', ' ', '=', ',', '%', '|', '"', '9'),
  minLength: 1,
  maxLength: 60,
});
const anyNumber = fc.option(fc.double({ min: -1e5, max: 1e5, noNaN: true }), { nil: null });
const anyPart = fc
  .record({
    mean: anyNumber,
    half: fc.oneof(fc.constant(0), fc.double({ min: 0.01, max: 1e4, noNaN: true })),
    by: anyNumber,
    verdict: fc.constantFrom<Verdict>('better', 'worse', 'same', 'cannot tell'),
    undefined: fc.nat(20),
    isRare: fc.boolean(),
    isStarred: fc.boolean(),
  })
  .map((drawn) => ({
    summary: amount(drawn.mean, drawn.half, { undefined: drawn.undefined, p50: drawn.mean, differing: 1 }),
    difference: difference(
      drawn.by,
      drawn.half,
      drawn.verdict,
      drawn.isRare ? { low: null, high: null, method: 'sign test', pairing: null } : {},
    ),
    star: drawn.isStarred ? { halted: 0.003, leftOver: 1 } : null,
  }));
const metricPool = ['exposure.nodeHours', 'patched.percent', 'task.Install.minutes', 'cause.REBOOT_FAILED'];
const anyComparison = fc.uniqueArray(anyName, { minLength: 2, maxLength: 12 }).chain((names) =>
  fc
    .array(fc.array(anyPart, { minLength: names.length, maxLength: names.length }), {
      minLength: 1,
      maxLength: metricPool.length,
    })
    .map((parts) =>
      comparison(
        names,
        parts.map((each, at) =>
          metric(
            metricPool[at]!,
            0.5,
            names,
            each.map((part, index) => (index === 0 ? { ...part, difference: null } : part)),
          ),
        ),
      ),
    ),
);

describe('whatever was compared', () => {
  test('no line is wider than the terminal, save words that are wider themselves and the line to copy', () => {
    fc.assert(
      fc.property(anyComparison, fc.integer({ min: 80, max: 160 }), fc.boolean(), (data, width, color) => {
        const lines = text(data, { color, width }).trimEnd().split('\n').slice(0, -1);
        const tooWide = lines.filter(
          (line) =>
            visibleLength(line) > width &&
            !line.includes(': fleetsim compare ') &&
            line
              .trim()
              .split(/\s+/)
              .every((word) => word.length < 30),
        );
        expect(tooWide).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  test('every variant has its row for every metric in CSV', () => {
    fc.assert(
      fc.property(anyComparison, (data) => {
        const rows = renderComparisonCsv(data).split('\r\n').length - 2;
        expect(rows).toBe(data.variants.length * data.metrics.length);
      }),
      { numRuns: 30 },
    );
  });
});

function longNames(variantCount: number): Comparison {
  const names = Array.from(
    { length: variantCount },
    (_, index) => `what the platform team proposed in its ${index + 1}. meeting about the rollout`,
  );
  const data = comparison(names, [
    metric(
      'nodes.lost',
      0.5,
      names,
      names.map((_, index) => ({
        summary: amount(2 + index, 0.4),
        difference: index === 0 ? null : difference(index, 0.4, 'worse'),
      })),
    ),
  ]);
  const variants = data.variants.map((one, index) => ({
    ...one,
    settings: { 'Install.MaxConcurrency': `${index}%` },
  }));
  return { ...data, variants };
}

describe('many variants', () => {
  test('of a grid stand under the keys of it, a row each', () => {
    const said = text(largeGrid(), wide);
    expect(said).toMatch(/\nMaxConcurrency {2}MaxErrors +\S/);
    expect(said).toMatch(/\n48% +10% +2,615.0 ▲/);
  });

  test('leave their intervals to CSV and JSON where nobody would read that many', () => {
    expect(flowing(largeGrid())).toContain('with their intervals: fewer --metrics, or --format csv or json.');
    expect(text(longNames(12))).toContain('with their intervals\n');
  });

  test('with long names are letters, explained above', () => {
    const said = text(longNames(12));
    expect(said).toMatch(/\n {2}a what the platform team proposed in its 1\. meeting .*\(reference\)/);
    expect(said).toMatch(/\nl +13\.0 ▼/);
  });

  test('say what was set where their names do not', () => {
    expect(flowing(longNames(3))).toContain('3. meeting about the rollout: Install.MaxConcurrency=2%');
    expect(text(threeVariants)).not.toContain('Variants');
  });
});

describe('a goal', () => {
  test('has its pick, how sure that is, who is too close, and how much worse it may be', () => {
    expect(flowing(withGoal)).toContain(
      'Pick: MaxConcurrency=25%. Right with at least 97% (within 3 node-hours). Too close to call: MaxConcurrency=10%. No worse than the best by more than 3 node-hours.',
    );
  });

  test('names what may be better but is undecided, and how many runs would decide it', () => {
    expect(flowing(withGoal)).toContain(
      "MaxConcurrency=10% may be better, but 'task.Install.finishedBeforeCutoff >= 99%' is undecided: 1 miss in 200 runs, needs 555.",
    );
  });

  test('says why a variant is out of the question', () => {
    expect(flowing(withGoal, wide)).toContain(
      "infeasible 'task.Install.finishedBeforeCutoff >= 99%' is broken: 6 misses in 200 runs",
    );
  });

  test('without a feasible variant has no pick, and says so', () => {
    const standings = [
      standing('A', 2, { feasibility: 'infeasible' }),
      standing('B', 3, { feasibility: 'infeasible' }),
    ];
    const none = goal({
      standings,
      pick: null,
      probabilityRight: null,
      regretAtMost: null,
      undecided: [],
      tooCloseToCall: [],
    });
    expect(flowing({ ...pair({}), goal: none })).toContain('No pick: no variant is feasible.');
    const open = { ...none, standings: [standings[0]!, standing('B', 3, { feasibility: 'undecided' })] };
    expect(flowing({ ...pair({}), goal: open })).toContain(
      'No pick: no variant is known to be feasible. Undecided: B.',
    );
  });

  test('whose pick cannot be better than a coin says nothing of a probability', () => {
    expect(flowing({ ...withGoal, goal: goal({ probabilityRight: 0 }) })).toContain(
      'Whether it is right cannot be said with so few runs.',
    );
  });

  test('says whether it was settled before the cap', () => {
    expect(flowing({ ...withGoal, goal: goal({ settled: true }) })).toContain('Settled after 200 runs each.');
    expect(flowing({ ...withGoal, goal: goal({ settled: false }) })).toContain(
      'Not settled after 200 runs each: --max-replications allows more.',
    );
  });

  test('comes first in Markdown', () => {
    const lines = renderComparisonMarkdown(reportOn(withGoal)).split('\n');
    expect(lines[2]).toMatch(/^\*\*Pick: MaxConcurrency=25%\./);
  });
});

describe('Markdown', () => {
  test('keeps what a scenario says from being markup', () => {
    const names = ['a|b', '<img src=x>'];
    const data = comparison(names, [
      metric('nodes.lost', 0.5, names, [
        { summary: amount(2, 0.4), difference: null },
        { summary: amount(3, 0.4), difference: difference(1, 0.4, 'worse') },
      ]),
    ]);
    const markdown = renderComparisonMarkdown(reportOn(data));
    expect(markdown).toContain('| metric | a\\|b (reference) | \\<img src=x\\> |');
    expect(markdown).not.toMatch(/[^\\]<img/);
  });

  test('has a row for each variant where there are many', () => {
    expect(renderComparisonMarkdown(reportOn(largeGrid()))).toContain('\n| 4% | 5% |  | 2,989.0 ');
  });
});

describe('CSV', () => {
  test('has one row for each variant and metric, as wide as the head', () => {
    const rows = renderComparisonCsv(threeVariants).split('\r\n');
    expect(rows.pop()).toBe('');
    expect(rows).toHaveLength(1 + threeVariants.variants.length * threeVariants.metrics.length);
    expect(rows[0]!.split(',')).toEqual(csvColumns);
    for (const row of rows) expect(row.split(',')).toHaveLength(csvColumns.length);
  });

  test('has a column for each key that was set, and quotes what holds commas and quotes, on one line', () => {
    const names = ['plain', 'a, "b"\nc'];
    const data = comparison(names, [
      metric('nodes.lost', 0.5, names, [
        { summary: amount(2, 0.4), difference: null },
        { summary: amount(2, 0.4), difference: identical },
      ]),
    ]);
    const variants = data.variants.map((one) => ({ ...one, settings: { 'fleet.web.tags': { a: 1 } } }));
    const csv = renderComparisonCsv({ ...data, variants });
    expect(csv).toContain('set fleet.web.tags');
    expect(csv).toContain('"a, ""b"" c"');
    expect(csv).toContain('"{""a"":1}"');
  });

  test('a text that a spreadsheet would run has an apostrophe before it, and a number has none', () => {
    const formulas = ['=1+1', '+cmd', '-2+3', '@SUM(A1)', '\t=1', '\r=1', ' =1'];
    const names = ['plain', ...formulas, '-5', '25%'];
    const one = { summary: amount(2, 0.4), difference: null };
    const data = comparison(names, [
      metric(
        'nodes.lost',
        0.5,
        names,
        names.map(() => one),
      ),
    ]);
    const cells = renderComparisonCsv(data)
      .split('\r\n')
      .slice(1, -1)
      .map((row) => row.split(',')[3]);
    const shown = formulas.map((text) => `'${text.replace(/[\t\r]/, ' ')}`);
    expect(cells).toEqual(['plain', ...shown, '-5', '25%']);
  });
});
