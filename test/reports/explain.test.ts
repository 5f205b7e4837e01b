/** An explanation as text and as Markdown: nothing of it is lost, and what is to be copied stays whole. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { renderMarkdown } from '../../src/blocks/markdown.ts';
import { renderText } from '../../src/blocks/text.ts';
import { causes } from '../../src/capabilities/index.ts';
import type { Explanation } from '../../src/explain/explanation.ts';
import { explanationBlocks } from '../../src/reports/explain.ts';
import { nodeWith, worldOf } from '../capabilities/patch-manager/cause-worlds.ts';
import { explained, explainedIn, words } from '../explain/explained.ts';

const context = { repeat: 'fleetsim explain test.yaml web-0001', words, isFull: true };
const plain = { color: false, width: 80 };
const text = (explanation: Explanation, style = plain) =>
  renderText(explanationBlocks(explanation, context), style);
const markdownOf = (explanation: Explanation) => renderMarkdown(explanationBlocks(explanation, context));
const sunday = readFileSync('scenarios/sunday-patch.yaml', 'utf8');

const remedied: Explanation = {
  ...explainedIn(worldOf('INSTALL_FAILED')),
  remedy: {
    changes: [
      {
        text: 'attach a profile',
        cause: 'NO_INSTANCE_PROFILE',
        kind: 'configuration',
        set: [{ key: 'fleet.web.instanceProfile', value: 'managed' }],
      },
    ],
    summary: 'attach a profile before 02:00: COMPLIANT at 02:06',
    proof: {
      isPatched: true,
      isManaged: true,
      compliance: 'COMPLIANT',
      patchedAt: '2025-01-01T02:06:11.000Z',
      remainingCause: null,
    },
  },
  chance: { share: 0.925, low: 0.88, high: 0.954, replications: 200 },
};

describe('as text', () => {
  test.each(causes)(
    '%s: says of every link what was found, what shows, how to check, and AWS’s page',
    (cause) => {
      const explanation = explainedIn(worldOf(cause), nodeWith(cause));
      const told = text(explanation).replaceAll(/\s+/g, ' ');
      for (const { found, needed, console, cli, page } of explanation.links) {
        for (const part of [...found, needed ?? '', console, cli, page]) {
          expect(told).toContain(part.replaceAll(/\s+/g, ' '));
        }
      }
      expect(told).toContain(`: ${cause} (`);
    },
  );

  test('no line is wider than the terminal, but for those that are copied', () => {
    for (const width of [60, 80, 120]) {
      const lines = text(explained(sunday, 'batch-0001'), { color: false, width }).split('\n');
      const wide = lines.filter((line) => line.length > width && !/^ +(check|AWS) /.test(line));
      expect(wide.filter((line) => !line.startsWith('Reproduce with: '))).toEqual([]);
    }
  });

  test('lines that are copied are whole', () => {
    const explanation = explained(sunday, 'batch-0001');
    const lines = text(explanation, { color: false, width: 60 }).split('\n');
    for (const { cli } of explanation.links) expect(lines).toContain(`  check    ${cli}`);
  });

  test('a remedy is told with what --set takes, and with its proof', () => {
    const told = text(remedied);
    expect(told).toContain('--set fleet.web.instanceProfile=managed');
    expect(told.replaceAll(/\s+/g, ' ')).toContain(
      'Verified by a run with this change: up to date since 2025-01-01 02:06:11 UTC; AWS reports COMPLIANT.',
    );
  });

  test('a cause of chance is told with its share', () => {
    expect(text(remedied).replaceAll(/\s+/g, ' ')).toContain(
      'patched in 92.5% of 200 runs (95% interval of the share: 88% to 95.4%)',
    );
  });

  test('many missing patches are counted after the first ten', () => {
    const patches = Array.from(
      { length: 14 },
      (_, index) => `P${index}: { os: [AMAZON_LINUX_2], classification: Security, released: 2024-12-01 }`,
    );
    const explanation = explainedIn({ ...worldOf('SCAN_ONLY'), patches: `{ ${patches.join(', ')} }` });
    expect(text(explanation)).toContain('and 4 patches more');
    expect(explanation.links.find(({ link }) => link === 'baseline')?.details).toHaveLength(14);
  });
});

describe('as Markdown', () => {
  test('what blocks stands open, and what does not folds away', () => {
    const markdown = markdownOf(explainedIn(worldOf('NO_ROUTE')));
    expect([...markdown.matchAll(/<details open><summary>([^<]*)/g)].map(([, title]) => title)).toEqual([
      'Network: BLOCKS NO_ROUTE',
      'Registration and heartbeat: FAILED',
    ]);
  });

  test('what an author wrote is text and no markup', () => {
    const fleet = '{ web: { count: 1, os: AMAZON_LINUX_2, tags: { "<b>*x*": "a|b" } } }';
    const markdown = markdownOf(explainedIn({ ...worldOf('NOT_TARGETED'), fleet }));
    expect(markdown).not.toContain('<b>*x*');
    expect(markdown).toContain('\\<b\\>\\*x\\*=a\\|b');
  });

  test('every line that checks a link is there to be copied', () => {
    const explanation = explainedIn(worldOf('HALTED_BY_MAX_ERRORS'), 'web-0003');
    const lines = markdownOf(explanation).split('\n');
    for (const { cli } of explanation.links) expect(lines).toContain(cli);
    expect(lines).toContain(context.repeat);
  });
});

test('what an author wrote neither paints the terminal nor begins a line', () => {
  const fleet = String.raw`{ web: { count: 1, os: AMAZON_LINUX_2, tags: { Team: "\e[31mred\nBLOCKS" } } }`;
  const told = text(explainedIn({ ...worldOf('NOT_TARGETED'), fleet }));
  expect(told).not.toContain('\u001b');
  expect(told).not.toMatch(/^BLOCKS/m);
});

test('the page on explaining shows what the program prints', () => {
  const zero = readFileSync('scenarios/zero-patched.yaml', 'utf8');
  const page = readFileSync('docs/explaining.md', 'utf8');
  const [, shown] = /```text\n([\s\S]*?)\n```/.exec(page) ?? [];
  const parts = text(explained(zero, 'legacy-0001'), { color: false, width: 100 }).split('\n\n');
  expect(shown?.split('\n\n')).toHaveLength(3);
  for (const part of shown?.split('\n\n') ?? []) expect(parts).toContain(part);
});
