import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { emptyFolder, fleetsim, interrupted, patienceMs, scenarioIn, sundayPatch } from './program.ts';

const varied = ['--vary', 'Install.MaxConcurrency=5%,25%'];
const compare = (...more: string[]) => fleetsim(['compare', sundayPatch, ...more]);

interface Compared {
  readonly metric: string;
  readonly variants: readonly { readonly difference: Record<string, unknown> | null }[];
}

const differencesIn = (stdout: string) =>
  (JSON.parse(stdout).metrics as Compared[]).map(({ metric, variants }) => ({
    metric,
    ...variants[1]!.difference,
  }));

describe.concurrent('compare', { timeout: patienceMs }, () => {
  it('gives the same bytes with 1, 2 and 8 jobs', async () => {
    const outputs: string[] = [];
    for (const jobs of ['1', '2', '8']) {
      const { code, stdout } = await compare(...varied, '--replications', '60', '--json', '--jobs', jobs);
      expect(code).toBe(0);
      outputs.push(stdout);
    }
    expect(outputs[1]).toBe(outputs[0]);
    expect(outputs[2]).toBe(outputs[0]);
  });

  it('--strict makes a warning a failure', async () => {
    const file = scenarioIn(emptyFolder());
    writeFileSync(file, readFileSync(file, 'utf8').replace('AWS-RunPatchBaseline', 'Our-Document'));
    const args = ['compare', file, '--vary', 'seed=1,2', '--replications', '2'];
    const { code, stderr } = await fleetsim(args);
    expect(stderr).toContain('warning');
    expect(code).toBe(0);
    const strict = await fleetsim([...args, '--strict']);
    expect(strict.code).toBe(1);
    expect(strict.stderr).toContain('--strict: 1 warning\n');
  });

  it('--precision that is not reached is inconclusive, as is a pick that is not settled', async () => {
    const args = [
      'compare',
      scenarioIn(emptyFolder()),
      '--vary',
      'seed=1,2',
      '--max-replications',
      '40',
      '--quiet',
    ];
    expect((await fleetsim([...args, '--precision', 'command.scan.minutes=0.0001%'])).code).toBe(3);
    expect((await fleetsim([...args, '--precision', 'command.scan.minutes=90%'])).code).toBe(0);
    const goal = ['--goal', 'min command.scan.minutes', '--pick-within', '0.0001%'];
    expect((await fleetsim([...args, ...goal])).code).toBe(3);
  });

  it('after Ctrl-C gives what so many replications of every variant give', async () => {
    const folder = emptyFolder();
    const out = join(folder, 'partial.json');
    const { code, stderr } = await interrupted(
      ['compare', sundayPatch, ...varied, '--replications', '90000', '--out', out],
      (ending) => / first [0-9]+ replications/.test(ending.stderr),
    );
    expect(code).toBe(130);
    const [, count] = /first (\d+) replications/.exec(stderr)!;
    const whole = await compare(...varied, '--replications', count!, '--json');
    expect(whole.stdout).toBe(readFileSync(out, 'utf8'));
    expect(readdirSync(folder)).toEqual(['partial.json']);
  });

  it('of two variants that differ in nothing says identical everywhere', async () => {
    const folder = emptyFolder();
    const [a, b] = [join(folder, 'a.yaml'), join(folder, 'b.yaml')];
    for (const file of [a, b]) writeFileSync(file, readFileSync(sundayPatch));
    const { stdout } = await fleetsim([
      'compare',
      a,
      b,
      '--replications',
      '30',
      '--metrics',
      'all',
      '--json',
    ]);
    const differences = differencesIn(stdout);
    expect(differences.length).toBeGreaterThan(100);
    for (const difference of differences) {
      expect(difference).toMatchObject({ method: 'identical', verdict: 'same' });
    }
  });

  it('of two seeds takes unpaired differences, and says so', async () => {
    const json = await compare('--vary', 'seed=1,2', '--replications', '40', '--json');
    for (const difference of differencesIn(json.stdout)) expect(difference).toMatchObject({ paired: false });
    const text = await compare('--vary', 'seed=1,2', '--replications', '40');
    expect(text.stdout).toMatch(/Not\s+paired/);
  });

  it('an experiment in the file, the same settings by --vary, and one by one by --set agree', async () => {
    const folder = emptyFolder();
    const file = scenarioIn(
      folder,
      'experiment: { vary: { fleet.web.count: [10, 20] }, metrics: [nodes.total, command.scan.minutes] }\n',
    );
    const metrics = ['--metrics', 'nodes.total,command.scan.minutes', '--replications', '20', '--json'];
    const own = JSON.parse((await fleetsim(['compare', file, '--replications', '20', '--json'])).stdout);
    const given = JSON.parse(
      (await fleetsim(['compare', file, '--vary', 'fleet.web.count=10,20', ...metrics])).stdout,
    );
    expect(given.metrics).toEqual(own.metrics);
    const run = await fleetsim([
      'run',
      file,
      '--set',
      'fleet.web.count=20',
      '--replications',
      '20',
      '--json',
    ]);
    const { variants } = own.metrics.find(({ metric }: Compared) => metric === 'command.scan.minutes');
    expect(variants[1].summary).toEqual(JSON.parse(run.stdout).metrics['command.scan.minutes']);
  });

  it('writes text, Markdown, CSV and JSON, and the ending of the file decides', async () => {
    const folder = emptyFolder();
    const endings = { 'c.md': /\| /, 'c.csv': /^variant,|^metric,|,/, 'c.json': /"fleetsim\.comparison\/1"/ };
    for (const [name, content] of Object.entries(endings)) {
      const out = join(folder, name);
      const { code, stdout } = await compare(...varied, '--replications', '10', '--out', out);
      expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
      expect(readFileSync(out, 'utf8')).toMatch(content);
    }
  });

  it('refuses a hostile pattern of an experiment at once', async () => {
    const file = scenarioIn(
      emptyFolder(),
      `experiment:
  vary: { seed: [1, 2] }
  metrics: ["${'*'.repeat(30)}z"]
`,
    );
    const { code, stderr } = await fleetsim(['compare', file]);
    expect(stderr).toContain('no metric of these scenarios is named so');
    expect(code).toBe(2);
  });

  it.each([
    [[], 'nothing to compare it with'],
    [['--vary', 'Install.MaxConcurrency=5%'], 'at least two values'],
    [['--vary', 'Install.MaxConcurency=5%,10%'], 'MaxConcurency'],
    [['--vary', 'Install.MaxConcurrency=5%,,10%'], 'expected a value before and after each comma'],
    [['--vary', 'fleet.web.count=[1,2'], 'expected a closing ]'],
    [['--vary', 'seed=1,2', '--seed', '3'], 'contradict each other'],
    [[...varied, '--metrics', 'task.Install.faild'], 'did you mean task.Install.failed?'],
    [[...varied, '--metrics', 'nothing.*'], 'no metric of these scenarios is named so'],
    [[...varied, '--metrics', `${'*'.repeat(30)}z`], 'no metric of these scenarios is named so'],
    [[...varied, '--reference', 'MaxConcurrency=6%'], 'expected the name of a variant'],
    [[...varied, '--goal', 'smallest nodes.lost'], 'expected min or max'],
    [[...varied, '--goal', 'min nodes.lots'], 'did you mean nodes.lost?'],
    [[...varied, '--subject-to', 'nodes.lost <= 3'], "expected --goal 'min METRIC'"],
    [
      [...varied, '--goal', 'min nodes.lost', '--subject-to', 'task.Install.failed p95 <= -1'],
      'no metric is below 0',
    ],
    [[...varied, '--goal', 'min nodes.lost', '--subject-to', 'task.Install.completed >= 120%'], '100%'],
    [[...varied, '--pick-within', '5%'], 'nothing to pick'],
    [[...varied, '--min-difference', 'much'], 'expected a share of the mean'],
    [[...varied, '--frontier', 'nodes.lost'], 'expected two metrics'],
    [
      [...varied, '--frontier', 'nodes.lost,task.Install.targets'],
      'expected a metric with a better direction',
    ],
    [[...varied, '--replications', '100001'], 'from 1 to 100000'],
    [[...varied, '--format', 'junit'], 'unknown format `junit`; formats of compare: text'],
    [['absent.yaml', ...varied], 'expected one scenario, found 2'],
  ])('%j is refused, with what to do', async (args, message) => {
    const { code, stdout, stderr } = await compare(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it.each([
    [
      ['--goal', 'min task.Install.minutes', '--pick-within', '5%', '--precision', 'nodes.lost=5%'],
      '--pick-within and --precision each say how many runs there are',
    ],
    [
      ['--goal', 'min task.Install.minutes', '--pick-within', '5%', '--replication', '3'],
      '--pick-within and --replication each say how many runs there are',
    ],
    [['--max-replications', '50'], 'it needs --precision METRIC=WIDTH'],
    [['--vary', 'replications=10,20'], 'every variant is simulated as often as the others: --replications N'],
  ])('%j is refused before anything is simulated', async (args, message) => {
    const { code, stdout, stderr } = await compare(...varied, ...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
  });

  it('scenarios of different lengths are not compared in what grows with it', async () => {
    const folder = emptyFolder();
    const file = scenarioIn(folder);
    const longer = join(folder, 'longer.yaml');
    writeFileSync(longer, readFileSync(file, 'utf8').replace('end: 1d', 'end: 2d'));
    const refused = await fleetsim(['compare', file, longer, '--replications', '5']);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('exposure.nodeHours grows with that');
    const other = ['--metrics', 'command.scan.minutes', '--replications', '5'];
    expect((await fleetsim(['compare', file, longer, ...other])).code).toBe(0);
  });
});
