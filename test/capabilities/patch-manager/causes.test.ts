/** Why a node is not patched: each cause in the smallest world in which it is the first blocking link. */
import { describe, expect, test } from 'vitest';
import { causes } from '../../../src/capabilities/index.ts';
import { patchManager } from '../../../src/capabilities/patch-manager/index.ts';
import { at, nodeOf, patch, type Sections, simulate } from '../quiet-world.ts';
import { base, fault, install, nodeWith, rejecting, simulateCause, tonight, web } from './cause-worlds.ts';

describe('Causes', () => {
  test('nothing keeps the node of the base world from being patched', () => {
    const run = simulate(base);
    expect(nodeOf(run, 'web-0001')).toMatchObject({ cause: null, compliance: 'COMPLIANT' });
    expect(run.metric('patched.percent')).toBe(100);
  });

  test.each(causes)('%s', (cause) => {
    const run = simulateCause(cause);
    expect(nodeOf(run, nodeWith(cause)).cause).toBe(cause);
    expect(run.number(`cause.${cause}`)).toBeGreaterThan(0);
  });

  test.each(causes)(
    '%s: a node has a cause exactly if it is not up to date, and the first of its links in order',
    (cause) => {
      const { outcome, metrics, result } = simulateCause(cause);
      const withCause = result.nodes.filter((node) => node.cause !== null).length;
      const order: readonly string[] = causes;
      const byCause = causes.map((one) => metrics.get(`cause.${one}`) as number);
      expect(withCause).toBe(
        (metrics.get('nodes.total') as number) - (metrics.get('nodes.upToDate') as number),
      );
      expect(byCause.reduce((sum, count) => sum + count, 0)).toBe(withCause);
      for (let node = 0; node < outcome.simulation.fleet.count; node += 1) {
        const links = outcome.machines
          .of(patchManager)
          .causes.findingOf(node)
          .causes.map((one) => order.indexOf(one));
        expect(links).toEqual([...links].sort((a, b) => a - b));
      }
    },
  );
});

describe('The first blocking link', () => {
  const causeOf = (sections: Sections) => nodeOf(simulate({ ...base, ...sections }), 'web-0001').cause;

  test('what blocked the node when its turn came counts, though it holds again at the end', () => {
    expect(causeOf({ faults: `[${fault('stopAgent', '1:00', ', for: 3h')}]` })).toBe('AGENT_STOPPED');
  });

  test('a later success makes earlier failures forgotten', () => {
    const actions = `[${install}, ${patch('Install', '6', { id: 'again' })}]`;
    expect(causeOf({ faults: `[${fault('stopAgent', '1:00', ', for: 3h')}]`, actions })).toBe(null);
  });

  test('a node that could not have been patched anyway is not put down to the halt', () => {
    const run = simulate({
      ...base,
      ...tonight,
      subnets: '{ one: { route: none, endpoints: [ssm, ssmmessages] } }',
      fleet: web(', subnet: one', 3),
    });
    expect(run.metric('task.Install.halted')).toBe(true);
    expect(run.metric('cause.ENDPOINT_MISSING_S3')).toBe(3);
  });

  test('a patch that comes out after the last window awaits the next', () => {
    const patches = `{ P1: { os: [AMAZON_LINUX_2], classification: Security, released: ${at('5:00')} } }`;
    expect(causeOf({ patches })).toBe('AWAITS_NEXT_WINDOW');
  });

  test('a profile comes before the network; neither matters where only a rejected patch is missing', () => {
    const resources = `{ All: ${rejecting} }`;
    const subnets = '{ one: { route: none } }';
    expect(causeOf({ subnets, fleet: web(', subnet: one, instanceProfile: none') })).toBe(
      'NO_INSTANCE_PROFILE',
    );
    expect(causeOf({ subnets, fleet: web(', subnet: one') })).toBe('NO_ROUTE');
    expect(causeOf({ resources, subnets, fleet: web(', subnet: one') })).toBe('PATCH_REJECTED');
  });

  test('a launched node without a route is not taken for one that waits for credentials', () => {
    const subnets = '{ one: { route: none } }';
    expect(causeOf({ subnets, fleet: web(`, subnet: one, joins: ${at('0:10')}`) })).toBe('NO_ROUTE');
  });
});
