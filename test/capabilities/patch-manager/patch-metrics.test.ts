/** How soon patches are on nodes, by hand: one patch, known installations; and as laws of the arithmetic. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  hoursTo,
  hoursWithin,
  inOrder,
  percentWithin,
  type Wait,
} from '../../../src/capabilities/patch-manager/patch-shares.ts';
import { loadChecked } from '../../../src/library/load.ts';
import { metricNames } from '../../../src/result/metrics.ts';
import { approveAll, at, patch, type Sections, simulate, world } from '../quiet-world.ts';

const fleet = '{ web: { count: 4, os: AMAZON_LINUX_2, tags: { Fleet: web } } }';
const resources = `{ All: ${approveAll()} }`;
const installOn = (node: string, hour: string) =>
  patch('Install', hour, { id: `on-${node}`, where: `InstanceIds: [${node}]` });
const outAt = (id: string, hour: string, more = '') =>
  `${id}: { os: [AMAZON_LINUX_2], classification: Security, severity: Critical, released: ${at(hour)}${more} }`;

/** Delivered in a second, scanned in ten, installed in a minute, rebooted in five. */
const effectHours = 371 / 3600;

const named = [
  'patch.P1.installed.percent',
  'patch.P1.hoursTo50',
  'patch.P1.hoursTo95',
  'patch.P1.hoursToScanned',
  'patch.P1.hoursToRepaired',
  'severity.Critical.hoursTo95',
  ...[1, 3, 4, 10, 11, 14, 39, 40, 41].map((days) => `severity.Critical.withinDays.${days}.percent`),
];
const asked = `{ ${named.map((name) => `${name}: { tolerance: 1% }`).join(', ')} }`;

function run(sections: Sections) {
  return simulate({ fleet, resources, end: '40d', expect: asked, ...sections });
}

describe('one patch, released at the start, on four nodes', () => {
  const patches = `{ ${outAt('P1', '0')} }`;
  const twoSoonOneLate = [
    installOn('web-0001', '72'),
    installOn('web-0002', '72'),
    installOn('web-0003', '240'),
  ];

  test('is on three of four nodes, on half of them with the second, and never on 95%', () => {
    const { metric, number } = run({ patches, actions: `[${twoSoonOneLate.join(', ')}]` });
    expect(metric('patch.P1.installed.percent')).toBe(75);
    expect(number('patch.P1.hoursTo50')).toBeCloseTo(72 + effectHours, 9);
    expect(metric('patch.P1.hoursTo95')).toBeNull();
    expect(metric('severity.Critical.hoursTo95')).toBeNull();
  });

  test('within a number of days; as many as the run is long are the most that can be said', () => {
    const { metric } = run({ patches, actions: `[${twoSoonOneLate.join(', ')}]` });
    const within = (days: number) => metric(`severity.Critical.withinDays.${days}.percent`);
    expect([1, 3, 4, 10, 11, 14, 39, 40].map(within)).toEqual([0, 0, 50, 50, 75, 75, 75, 75]);
    expect(within(41)).toBeNull();
  });

  test('on all of them, 95% is the last', () => {
    const actions = `[${[...twoSoonOneLate, installOn('web-0004', '480')].join(', ')}]`;
    const { metric, number } = run({ patches, actions });
    expect(metric('patch.P1.installed.percent')).toBe(100);
    expect(number('patch.P1.hoursTo95')).toBeCloseTo(480 + effectHours, 9);
    expect(number('severity.Critical.hoursTo95')).toBeCloseTo(480 + effectHours, 9);
  });

  test('from its release to the first report that shows it, and from that until it is in effect', () => {
    const scan = patch('Scan', '24');
    const scanned = fleet.replace('count: 4', 'count: 4, lastScan: 2024-12-30T00:00:00Z');
    const { number } = run({ fleet: scanned, patches, actions: `[${[scan, ...twoSoonOneLate].join(', ')}]` });
    // All four are scanned by 24:00:11; three are repaired.
    expect(number('patch.P1.hoursToScanned')).toBeCloseTo(24 + 11 / 3600, 9);
    const repaired = [72, 72, 240].map((hour) => hour + effectHours - 24 - 11 / 3600);
    expect(number('patch.P1.hoursToRepaired')).toBeCloseTo(
      (repaired[0]! + repaired[1]! + repaired[2]!) / 3,
      9,
    );
  });

  test('one that awaits its reboot is not on the node', () => {
    const actions = `[${patch('Install', '1', { parameters: ', RebootOption: [NoReboot]' })}]`;
    expect(run({ patches, actions }).metric('patch.P1.installed.percent')).toBe(0);
  });

  test('counts for the nodes that it applies to alone, and for none that was terminated without it', () => {
    const faults = `[{ id: a, at: ${at('100')}, nodes: { names: [web-0001, web-0004] }, action: terminate }]`;
    const { metric } = run({ patches, faults, actions: `[${twoSoonOneLate.join(', ')}]` });
    expect(metric('patch.P1.installed.percent')).toBe(100);
    const none = run({ patches: `{ ${outAt('P1', '0', ', affects: 0%')} }` });
    expect(none.metric('patch.P1.installed.percent')).toBeNull();
    expect(none.metric('patch.P1.hoursTo50')).toBeNull();
    expect(none.metric('severity.Critical.withinDays.14.percent')).toBeNull();
  });

  test('nodes that had it when the run began have had it since its release', () => {
    const had = '{ web: { count: 4, os: AMAZON_LINUX_2, patchedUntil: 2025-01-01 } }';
    const old = `{ P1: { os: [AMAZON_LINUX_2], classification: Security, severity: Critical, released: 2024-12-01 } }`;
    const { metric } = run({ fleet: had, patches: old });
    expect(metric('patch.P1.hoursTo95')).toBe(0);
    expect(metric('severity.Critical.withinDays.1.percent')).toBe(100);
  });

  test('a patch that is not due yet counts on neither side of a deadline, and one that is installed does', () => {
    const both = `{ ${outAt('P1', '0')}, ${outAt('P2', '840')} }`;
    const first = run({ patches: both, actions: `[${patch('Install', '72')}]` });
    expect(first.metric('severity.Critical.withinDays.4.percent')).toBe(50);
    expect(first.metric('severity.Critical.withinDays.14.percent')).toBe(100);
    expect(first.number('severity.Critical.hoursTo95')).toBeCloseTo(5 * 24, 3);
  });
});

describe('names of metrics', () => {
  const patchesOf = (count: number) =>
    `{ ${Array.from({ length: count }, (_, index) => outAt(`P${index + 1}`, '0')).join(', ')} }`;
  const namesOf = (sections: Sections, metricsAsked: readonly string[] = []) => {
    const text = world({ fleet, resources, end: '40d', ...sections });
    const loaded = loadChecked({
      file: 'a.yaml',
      read: () => new TextEncoder().encode(text),
      overrides: [],
      metricsAsked,
    });
    if ('problems' in loaded)
      return loaded.problems.map(({ code, message, help = '' }) => `${code}: ${message}; ${help}`);
    return metricNames(loaded.scenario).filter((name) => /^(patch|severity)\./.test(name));
  };

  test('patches that the file declares have them, unless they are more than 20', () => {
    expect(namesOf({ patches: patchesOf(1) })).toEqual([
      'patch.P1.installed.percent',
      'patch.P1.hoursTo50',
      'patch.P1.hoursTo95',
    ]);
    expect(namesOf({ patches: patchesOf(20) })).toHaveLength(60);
    expect(namesOf({ patches: patchesOf(21) })).toEqual([]);
  });

  test.each([
    ['severity.Critcal.hoursTo95', 'severity.Critical.hoursTo95'],
    ['severity.Critical.withinDay.7.percent', 'severity.Critical.withinDays.7.percent'],
    ['severity.critical.withinDays.30.percent', 'severity.Critical.withinDays.30.percent'],
    ['patch.P1.hoursToScaned', 'patch.P1.hoursToScanned'],
    ['patch.kernl-0001.hoursTo50', 'patch.kernel-0001.hoursTo50'],
  ])('%s is a slip for %s, though a run has that only where it is asked for', (misspelt, meant) => {
    const patchStreams =
      '{ kernel: { os: [AMAZON_LINUX_2], classification: Security, severity: Important, every: 7d } }';
    const expected = [`unknown-metric: expected a metric of this scenario; did you mean ${meant}?`];
    expect(namesOf({ patches: patchesOf(21), patchStreams, expect: `{ ${misspelt}: ">= 0" }` })).toEqual(
      expected,
    );
  });

  test('all others are there when expect or an option names them', () => {
    const patches = patchesOf(21);
    const patchStreams =
      '{ s: { os: [AMAZON_LINUX_2], every: 2d, from: 2025-01-01, severity: { Low: 100% } } }';
    const expectation = '{ severity.Critical.withinDays.14.percent: ">= 95" }';
    expect(namesOf({ patches, expect: expectation })).toEqual(['severity.Critical.withinDays.14.percent']);
    const goal = [
      'min patch.P7.hoursTo95',
      'severity.Low.withinDays.7.percent p5 >= 90',
      'severity.Low.hoursTo95=2',
    ];
    expect(namesOf({ patches, patchStreams }, goal)).toEqual([
      'patch.P7.installed.percent',
      'patch.P7.hoursTo50',
      'patch.P7.hoursTo95',
      'severity.Low.hoursTo95',
      'severity.Low.withinDays.7.percent',
    ]);
    expect(namesOf({ patches, patchStreams }, ['patch.s-0003.hoursTo50'])).toContain(
      'patch.s-0003.hoursTo50',
    );
  });

  test('a severity or a patch that no patch of the scenario has is refused', () => {
    const refused = (name: string) => namesOf({ patches: patchesOf(1), expect: `{ ${name}: ">= 1" }` });
    for (const name of [
      'severity.Urgent.withinDays.14.percent',
      'severity.Critical.withinDays.0.percent',
      'severity.Critical.withinDays.1.5.percent',
      'patch.P2.hoursTo50',
      'patch.P1.hoursTo60',
    ])
      expect(refused(name), name).toEqual([expect.stringMatching(/^unknown-metric: /)]);
  });

  test('an id with dots is quoted, and a time may be written as a duration', () => {
    const patches = `{ ${outAt('"kernel-5.10.1"', '0')} }`;
    const expectation = `{ 'patch."kernel-5.10.1".hoursTo95': "<= 4d" }`;
    const { result, metric } = run({ patches, expect: expectation, actions: `[${patch('Install', '72')}]` });
    expect(metric('patch."kernel-5.10.1".hoursTo95')).toBeCloseTo(72 + effectHours, 6);
    expect(result.expectations).toMatchObject([{ expected: 'at most 4d', outcome: 'pass' }]);
  });
});

describe('laws', () => {
  const hourMs = 3_600_000;
  const waits = fc.array(
    fc
      .record({
        ageHours: fc.integer({ min: 1, max: 1500 }),
        took: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
      })
      .map(
        ({ ageHours, took }): Wait => ({
          ageMs: ageHours * hourMs,
          tookMs: took === null ? null : Math.floor(took * ageHours) * hourMs,
        }),
      ),
    { minLength: 1, maxLength: 60 },
  );

  test('more days are never a lower percentage, and half comes no later than 95%', () => {
    fc.assert(
      fc.property(waits, (all) => {
        const percents = Array.from({ length: 62 }, (_, day) => percentWithin(day + 1, all));
        const known = percents.filter((one) => one !== null);
        expect(known).toEqual([...known].sort((a, b) => a - b));
        // Once no patch is that old, none is older.
        expect(percents.slice(known.length).every((one) => one === null)).toBe(true);
        const [half, most] = [
          hoursTo(0.5, inOrder(all), all.length),
          hoursTo(0.95, inOrder(all), all.length),
        ];
        if (most !== null) expect(half!).toBeLessThanOrEqual(most);
      }),
      { numRuns: 500, seed: 7 },
    );
  });

  test('95% within a number of days, and within so long that it is no more than those days, are one', () => {
    fc.assert(
      fc.property(waits, fc.integer({ min: 1, max: 60 }), (all, days) => {
        const percent = percentWithin(days, all);
        fc.pre(percent !== null);
        const hours = hoursWithin(0.95, all);
        expect(hours !== null && hours <= days * 24).toBe(percent! >= 95 - 1e-9);
      }),
      { numRuns: 2000, seed: 8 },
    );
  });
});
