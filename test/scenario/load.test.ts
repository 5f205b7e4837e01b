import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { windowsOf } from '../../src/capabilities/maintenance-windows/resources/index.ts';
import { type Loaded, loadScenario } from '../../src/scenario/load.ts';
import { errorsOf, load, scenarioOf, times, warningsOf, web } from './load-text.ts';

const sunday = readFileSync('scenarios/sunday-patch.yaml', 'utf8');

test('the Sunday patch loads without an error or a warning', () => {
  expect(warningsOf(sunday)).toEqual([]);
  const scenario = scenarioOf(sunday);
  expect(scenario.fleet.map(({ name, count }) => [name, count])).toEqual([
    ['web', 200],
    ['batch', 30],
    ['datacenter', 10],
  ]);
  expect(scenario.seed).toBe('20250105');
  expect(scenario.expectations).toHaveLength(5);
  expect(windowsOf(scenario)[0]!.tasks).toHaveLength(1);
  expect(scenario.actions).toHaveLength(1);
});

describe('what is left unsaid is a healthy world', () => {
  const { fleet, subnets, instanceProfiles, seed, name, account } = scenarioOf(`${times}${web}`);

  test('a group has an open network, the AWS-managed policy and a running agent', () => {
    expect(fleet[0]).toMatchObject({
      subnet: null,
      instanceProfile: 'AmazonSSMManagedInstanceCore',
      agent: { runningShare: 1 },
      patchedUntilMs: null,
      registered: false,
      hybridActivation: null,
    });
    expect(fleet[0]).not.toHaveProperty('lastScanMs');
    expect(instanceProfiles.get('AmazonSSMManagedInstanceCore')!.managedPolicies).toEqual([
      'AmazonSSMManagedInstanceCore',
    ]);
    expect(subnets.size).toBe(0);
  });

  test('the seed is 1, the name that of the file', () => {
    expect(seed).toBe('1');
    expect(name).toBe('a');
    expect(account).toEqual({
      id: '123456789012',
      instanceTier: 'standard',
      region: 'us-east-1',
      defaultHostManagement: false,
    });
  });

  test('empty sections are as good as none', () => {
    expect(errorsOf(`${times}${web}faults:\nactions:\nexpect:\nmodel:\npatches:\nname:\n`)).toEqual([]);
  });
});

describe('text keeps its source', () => {
  test.each(['3.10', '0042', '012345678901', '1e3', 'true', '0x10', '1_000', 'yes', '2025-01-01'])(
    '%s as the value of a tag',
    (text) => {
      const { fleet } = scenarioOf(
        `${times}fleet: { web: { count: 1, os: UBUNTU, tags: { a: ${text} } } }\n`,
      );
      expect(fleet[0]!.tags['a']).toBe(text);
    },
  );

  test('an account id may begin with 0', () => {
    expect(scenarioOf(`${times}${web}account: { id: 012345678901 }\n`).account.id).toBe('012345678901');
  });

  test('7 and "7" and --seed 7 are one seed', () => {
    expect(scenarioOf(`${times}${web}seed: 7\n`).seed).toBe('7');
    expect(scenarioOf(`${times}${web}seed: "7"\n`).seed).toBe('7');
    expect(scenarioOf(`${times}${web}seed: 8\n`, { seed: '7' }).seed).toBe('7');
    expect(scenarioOf(`${times}${web}seed: 12345678901234567890\n`).seed).toBe('12345678901234567890');
  });

  test('a tag without a value is told from an empty one', () => {
    expect(errorsOf(`${times}fleet: { web: { count: 1, os: UBUNTU, tags: { a: } } }\n`)).toEqual([
      '3:47 bad-value',
    ]);
    expect(errorsOf(`${times}fleet: { web: { count: 1, os: UBUNTU, tags: { a: "" } } }\n`)).toEqual([]);
  });
});

test('one scalar where a list is meant is a list of one', () => {
  const { patches } = scenarioOf(
    `${times}${web}patches: { A: { os: UBUNTU, cves: CVE-2025-1, released: 2025-01-01 } }\n`,
  );
  expect(patches[0]).toMatchObject({ os: ['UBUNTU'], cves: ['CVE-2025-1'] });
});

test('end may be a duration from start', () => {
  const { startMs, endMs } = scenarioOf(`${times}${web}`);
  expect(endMs - startMs).toBe(3 * 86_400_000);
});

test('merge keys give what the map itself does not say, the earlier source first', () => {
  const { fleet } = scenarioOf(
    `${times}x-a: &a { count: 1, os: UBUNTU }\nx-b: &b { count: 2, os: SUSE, product: p }\n` +
      'fleet:\n  web: { <<: [*a, *b], count: 3 }\n',
  );
  expect(fleet[0]).toMatchObject({ count: 3, os: 'UBUNTU', product: 'p' });
});

test('a mistake in an anchored map is reported once, where it is written', () => {
  const text = `x-a: &a { count: many, os: UBUNTU }\n${times}fleet: { one: *a, two: *a, three: { <<: *a } }\n`;
  expect(errorsOf(text)).toEqual(['1:18 bad-value']);
});

describe('the model', () => {
  const modelOf = (text: string) => scenarioOf(`${times}${web}${text}`).model;

  test('under study-guide has the defaults of the guides', () => {
    const model = modelOf('model: { rules: study-guide }\n');
    expect(model.sections['rateControl']!).toMatchObject({ halt: 'reaches', dispatch: 'batch' });
    expect(model.sections['maintenanceWindows']!.cutoff).toBe('invocations');
    expect(model.sections['patching']!.rebootIfNeeded).toBe('required');
    expect(model.sections['agent']!.credentialRetry).toEqual({ family: 'constant', value: 300_000 });
    expect(model.patchGroupKeys).toEqual(['Patch Group']);
  });

  test('under study-guide still gives way to what is said', () => {
    const model = modelOf(
      'model: { rules: study-guide, rateControl: { halt: exceeds }, patchGroupKeys: Team }\n',
    );
    expect(model.sections['rateControl']!).toMatchObject({ halt: 'exceeds', dispatch: 'batch' });
    expect(model.patchGroupKeys).toEqual(['Team']);
  });

  test("is AWS's by default", () => {
    const model = modelOf('');
    expect(model.sections['rateControl']!).toEqual({
      dispatch: 'ramp',
      halt: 'exceeds',
      rounding: 'down',
      order: 'random',
      ackPatience: { family: 'constant', value: 60_000 },
    });
    expect(model.sections['agent']!).toMatchObject({ heartbeat: 300_000, missedHeartbeats: 2 });
    expect(model.patchGroupKeys).toEqual(['Patch Group', 'PatchGroup']);
    expect(scenarioOf(`${times}${web}`).eventCountMax).toBe(1e9);
  });

  test('of a group or an operating system overrides keys one by one', () => {
    const { fleet, modelByOs } = scenarioOf(
      `${times}fleet:\n  web: { count: 1, os: WINDOWS, model: { patching: { scan: 9s } } }\n` +
        'model: { byOs: { WINDOWS: { patching: { reboot: 20m } } } }\n',
    );
    expect(fleet[0]!.model).toEqual({
      sections: { patching: { scan: { family: 'constant', value: 9_000 } } },
    });
    expect(modelByOs.get('WINDOWS')).toEqual({
      sections: { patching: { reboot: { family: 'constant', value: 1_200_000 } } },
    });
  });

  test('of a document in a group keeps what the scenario says of that document', () => {
    const { fleet, model } = scenarioOf(
      `${times}fleet:\n  web: { count: 1, os: UBUNTU, model: { documents: { Own: { fails: 5% } } } }\n` +
        'model: { documents: { Own: { run: 9s } } }\n',
    );
    expect(model.documents.get('Own')).toMatchObject({ run: { value: 9_000 }, failsShare: 0 });
    expect(fleet[0]!.model!.documents!.get('Own')).toMatchObject({ run: { value: 9_000 }, failsShare: 0.05 });
    expect(model.documents.has('AWS-RunShellScript')).toBe(true);
  });
});

describe('distributions', () => {
  const scanOf = (text: string, files = {}) =>
    scenarioOf(`${times}${web}model: { patching: { scan: ${text} } }\n`, { files }).model.sections[
      'patching'
    ]!.scan;

  test.each([
    ['4m', { family: 'constant', value: 240_000 }],
    ['{ uniform: { min: 1s, max: 2s } }', { family: 'uniform', min: 1_000, max: 2_000 }],
    ['{ exponential: { mean: 4m } }', { family: 'exponential', mean: 240_000 }],
    ['{ normal: { mean: 4m, sd: 5m } }', { family: 'normal', mean: 240_000, sd: 300_000 }],
    ['{ lognormal: { mean: 4m, sd: 1m } }', { family: 'lognormal', mean: 240_000, sd: 60_000 }],
    ['{ lognormal: { mean: 4m, sd: 0s } }', { family: 'constant', value: 240_000 }],
    [
      '{ triangular: { min: 1s, mode: 2s, max: 3s } }',
      { family: 'triangular', min: 1_000, mode: 2_000, max: 3_000 },
    ],
    ['{ gamma: { mean: 4m, sd: 1m } }', { family: 'gamma', mean: 240_000, sd: 60_000 }],
    ['{ weibull: { shape: 1.5, scale: 4m } }', { family: 'weibull', shape: 1.5, scale: 240_000 }],
    ['{ empirical: { values: [3s, 1s, 2s] } }', { family: 'empirical', values: [1_000, 2_000, 3_000] }],
  ])('%s', (text, expected) => {
    expect(scanOf(text)).toEqual(expected);
  });

  test('from a column of a CSV file, in its unit, sorted', () => {
    const csv = 'node,"scan, s"\r\nweb-1,31.5\r\n"web, 2",28\r\n\r\n';
    expect(scanOf('{ empirical: { file: d.csv, column: "scan, s", unit: s } }', { 'd.csv': csv })).toEqual({
      family: 'empirical',
      values: [28_000, 31_500],
    });
  });

  test.each([
    ['{ exponential: { mean: 0s } }', '5:51 bad-value'],
    ['{ triangular: { min: 1s, mode: 4s, max: 3s } }', '5:59 bad-value'],
    ['{ uniform: { min: 1s, max: 2s }, normal: { mean: 1s, sd: 1s } }', '5:61 bad-value'],
    ['{ weibull: { shape: 0, scale: 4m } }', '5:48 bad-value'],
    ['{ empirical: { values: [] } }', '5:51 bad-value'],
    ['{ empirical: { values: [1s, 2] } }', '5:56 missing-unit'],
    ['{ empirical: { file: d.csv, column: a, unit: s } }', '5:49 bad-cell'],
    ['{ empirical: { file: e.csv, column: a, unit: s } }', '5:49 unreadable-file'],
    ['{ empirical: { file: d.csv, column: a, unit: d } }', '5:73 bad-value'],
    ['lognormal', '5:28 bad-value'],
    ['[4m]', '5:28 bad-value'],
  ])('%s is refused at %s', (text, expected) => {
    const files = { 'd.csv': 'a\nx\n' };
    expect(errorsOf(`${times}${web}model: { patching: { scan: ${text} } }\n`, { files })).toEqual([expected]);
  });
});

describe('fleet', () => {
  test('ids stand for a count, and the shares of running agents for a number', () => {
    const { fleet } = scenarioOf(
      `${times}fleet:\n  web: { ids: [i-0123456789abcdef0, i-01234567], os: UBUNTU, agent: { running: 98% } }\n`,
    );
    expect(fleet[0]).toMatchObject({ count: 2, ids: ['i-0123456789abcdef0', 'i-01234567'] });
    expect(fleet[0]!.agent.runningShare).toBe(0.98);
  });

  test.each([
    ['{ count: 1, ids: [i-01234567, i-01234568], os: UBUNTU }', '4:17 bad-value'],
    ['{ ids: [i-01234567, i-01234567], os: UBUNTU }', '4:28 duplicate-id'],
    ['{ ids: web-1, os: UBUNTU }', '4:15 bad-value'],
    ['{ ids: mi-0123456789abcdef0, os: UBUNTU }', '4:15 bad-value'],
    ['{ count: 1, os: UBUNTU, lastScan: 2025-01-03T00:00:01Z }', '4:42 out-of-range'],
    ['{ count: 1, os: UBUNTU, agent: { version: 3.3 } }', '4:50 bad-value'],
    ['{ count: 10000001, os: UBUNTU }', '4:17 bad-value'],
    ['{ count: -1, os: UBUNTU }', '4:17 bad-value'],
    ['{ count: 1, os: UBUNTU, joins: { each: 1m } }', '4:41 unknown-key'],
    ['{ count: 1, os: UBUNTU, joins: { every: 1 } }', '4:48 missing-unit'],
    ['web', '4:8 bad-value'],
  ])('%s is refused at %s', (group, expected) => {
    expect(errorsOf(`${times}fleet:\n  web: ${group}\n`)).toEqual([expected]);
  });

  test('a hybrid node has no instance profile', () => {
    const text = (rest: string) =>
      `${times}activations: { a: {} }\nfleet: { dc: { count: 1, os: UBUNTU, hybrid: { activation: a }${rest} } }\n`;
    expect(scenarioOf(text('')).fleet[0]!.instanceProfile).toBeNull();
    expect(errorsOf(text(', instanceProfile: AmazonSSMManagedInstanceCore'))).toEqual([
      '4:82 not-for-hybrid',
    ]);
  });

  test('the profile none is none', () => {
    const { fleet } = scenarioOf(`${times}fleet: { web: { count: 1, os: UBUNTU, instanceProfile: none } }\n`);
    expect(fleet[0]!.instanceProfile).toBeNull();
  });

  test('more nodes than the quota of an account are a warning', () => {
    expect(warningsOf(`${times}fleet: { web: { count: 2401, os: UBUNTU } }\n`)).toEqual([
      '3:1 managed-node-quota',
    ]);
    expect(warningsOf(`${times}fleet: { web: { count: 2400, os: UBUNTU } }\n`)).toEqual([]);
  });
});

describe('faults', () => {
  test('without an id are called after action, group and number', () => {
    const { faults } = scenarioOf(
      `${times}${web}faults:\n` +
        '  - { at: 2025-01-04, nodes: { group: web }, action: reboot }\n' +
        '  - { at: 2025-01-05, nodes: { group: web }, action: reboot }\n' +
        '  - { at: 2025-01-05, action: stop, for: 5m }\n',
    );
    expect(faults.map(({ id }) => id)).toEqual(['reboot-web-1', 'reboot-web-2', 'stop-all-1']);
  });

  test.each([
    ['{ at: 2025-01-04, nodes: { tags: { a: b } }, action: stop }', '6:5 selects-nothing'],
    ['{ at: 2025-01-04, nodes: { group: web, count: 6 }, action: stop }', '6:5 selects-fewer'],
    ['{ at: 2025-01-04, nodes: { share: 0% }, action: stop }', '6:5 selects-nothing'],
    ['{ at: 2025-01-06, action: stop }', '6:5 outside-run'],
    ['{ at: 2025-01-02, action: stop }', '6:5 outside-run'],
  ])('%s is warned of', (fault, expected) => {
    const [warning] = warningsOf(`${times}${web}faults:\n  - ${fault}\n`);
    expect(warning!.split(' ')[1]).toBe(expected.split(' ')[1]);
  });

  test.each([
    ['{ at: 2025-01-04, every: 1d, action: stop }', 'contradiction'],
    ['{ at: 2025-01-04, together: true, action: stop }', 'contradiction'],
    ['{ at: 2025-01-04, nodes: { share: 5%, count: 1 }, action: stop }', 'contradiction'],
    ['{ at: 2025-01-04, count: 2, action: stop }', 'contradiction'],
    ['{ at: 2025-01-04, action: launch }', 'missing-key'],
    ['{ at: 2025-01-04, nodes: { group: web, count: 2 }, action: launch }', 'contradiction'],
    ['{ at: 2025-01-04, action: stop, instanceProfile: AmazonSSMManagedInstanceCore }', 'contradiction'],
    ['{ at: 2025-01-04, action: attachProfile, instanceProfile: nobody }', 'unknown-instance-profile'],
    ['{ every: 0s, action: stop }', 'out-of-range'],
  ])('%s is refused', (fault, code) => {
    expect(errorsOf(`${times}${web}faults:\n  - ${fault}\n`).map((error) => error.split(' ')[1])).toEqual([
      code,
    ]);
  });
});

describe('patches', () => {
  test('come from files of the same shape as well', () => {
    const { patches } = scenarioOf(`${times}${web}patchFiles: p.yaml\n`, {
      files: { 'p.yaml': 'A: { os: UBUNTU, released: 2025-01-01 }\n' },
    });
    expect(patches.map(({ id }) => id)).toEqual(['A']);
  });

  test('in a file have their mistakes reported in that file', () => {
    const files = { 'p.yaml': 'A: { os: UBUNTU, released: soon }\n' };
    expect(errorsOf(`${times}${web}patchFiles: p.yaml\n`, { files })).toEqual(['p.yaml:1:28 bad-value']);
  });

  test('of a stream have the shares that were written', () => {
    const severity = '{ a: 10%, b: 20%, c: 30%, d: 15%, e: 25% }';
    const { patchStreams } = scenarioOf(
      `${times}${web}patchStreams: { s: { os: UBUNTU, every: 1d, severity: ${severity} } }\n`,
    );
    expect(patchStreams[0]!.severity).toEqual([
      { value: 'a', share: 0.1 },
      { value: 'b', share: 0.2 },
      { value: 'c', share: 0.3 },
      { value: 'd', share: 0.15 },
      { value: 'e', share: 0.25 },
    ]);
    expect(patchStreams[0]!.classification).toEqual([]);
  });

  test('of a stream that never ends coming are refused', () => {
    expect(errorsOf(`${times}${web}patchStreams: { s: { os: UBUNTU, every: 1s } }\n`)).toEqual([
      '5:41 too-many-patches',
    ]);
  });

  test('that replace an unknown one are warned of', () => {
    const text = `${times}${web}patches: { A: { os: UBUNTU, released: 2025-01-01, supersedes: B } }\n`;
    expect(warningsOf(text).map((warning) => warning.split(' ')[1])).toEqual(['unknown-patch']);
  });
});

describe('the hash', () => {
  const hashOf = (...args: Parameters<typeof load>) => (load(...args) as Loaded).sha256;

  test('is of the data after --set, not of their layout', () => {
    const changed = `${times}fleet:\n  web: { count: 6, os: AMAZON_LINUX_2 }\n`;
    expect(hashOf(`${times}${web}`, { set: ['fleet.web.count=6'] })).toBe(hashOf(changed));
    expect(hashOf(`# a comment\n${times}${web}`)).toBe(hashOf(`${times}${web}`));
    expect(hashOf(changed)).not.toBe(hashOf(`${times}${web}`));
  });

  test('covers the files that the scenario names', () => {
    const text = `${times}${web}patchFiles: p.yaml\n`;
    const one = hashOf(text, { files: { 'p.yaml': 'A: { os: UBUNTU, released: 2025-01-01 }\n' } });
    const other = hashOf(text, { files: { 'p.yaml': 'A: { os: UBUNTU, released: 2025-01-02 }\n' } });
    expect(one).not.toBe(other);
  });
});

test('templates and imports are refused', () => {
  expect(errorsOf(`${times}${web}templates: []\nimports: []\n`)).toEqual([
    '5:1 not-supported',
    '6:1 not-supported',
  ]);
  expect(errorsOf(`${times}${web}x-own: [1]\n`)).toEqual([]);
});

test('lint lists rules to ignore, each with a reason; whether they exist is for another command to say', () => {
  const lint = (text: string) => errorsOf(`${times}${web}lint: ${text}\n`);
  expect(lint('{ ignore: [{ rule: any-thing, reason: because }, { rule: other }] }')).toEqual([]);
  expect(lint('')).toEqual([]);
  expect(lint('{ b: 1 }')).toEqual(['5:9 unknown-key']);
  expect(lint('{ ignore: [{ reason: because }] }')).toEqual(['5:18 missing-key']);
  expect(lint('{ ignore: [{ rule: errors-unlimited, why: because }] }')).toEqual(['5:44 unknown-key']);
});

test('a side file is looked for beside the scenario', () => {
  const asked: string[] = [];
  loadScenario({
    file: 'some/where/a.yaml',
    read: (path) => {
      asked.push(path);
      return new TextEncoder().encode(
        path.endsWith('a.yaml') ? `${times}${web}patchFiles: ../p.yaml\n` : '{}',
      );
    },
    overrides: [],
  });
  expect(asked).toEqual(['some/where/a.yaml', 'some/p.yaml']);
});
