import { describe, expect, test } from 'vitest';
import { windowsOf } from '../../src/capabilities/maintenance-windows/resources/index.ts';
import type { Loaded } from '../../src/scenario/load.ts';
import { parseKey } from '../../src/scenario/overrides.ts';
import { errorsOf, load, printed, scenarioOf, times, web } from './load-text.ts';

const window = `resources:
  Night:
    Type: AWS::SSM::MaintenanceWindow
    Properties: { Name: night, Schedule: rate(1 day), Duration: 3, Cutoff: 1, AllowUnassociatedTargets: false }
`;

describe('a key', () => {
  test.each([
    ['fleet.web.count', ['fleet', 'web', 'count']],
    ['fleet.web.tags."Patch Group"', ['fleet', 'web', 'tags', 'Patch Group']],
    ["fleet.web.tags.'a.b'", ['fleet', 'web', 'tags', 'a.b']],
    ['faults[0].nodes.share', ['faults', 0, 'nodes', 'share']],
    ['"a\\"b".c', ['a"b', 'c']],
    ['a[0][12]', ['a', 0, 12]],
    ['faults[+]', ['faults', Number.POSITIVE_INFINITY]],
  ])('%s leads through %j', (key, expected) => {
    expect(parseKey(key)).toEqual(expected);
  });

  test.each(['', '.', 'a.', '.a', 'a..b', '[0]', 'a[', 'a[x]', 'a[-1]', 'a b', '"a', 'a"b"'])(
    '%s is none',
    (key) => {
      expect(parseKey(key)).toBeNull();
    },
  );
});

describe('--set', () => {
  const set = (...pairs: string[]) => scenarioOf(`${times}${web}${window}`, { set: pairs });

  test('[+] adds one more entry, to a list left out as to one that is there', () => {
    const fault = (clock: string) => `faults[+]={ at: 2025-01-03T${clock}:00Z, action: stopAgent }`;
    const loaded = load(`${times}${web}`, { set: [fault('01:00'), fault('02:00')] }) as Loaded;
    expect(loaded.scenario.faults.map(({ id }) => id)).toEqual(['stopAgent-all-1', 'stopAgent-all-2']);
    expect(loaded.overrides['faults[+]']).toHaveLength(2);
  });

  test('[+] makes a list of one value, and leaves what it was added to as it was in an alias', () => {
    const subnets = 'subnets: { a: &a { endpoints: ssm }, b: *a }\n';
    const { subnets: found } = scenarioOf(`${times}${web}${subnets}`, { set: ['subnets.a.endpoints[+]=s3'] });
    expect([...found.get('a')!.endpoints]).toEqual(['ssm', 's3']);
    expect([...found.get('b')!.endpoints]).toEqual(['ssm']);
  });

  test('changes what stands there', () => {
    expect(set('fleet.web.count=7').fleet[0]!.count).toBe(7);
    expect(set('seed=0042').seed).toBe('0042');
  });

  test('creates an optional key that is left out, and the maps on the way to it', () => {
    expect(set('fleet.web.tags."Patch Group"=prod').fleet[0]!.tags).toEqual({ 'Patch Group': 'prod' });
    expect(set('model.patching.scan=5s').model.sections['patching']!.scan).toEqual({
      family: 'constant',
      value: 5_000,
    });
    expect(set('model.byOs.WINDOWS.patching.scan=5s').modelByOs.size).toBe(1);
  });

  test('takes YAML for a value', () => {
    expect(set('fleet.app={ count: 2, os: UBUNTU }').fleet[1]!.count).toBe(2);
    const { model } = set('model.patching.scan={ uniform: { min: 1s, max: 2s } }');
    expect(model.sections['patching']!.scan).toMatchObject({ family: 'uniform' });
  });

  test('after a logical id means a property of that resource', () => {
    expect(windowsOf(set('Night.Duration=5'))[0]!.durationHours).toBe(5);
  });

  test('takes effect in order', () => {
    expect(set('fleet.web.count=7', 'fleet.web.count=8').fleet[0]!.count).toBe(8);
  });

  test('changes one of two groups that share a map', () => {
    const text = `${times}x-a: &a { count: 1, os: UBUNTU }\nfleet: { one: *a, two: *a }\n`;
    const { fleet } = scenarioOf(text, { set: ['fleet.one.count=9'] });
    expect(fleet.map(({ count }) => count)).toEqual([9, 1]);
  });

  test('reaches a metric whose name has dots', () => {
    const text = `${times}${web}expect: { nodes.total: 5, a.b.minutes: { p95: { atMost: 9 } } }\n`;
    const { expectations } = scenarioOf(text, {
      set: ['expect.nodes.total=6', 'expect.a.b.minutes.p95.atMost=8', 'expect.x.y=1'],
    });
    expect(expectations.map(({ metric, expected }) => `${metric} ${expected}`)).toEqual([
      'nodes.total exactly 6',
      'a.b.minutes at most 8',
      'x.y exactly 1',
    ]);
  });

  test('is kept for the result, as JSON has it', () => {
    const result = load(`${times}${web}`, {
      set: ['fleet.web.count=7', 'name=x', 'fleet.web.tags={ a: b }'],
    }) as Loaded;
    expect(result.overrides).toEqual({ 'fleet.web.count': 7, name: 'x', 'fleet.web.tags': { a: 'b' } });
  });

  test.each([
    ['fleet.wbe.count=7', '--set fleet.wbe.count:0:0 leads-nowhere'],
    ['fleeet.web.count=7', '--set fleeet.web.count:0:0 leads-nowhere'],
    ['Nihgt.Duration=5', '--set Nihgt.Duration:0:0 leads-nowhere'],
    ['fleet.web.count.more=7', '--set fleet.web.count.more:0:0 leads-nowhere'],
    ['faults[0].for=7m', '--set faults[0].for:0:0 leads-nowhere'],
    ['fleet[0].count=7', '--set fleet[0].count:0:0 leads-nowhere'],
    ['Night.Properties.Duration=7', '--set Night.Properties.Duration:0:0 leads-nowhere'],
    ['fleet.web.tags.Patch Group=x', '--set fleet.web.tags.Patch Group:0:0 bad-key'],
    ['fleet..count=7', '--set fleet..count:0:0 bad-key'],
    ['fleet.web.cuont=7', '--set fleet.web.cuont:1:1 unknown-key'],
    ['fleet.web.count=x', '--set fleet.web.count:1:1 bad-value'],
    ['fleet.web.tags={ a: [ }', '--set fleet.web.tags:1:6 unclosed-bracket'],
    ['fleet.web.tags={ a: { b: c } }', '--set fleet.web.tags:1:6 bad-value'],
    ['fleet.web.agnet.version=3.3.987.0', '--set fleet.web.agnet.version:1:1 unknown-key'],
  ])('%s is bad input', (pair, expected) => {
    expect(errorsOf(`${times}${web}${window}`, { set: [pair] })).toEqual([expected]);
  });

  test('into the dark names the nearest known word', () => {
    expect(printed(`${times}${web}${window}`, { set: ['fleet.wbe.count=7'] })).toContain(
      'help: did you mean web?',
    );
    expect(printed(`${times}${web}${window}`, { set: ['Nihgt.Duration=7'] })).toContain(
      'help: did you mean Night?',
    );
  });

  test('says what a shell has taken away, and what a logical id stands for', () => {
    expect(printed(`${times}${web}`, { set: ['fleet.web.tags.Patch Group=x'] })).toContain(
      `--set 'fleet.web.tags."Patch Group"=prod'`,
    );
    expect(printed(`${times}${web}${window}`, { set: ['Night.Properties.Duration=7'] })).toContain(
      'leave .Properties out, or begin with resources.Night.Properties',
    );
  });
});
