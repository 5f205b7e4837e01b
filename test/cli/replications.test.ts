import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { emptyFolder, fleetsim, interrupted, patienceMs, scenarioIn, sundayPatch } from './program.ts';

const manyRuns = (count: number, ...more: string[]) => [
  'run',
  sundayPatch,
  '--replications',
  String(count),
  '--json',
  '--nodes',
  'none',
  ...more,
];

describe.concurrent('run --replications', { timeout: patienceMs }, () => {
  it('gives the same bytes with 1, 2 and 8 jobs', async () => {
    const outputs: string[] = [];
    for (const jobs of ['1', '2', '8']) {
      const { stdout, stderr } = await fleetsim(manyRuns(150, '--jobs', jobs));
      expect(stderr).toBe('');
      outputs.push(stdout);
    }
    expect(JSON.parse(outputs[0]!)).toMatchObject({ replications: 150 });
    expect(outputs[1]).toBe(outputs[0]);
    expect(outputs[2]).toBe(outputs[0]);
  });

  it.each(['1', '2'])('after Ctrl-C gives what so many replications give, with %s jobs', async (jobs) => {
    const folder = emptyFolder();
    const out = join(folder, 'partial.json');
    const { code, stdout, stderr } = await interrupted(
      manyRuns(100_000, '--jobs', jobs, '--out', out),
      (ending) => / first [0-9]{2,} replications/.test(ending.stderr),
    );
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
    const [, count] = /partial, that of the first (\d+) replications, as --replications \1 gives it/.exec(
      stderr,
    )!;
    expect(Number(count)).toBeGreaterThan(1);
    const partial = readFileSync(out, 'utf8');
    expect(JSON.parse(partial).replications).toBe(Number(count));
    const whole = await fleetsim(manyRuns(Number(count)));
    expect(whole.stdout).toBe(partial);
    expect(readdirSync(folder)).toEqual(['partial.json']);
  });

  it('replication 0 is the plain run, and replication r is the same whatever N is', async () => {
    const folder = emptyFolder();
    const file = scenarioIn(folder);
    const metricsOf = async (...args: string[]) =>
      JSON.parse((await fleetsim(['run', file, '--json', ...args])).stdout).metrics;
    const plain = await metricsOf();
    const [zero, seven] = [await metricsOf('--replication', '0'), await metricsOf('--replication', '7')];
    expect(zero).toEqual(plain);
    const minutes = 'command.scan.minutes';
    const eight = (await metricsOf('--replications', '8'))[minutes];
    const each = await Promise.all(
      [0, 1, 2, 3, 4, 5, 6, 7].map((r) => metricsOf('--replication', String(r))),
    );
    const values = each.map((metrics) => metrics[minutes]);
    expect(values[7]).toBe(seven[minutes]);
    expect(eight.min).toBe(Math.min(...values));
    expect(eight.max).toBe(Math.max(...values));
    expect(eight.mean).toBeCloseTo(values.reduce((sum, value) => sum + value, 0) / 8, 5);
  });

  it('a replication that exceeds the event limit is named, with the line that repeats it', async () => {
    const { code, stdout, stderr } = await fleetsim(manyRuns(50, '--set', 'model.eventLimit=500'));
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/replication 0 stopped at .* after 500 events/);
    expect(stderr).toMatch(
      /This line repeats it: fleetsim run .*--set model\.eventLimit=500 .*--replication 0/,
    );
  });

  it.each([
    [['--replications', '0'], 'expected a whole number from 1'],
    [['--replications', '1e3'], 'expected a whole number from 1'],
    [['--replications', '5', '--replication', '2'], '--replication 2 is that one alone'],
    [['--replications', '50', '--max-replications', '20'], 'is more than --max-replications 20'],
    [['--jobs', '0'], 'expected a whole number from 1'],
    [['--precision', 'nodes.lost'], 'expected METRIC=WIDTH'],
    [['--precision', 'nodes.lots=5%'], 'did you mean nodes.lost?'],
    [['--replications', '5', '--events', 'journal.jsonl'], '--events is the journal of one run'],
  ])('%j is refused before anything is simulated', async (args, message) => {
    const { code, stdout, stderr } = await fleetsim(['run', sundayPatch, ...args]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
  });

  it('a warning ends with 0, and with 1 under --strict, which says how many there are', async () => {
    const file = scenarioIn(emptyFolder(), 'files: { "s3://bucket/list.json": list.json }\n');
    const args = ['run', file, '--replications', '2', '--json'];
    expect((await fleetsim(args)).code).toBe(0);
    const strict = await fleetsim([...args, '--strict']);
    expect(strict.code).toBe(1);
    expect(strict.stderr).toContain('--strict: 1 warning\n');
    expect(JSON.parse(strict.stdout)).toMatchObject({ replications: 2 });
  });

  it('--precision goes on until the interval is that narrow, and no further than --max-replications', async () => {
    const reached = await fleetsim(manyRuns(30, '--precision', 'task.Install.minutes=10%'));
    const { replications, precision, metrics } = JSON.parse(reached.stdout);
    expect(precision).toMatchObject({
      metric: 'task.Install.minutes',
      wanted: '10%',
      precisionReached: true,
    });
    const { mean, low, high } = metrics['task.Install.minutes'];
    expect((high - low) / 2 / mean).toBeLessThanOrEqual(0.1);
    const same = await fleetsim(manyRuns(replications));
    expect(JSON.parse(same.stdout).metrics).toEqual(metrics);
    const capped = await fleetsim([
      ...['run', sundayPatch, '--json', '--nodes', 'none', '--set', 'expect={}'],
      ...['--precision', 'task.Install.failed=0.01', '--max-replications', '60'],
    ]);
    // A figure that is not known that well is no failure of a run.
    expect(capped.code).toBe(0);
    expect(JSON.parse(capped.stdout)).toMatchObject({
      replications: 60,
      precision: { precisionReached: false },
    });
    expect(capped.stderr).toContain('is not reached; --max-replications allows more');
  });
});
