/** Every unpatched node by its first cause, and what fixes most of them. */
import { describe, expect, test } from 'vitest';
import { renderMarkdown } from '../../src/blocks/markdown.ts';
import { renderText } from '../../src/blocks/text.ts';
import { explanationsBlocks } from '../../src/reports/explain-all.ts';
import { base, worldOf } from '../capabilities/patch-manager/cause-worlds.ts';
import { at, type Sections, simulate } from '../capabilities/quiet-world.ts';
import { words } from './explained.ts';
import { allIn } from './proved.ts';

const os = 'os: AMAZON_LINUX_2, tags: { Fleet: web }';
const mixed: Sections = {
  ...base,
  subnets:
    '{ shut: { route: nat-gateway, egress: blocked }, lone: { route: none, endpoints: [ssm, ssmmessages] } }',
  fleet: `{ web: { count: 4, ${os} }, shut: { count: 3, ${os}, subnet: shut }, lone: { count: 2, ${os}, subnet: lone },
    bare: { count: 30, ${os}, instanceProfile: none }, naked: { count: 5, ${os}, instanceProfile: none } }`,
};

describe('explain --all', () => {
  test('counts every unpatched node once, under its first cause, the most frequent cause first', () => {
    const { groups, nodes, states } = allIn(mixed);
    expect(groups.map(({ cause, count }) => [cause, count])).toEqual([
      ['NO_INSTANCE_PROFILE', 35],
      ['EGRESS_BLOCKED', 3],
      ['ENDPOINT_MISSING_S3', 2],
    ]);
    expect([nodes, states['upToDate']]).toEqual([44, 4]);
    const run = simulate(mixed);
    for (const { cause, count } of groups) expect(run.metric(`cause.${cause}`)).toBe(count);
  });

  test('counts nodes of which it is not known whether they are patched apart, as the first screen does', () => {
    const all = allIn(worldOf('NOT_SIMULATED'));
    const text = renderText(explanationsBlocks(all, { repeat: 'fleetsim explain x.yaml', words }), {
      color: false,
      width: 200,
    });
    expect(text).toContain('Of 1 node: 1 not known (NOT_SIMULATED).');
    expect(text).toContain('No change can be verified by a run.');
    expect(text).not.toContain('missed');
  });

  test('names the first twenty nodes of each in the order of the fleet', () => {
    const [first] = allIn(mixed).groups;
    expect(first?.nodes).toHaveLength(20);
    expect(first?.nodes.slice(0, 2)).toEqual(['bare-0001', 'bare-0002']);
  });

  test('what helps several groups at once is one remedy, with all the nodes that it wins', () => {
    const [profiles, egress] = allIn(mixed).groups;
    expect(profiles?.remedies).toHaveLength(1);
    expect(profiles?.remedies[0]?.fixes).toBe(35);
    expect(profiles?.remedies[0]?.text).toContain('35 nodes (30 of bare, 5 of naked)');
    expect(egress?.remedies).toEqual([
      { text: 'allow outbound TCP 443 in the security group of subnet shut', fixes: 3 },
    ]);
  });

  test('two subnets that lack the same have a remedy each, the one that wins more first', () => {
    const sections: Sections = {
      ...base,
      subnets: '{ a: { route: none }, b: { route: none } }',
      fleet: `{ few: { count: 1, ${os}, subnet: a }, many: { count: 6, ${os}, subnet: b } }`,
    };
    expect(allIn(sections).groups[0]?.remedies.map(({ fixes }) => fixes)).toEqual([6, 1]);
  });

  test('a patched fleet has no groups', () => {
    expect(allIn(base)).toMatchObject({ nodes: 1, states: { upToDate: 1 }, groups: [] });
  });

  test('as of an instant before the Install no node is patched', () => {
    expect(allIn(mixed, { atMs: Date.parse(at('1')) }).states['upToDate']).toBe(0);
  });

  test('an instant outside the run is refused', () => {
    expect(() => allIn(mixed, { atMs: 0 })).toThrow('outside the run');
  });

  test('the text fits the terminal, and its last lines are the answer and how to repeat it', () => {
    const explanation = allIn(mixed);
    const text = renderText(
      explanationsBlocks(explanation, {
        repeat: 'fleetsim explain x.yaml --all',
        explain: 'fleetsim explain x.yaml',
        words,
      }),
      {
        color: false,
        width: 80,
      },
    );
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    expect(text).toContain('NO_INSTANCE_PROFILE  35 nodes');
    expect(text).toContain('fixes 3 nodes: allow outbound TCP 443');
    expect(text.trimEnd().split('\n').slice(-2)).toEqual([
      'Next: fleetsim explain x.yaml bare-0001',
      'Reproduce with: fleetsim explain x.yaml --all',
    ]);
  });

  test('Markdown has a section for each cause; one that also keeps its nodes from being managed is told once', () => {
    const text = renderMarkdown(
      explanationsBlocks(allIn(mixed), { repeat: 'fleetsim explain x.yaml --all', words }),
    );
    expect(text.split('\n').filter((line) => line.startsWith('### '))).toHaveLength(3);
    expect(text).toContain('### EGRESS\\_BLOCKED 3 nodes, not managed');
  });
});
