/** What programs may hand over, and what they are told when it is wrong. */
import { describe, expect, test } from 'vitest';
import {
  check,
  compare,
  explain,
  lint,
  ScenarioError,
  type Source,
  schedule,
  simulate,
  UsageError,
  validate,
} from '../../src/index.ts';

const data = {
  name: 'small',
  start: '2025-01-04T00:00:00Z',
  end: '1d',
  fleet: { web: { count: 10, os: 'AMAZON_LINUX_2' } },
  actions: [
    {
      id: 'scan',
      at: '2025-01-04T01:00:00Z',
      SendCommand: {
        DocumentName: 'AWS-RunPatchBaseline',
        Targets: [{ Key: 'InstanceIds', Values: ['web-0001', 'web-0002'] }],
        Parameters: { Operation: ['Scan'] },
      },
    },
  ],
  expect: { 'nodes.lost': 0 },
};

const text = `
name: small
start: 2025-01-04T00:00:00Z
end: 1d
fleet: { web: { count: 10, os: AMAZON_LINUX_2 } }
actions:
  - id: scan
    at: 2025-01-04T01:00:00Z
    SendCommand:
      DocumentName: AWS-RunPatchBaseline
      Targets: [{ Key: InstanceIds, Values: [web-0001, web-0002] }]
      Parameters: { Operation: [Scan] }
expect: { nodes.lost: 0 }
`;

const template = {
  Resources: {
    Sunday: {
      Type: 'AWS::SSM::MaintenanceWindow',
      Properties: {
        Name: 'sunday',
        Schedule: 'cron(0 2 ? * SUN *)',
        Duration: 2,
        Cutoff: 1,
        AllowUnassociatedTargets: false,
      },
    },
  },
};

async function refusal(call: Promise<unknown>): Promise<string> {
  const error: unknown = await call.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof ScenarioError)
    return error.problems.map(({ code, file }) => `${file}: ${code}`).join();
  if (error instanceof UsageError) return error.message;
  throw new Error('expected a refusal', { cause: error });
}

describe('a source', () => {
  test('as text and as data gives one result, and is left as it was', async () => {
    const before = structuredClone(data);
    const [ofData, ofText] = await Promise.all([simulate(data), simulate(text)]);
    expect(data).toEqual(before);
    expect(ofData.scenario.file).toBe('scenario.json');
    expect({ ...ofData, scenario: null }).toEqual({ ...ofText, scenario: null });
    expect(ofData.scenario.sha256).toBe(ofText.scenario.sha256);
  });

  test('that is one of several is called by its number', async () => {
    const { variants } = await compare([text, { ...data, end: '1d' }], {
      replications: 2,
      metrics: ['nodes.lost'],
    });
    expect(variants.map(({ name }) => name)).toEqual(['scenario-1', 'scenario-2.json']);
    expect((await check([text, text], { replications: 2 })).files.map(({ file }) => file)).toEqual([
      'scenario-1.yaml',
      'scenario-2.yaml',
    ]);
  });

  test('that names a file has it read by the caller, who may refuse', async () => {
    const withFile = { ...data, patchFiles: ['more.yaml'] };
    const asked: string[] = [];
    const refuse = (path: string) => {
      asked.push(path);
      throw new Error('not here');
    };
    await expect(validate(withFile, { read: refuse })).rejects.toThrow('not here');
    expect(asked).toEqual(['more.yaml']);
  });

  test('that is no data is refused', async () => {
    const circular: Record<string, unknown> = { name: 'circular' };
    circular['self'] = circular;
    for (const source of [null, undefined, 5, circular]) {
      expect(await refusal(simulate(source as Source))).toMatch(
        /^source: expected text, plain data or \{ file \}/,
      );
    }
  });

  test.each<[string, Source, string]>([
    ['is no scenario', 'just words', 'scenario.yaml: not-a-scenario'],
    ['is not there', { file: 'no-such.yaml' }, 'no-such.yaml: unreadable-file'],
    [
      'expects what is not measured',
      { ...data, expect: { 'nodes.blue': 0 } },
      'scenario.json: unknown-metric',
    ],
  ])('that %s is refused by each function that reads it', async (_, source, said) => {
    for (const call of [simulate, compare, check, explain, validate])
      expect(await refusal(call(source))).toBe(said);
  });
});

describe('options', () => {
  test('a setting is plain data, and is named where it is wrong', async () => {
    const { overrides, nodes } = await simulate(data, { set: { 'fleet.web.count': 3 } });
    expect(overrides).toEqual({ 'fleet.web.count': 3 });
    expect(nodes.length).toBe(3);
    expect(await refusal(simulate(data, { set: { 'fleet.web.size': 3 } }))).toBe(
      'set fleet.web.size: unknown-key',
    );
    expect(await refusal(simulate(data, { set: { 'fleet.web.count': () => 3 } }))).toMatch(/plain data/);
  });

  test('one replication is the plain run; of another there is a number', async () => {
    expect(await simulate(text, { replications: 1 })).toEqual(await simulate(text));
    expect((await simulate(text, { replication: 4 })).replication).toBe(4);
  });

  test('each event of a run is handed over', async () => {
    const events: string[] = [];
    await simulate(text, { onEvent: ({ event }) => events.push(event) });
    expect(events).toContain('run-command/command-finished');
  });

  test.each<[string, () => Promise<unknown>]>([
    ['replications 0: expected a whole number from 1 to 1000000', () => simulate(text, { replications: 0 })],
    [
      'replication is for a single run: leave out replications',
      () => simulate(text, { replications: 2, replication: 1 }),
    ],
    ['seed: expected a number or a word, found nothing', () => simulate(text, { seed: '' })],
    [
      "subjectTo: expected goal 'min METRIC' beside it",
      () => compare(text, { vary: { seed: [1, 2] }, subjectTo: ['nodes.lost <= 1'] }),
    ],
    ['vary seed=…', () => compare(text, { vary: { seed: [1, 2] }, seed: 3 })],
    ['web-0099: no node of this scenario', () => explain(text, { node: 'web-0099' })],
    ['at noon: expected a date or a time', () => explain(text, { node: 'web-0001', at: 'noon' })],
    ['at 2026-01-01T00:00:00.000Z: outside', () => explain(text, { node: 'web-0001', at: '2026-01-01' })],
    ['days 0: expected a whole number', () => schedule(text, { days: 0 })],
  ])('%s', async (said, call) => {
    expect(await refusal(call())).toContain(said);
  });

  test('a run that exceeds its limit of events is refused, alone or among others', async () => {
    const set = { 'model.eventLimit': 5 };
    expect(await refusal(simulate(text, { set }))).toMatch(/^stopped at/);
    expect(await refusal(simulate(text, { set, replications: 2 }))).toMatch(
      /simulate\(source, \{ replication: 0 \}\)$/,
    );
  });
});

describe('advice', () => {
  test('templates are linted, and their windows have a calendar', async () => {
    const { files } = await lint([template, text]);
    expect(files.map(({ kind }) => kind)).toEqual(['template', 'scenario']);
    const { windows, from } = await schedule(template, { from: new Date('2026-01-01') });
    expect(from).toBe('2026-01-01T00:00:00.000Z');
    expect(windows.map(({ window, starts }) => [window, starts])).toEqual([['Sunday', 4]]);
  });

  test('what cannot be read is not linted', async () => {
    expect(await refusal(lint('[1, 2'))).toMatch(/^scenario.yaml: /);
  });

  test('an expression that AWS would refuse is refused', async () => {
    await expect(schedule('cron(0 25 ? * SUN *)')).rejects.toThrow(UsageError);
    expect((await schedule('rate(7 days)', { from: '2026-01-01', count: 1 })).next).toEqual([
      '2026-01-08T00:00:00Z',
    ]);
  });
});
