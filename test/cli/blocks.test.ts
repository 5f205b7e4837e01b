/** Blocks of runs as files: what many machines write, and what is made of it. */
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { emptyFolder, fleetsim, patienceMs, scenarioIn, sundayPatch } from './program.ts';

const expects = `
expect:
  command.scan.minutes: { p95: { atMost: 60 } }
  nodes.total: 10
`;

/** `commandLine` in as many shards: the paths of their blocks. */
async function shards(folder: string, commandLine: readonly string[], of: number): Promise<string[]> {
  const paths = Array.from({ length: of }, (_, index) => join(folder, `${index}.block`));
  for (const [index, path] of paths.entries()) {
    const ending = await fleetsim([...commandLine, '--shard', `${index}/${of}`, '--block', path, '--quiet']);
    expect(ending).toMatchObject({ code: 0, stdout: '', stderr: '' });
  }
  return paths;
}

/** A checksum that is right, whatever the bytes say. */
function sealed(bytes: Buffer): Buffer {
  const body = bytes.subarray(0, -32);
  return Buffer.concat([body, createHash('sha256').update(body).digest()]);
}

/** A block with another header, which is sealed again. */
function withHeader(bytes: Buffer, change: (header: Record<string, unknown>) => object): Buffer {
  const length = bytes.readUInt32LE(12);
  const header = JSON.parse(bytes.subarray(16, 16 + length).toString());
  const json = Buffer.from(JSON.stringify(change(header)));
  const padded = Buffer.concat([json, Buffer.alloc((8 - (json.length % 8)) % 8, ' ')]);
  const start = Buffer.from(bytes.subarray(0, 16));
  start.writeUInt32LE(padded.length, 12);
  return sealed(Buffer.concat([start, padded, bytes.subarray(16 + length)]));
}

describe.concurrent('merge', { timeout: patienceMs }, () => {
  it.each([
    ['run', ['run'], [['--json'], [], ['--format', 'markdown']]],
    [
      'compare',
      ['compare', '--vary', 'seed=1,2', '--metrics', 'command.*'],
      [['--json'], [], ['--format', 'csv']],
    ],
    ['check', ['check'], [['--json'], [], ['--format', 'junit', '--strict']]],
  ] as const)('gives the bytes and the exit code of one machine: %s', async (_, command, reports) => {
    const folder = emptyFolder();
    const file = scenarioIn(folder, expects);
    const [name, ...options] = command;
    const asked = [name, file, ...options, '--replications', '40'];
    const blocks = await shards(folder, asked, 3);
    for (const report of reports) {
      const one = await fleetsim([...asked, ...report]);
      // In no order, one of them twice, and the scenario found beside them.
      const merged = await fleetsim(['merge', blocks[2]!, blocks[0]!, blocks[1]!, blocks[0]!, ...report]);
      expect({ ...merged, seconds: 0 }).toEqual({ ...one, seconds: 0 });
    }
  });

  it('holds to a snapshot, and writes one', async () => {
    const folder = emptyFolder();
    const file = scenarioIn(folder, expects);
    const asked = ['check', file, '--replications', '20'];
    const blocks = await shards(folder, asked, 2);
    const snapshot = join(folder, 'small.snapshot.json');
    const write = async (command: readonly string[]) => {
      const { stdout } = await fleetsim([...command, '--update']);
      expect(stdout).toContain('Written: ');
      return readFileSync(snapshot, 'utf8');
    };
    expect(await write(['merge', ...blocks])).toBe(await write(asked));
    const [one, merged] = [await fleetsim(asked), await fleetsim(['merge', ...blocks])];
    expect(merged.stdout).toContain('The same bytes as');
    expect(merged.stdout).toBe(one.stdout);
  });

  it('a block is the same bytes wherever it is made, and under every --jobs', async () => {
    const [here, there] = [emptyFolder(), emptyFolder()];
    const make = async (folder: string, ...more: string[]) => {
      const out = join(folder, 'it.block');
      const file = scenarioIn(folder, expects);
      const said = ['run', file, '--replications', '30', '--first', '7', '--block', out, ...more];
      expect((await fleetsim(said, { cwd: folder })).code).toBe(0);
      return readFileSync(out);
    };
    const [one, other] = [await make(here, '--jobs', '1'), await make(there, '--jobs', '3')];
    expect(other.equals(one)).toBe(true);
    expect(one.includes('/')).toBe(one.includes('fleetsim.block/1'));
    expect(one.toString('latin1')).not.toContain(here);
    expect(readdirSync(here).sort()).toEqual(['it.block', 'small.yaml']);
  });

  it('lists runs that are in no block, and marks what it reports without them', async () => {
    const folder = emptyFolder();
    const file = scenarioIn(folder, expects);
    const [first, , third] = await shards(folder, ['check', file, '--replications', '30'], 4);
    const refused = await fleetsim(['merge', first!, third!]);
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toContain('16 of 30 runs are in no block: 7 to 14 and 22 to 29;');
    expect(refused.stderr).toContain('--first 7 --replications 8');
    const partial = await fleetsim([
      'merge',
      first!,
      third!,
      '--partial',
      '--json',
      '--inconclusive',
      'pass',
    ]);
    expect(partial.code).toBe(0);
    const [report] = JSON.parse(partial.stdout).files;
    expect(report).toMatchObject({
      replications: 14,
      partial: {
        of: 30,
        missing: [
          { first: 7, last: 14 },
          { first: 22, last: 29 },
        ],
      },
      repeat: expect.stringContaining('--replications 30'),
    });
    expect(partial.stderr).toContain('partial: 16 of 30 runs are missing: 7 to 14 and 22 to 29');
    const text = await fleetsim(['merge', first!, third!, '--partial']);
    expect(text.stdout).toContain('partial: 14 of 30 runs');
    const update = await fleetsim(['merge', first!, third!, '--partial', '--update']);
    expect(update).toMatchObject({ code: 2, stderr: expect.stringContaining('a snapshot holds all runs') });
  });

  it('wants the same rows where blocks overlap', async () => {
    const folder = emptyFolder();
    const file = scenarioIn(folder, expects);
    const block = async (first: string, name: string) => {
      const out = join(folder, name);
      await fleetsim(['run', file, '--replications', '20', '--first', first, '--block', out]);
      return out;
    };
    const [one, other] = [await block('0', 'a.block'), await block('10', 'b.block')];
    const whole = await fleetsim(['run', file, '--replications', '30', '--json']);
    expect((await fleetsim(['merge', one, other, '--json'])).stdout).toBe(whole.stdout);
    const forged = readFileSync(other);
    // The last metric of run 14.
    const width = (forged.length - 48 - forged.readUInt32LE(12)) / 20;
    forged.writeDoubleLE(1234, 16 + forged.readUInt32LE(12) + 5 * width - 8);
    writeFileSync(other, sealed(forged));
    const { code, stdout, stderr } = await fleetsim(['merge', one, other]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/b\.block: run 14 is not the same as in .*a\.block: .* differs/);
    writeFileSync(other, Buffer.concat([forged.subarray(0, -1), Buffer.from([0])]));
    expect((await fleetsim(['merge', one, other])).stderr).toContain('b.block: it is damaged: its checksum');
  });

  it('refuses blocks of another question, and names what differs', async () => {
    const folder = emptyFolder();
    const file = scenarioIn(folder, expects);
    const block = async (name: string, ...asked: string[]) => {
      const out = join(folder, name);
      const { code, stderr } = await fleetsim([...asked, '--replications', '5', '--block', out, '--quiet']);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      return out;
    };
    const one = await block('a.block', 'run', file);
    const bytes = readFileSync(one);
    const forged = (name: string, change: object) => {
      const path = join(folder, name);
      writeFileSync(
        path,
        withHeader(bytes, (header) => ({ ...header, ...change })),
      );
      return path;
    };
    for (const [other, words] of [
      [await block('seed.block', 'run', file, '--seed', '9'), 'other options'],
      [await block('check.block', 'check', file), 'another command'],
      [forged('files.block', { files: ['other.yaml'] }), 'another scenario'],
      [forged('version.block', { fleetsim: '9.9.9' }), 'another version of fleetsim'],
      [forged('build.block', { build: 'f'.repeat(64) }), 'another build of fleetsim'],
    ] as const) {
      const { code, stderr } = await fleetsim(['merge', one, other]);
      expect(code).toBe(2);
      expect(stderr).toContain(`it does not belong to ${one}: ${words}`);
      expect(stderr).not.toContain(' at ');
    }
    const old = await fleetsim(['merge', join(folder, 'version.block')]);
    expect(old.stderr).toContain('it was made by fleetsim 9.9.9, and this is');
    scenarioIn(folder, `${expects}\n  nodes.lost: 0\n`);
    const changed = await fleetsim(['merge', one]);
    expect(changed.code).toBe(2);
    expect(changed.stderr).toContain('it was not made from small.yaml as it is here');
  });

  it('tells what is wrong with a file that is no whole block', async () => {
    const folder = emptyFolder();
    const file = scenarioIn(folder, expects);
    const path = join(folder, 'a.block');
    await fleetsim(['run', file, '--replications', '5', '--block', path]);
    const bytes = readFileSync(path);
    const changed = (change: (copy: Buffer) => void) => {
      const copy = Buffer.from(bytes);
      change(copy);
      return copy;
    };
    const header = (change: object) => withHeader(bytes, (one) => ({ ...one, ...change }));
    for (const [content, words] of [
      [Buffer.alloc(0), 'expected a block of runs, as --block writes it'],
      [Buffer.from('name: a scenario, not a block\n'), 'expected a block of runs, as --block writes it'],
      [bytes.subarray(0, 12), 'expected a block of runs'],
      [bytes.subarray(0, 40), 'it is cut short'],
      [bytes.subarray(0, -1), 'it is cut short'],
      [Buffer.concat([bytes, Buffer.alloc(8)]), 'longer than its header says'],
      [changed((copy) => copy.writeUInt32LE(2, 8)), 'format 2 of blocks'],
      [changed((copy) => copy.writeUInt32LE(0xfffffff8, 12)), 'its header has no possible length'],
      [changed((copy) => copy.write('}', 16)), 'its header is no JSON'],
      [
        changed((copy) => copy.writeUInt8(copy.at(-40)! ^ 1, copy.length - 40)),
        'its checksum does not match',
      ],
      [header({ metrics: [] }), 'no possible metrics'],
      [header({ metrics: [null] }), 'no possible metrics'],
      [header({ count: 2 ** 53 }), 'no possible count'],
      [header({ count: 2 ** 32 - 1 }), 'it is cut short'],
      [header({ first: -1 }), 'no possible first'],
      [header({ total: 3 }), 'no possible total'],
      [header({ files: ['../../etc/passwd'] }), 'no possible files'],
      [header({ options: { out: ['/tmp/x'] } }), 'no possible options'],
      [header({ variants: [{ name: 'x', seed: '1', sha256: 'NaN' }] }), 'no possible variants'],
      [withHeader(bytes, () => []), 'no possible form'],
      [
        sealed(changed((copy) => copy.writeDoubleLE(Number.POSITIVE_INFINITY, copy.length - 40))),
        'a value that no run',
      ],
    ] as const) {
      writeFileSync(path, content);
      const { code, stdout, stderr } = await fleetsim(['merge', path]);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toContain(words);
      expect(stderr).not.toContain('defect');
    }
  });

  it('asks for the scenario where it is not found', async () => {
    const folder = emptyFolder();
    const path = join(folder, 'a.block');
    await fleetsim(['run', sundayPatch, '--replications', '2', '--block', path]);
    const elsewhere = join(emptyFolder(), 'b.block');
    copyFileSync(path, elsewhere);
    const lost = await fleetsim(['merge', elsewhere], { cwd: folder });
    expect(lost.stderr).toContain('sunday-patch.yaml: the blocks were made from it, and it is not here');
    mkdirSync(join(folder, 'scenarios'));
    copyFileSync(sundayPatch, join(folder, 'scenarios/sunday-patch.yaml'));
    const found = await fleetsim(['merge', elsewhere, '--json'], { cwd: folder });
    const given = await fleetsim(['merge', elsewhere, '--json', '--scenario', sundayPatch], { cwd: folder });
    expect(found.code).not.toBe(2);
    expect(given.stdout).toBe(found.stdout);
    truncateSync(elsewhere, 100);
  });
});

describe.concurrent('--block', { timeout: patienceMs }, () => {
  it.each([
    [['run', '--first', '3', '--replications', '5'], '--first chooses the runs of a block: add --block FILE'],
    [
      ['run', '--shard', '0/3', '--replications', '5'],
      '--shard chooses the runs of a block: add --block FILE',
    ],
    [['check', '--shard', '3/3', '--block', 'x'], 'the last of 3 is 2/3'],
    [['check', '--shard', '3', '--block', 'x'], 'expected I/K'],
    [['check', '--shard', '0/3', '--first', '3', '--block', 'x'], '--first and --shard each say'],
    [['check', '--first', '3', '--block', 'x'], '--first 3: add --replications N'],
    [['run', '--block', 'x'], '--block: add --replications N'],
    [
      ['run', '--replications', '5', '--first', '0', '--block', 'x', '--precision', 'nodes.lost=5%'],
      '--precision: a block holds as many runs as --replications says',
    ],
    [['compare', '--vary', 'seed=1,2', '--block', 'x', '--json'], '--json: with --block there is no report'],
    [['check', '--block', 'x', '--update'], '--update: with --block there is no report'],
    [['check', '--first', '99999', '--replications', '2', '--block', 'x'], 'check takes 100000 runs at most'],
    [['merge', '--csv'], "unknown option '--csv'"],
  ])('%j is refused before anything is simulated', async (args, message) => {
    const [command, ...options] = args;
    const folder = emptyFolder();
    const { code, stdout, stderr } = await fleetsim([command!, sundayPatch, ...options], { cwd: folder });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('more shards than runs leave some empty, which merge takes', async () => {
    const folder = emptyFolder();
    const file = scenarioIn(folder, expects);
    const asked = ['run', file, '--replications', '3'];
    const blocks = await shards(folder, asked, 5);
    const [one, merged] = [
      await fleetsim([...asked, '--json']),
      await fleetsim(['merge', ...blocks, '--json']),
    ];
    expect(merged.stdout).toBe(one.stdout);
    expect((await fleetsim(['merge', blocks[0]!])).code).toBe(2);
  });
});

describe('the page and the job files', { timeout: patienceMs }, () => {
  const files = readdirSync('docs/blocks').map((name) => `docs/blocks/${name}`);

  it('use only options that the commands have', async () => {
    const texts = ['docs/blocks.md', ...files].map((file) => readFileSync(file, 'utf8')).join('\n');
    const helps = await Promise.all(
      ['check', 'merge'].map(async (command) => (await fleetsim([command, '--help'])).stdout),
    );
    const help = helps.join('\n');
    const ofOthers = [
      '--job-name',
      '--job-queue',
      '--job-definition',
      '--array-properties',
      '--cli-input-json',
    ];
    const ofShells = ['--sshlogin', '--return', '--cleanup', '--transferfile', '--halt', '--yes', '--array'];
    const ofSlurm = ['--cpus-per-task', '--output', '--set', '--vary', '--goal', '--pick-within'];
    const used = new Set(texts.match(/--[a-z][a-z-]+/g));
    const foreign = [...ofOthers, ...ofShells, ...ofSlurm];
    expect([...used].filter((option) => !help.includes(`${option} `) && !foreign.includes(option))).toEqual(
      [],
    );
  });

  it('number shards from 0, as many as there are jobs', () => {
    const text = (name: string) => readFileSync(`docs/blocks/${name}`, 'utf8');
    const { spec } = parse(text('kubernetes.yaml'));
    expect(spec).toMatchObject({ completionMode: 'Indexed', completions: 100 });
    const [{ args }] = spec.template.spec.containers;
    expect(args).toContain(`$(JOB_COMPLETION_INDEX)/${spec.completions}`);
    expect(JSON.parse(text('aws-batch.json')).containerProperties.command[2]).toContain(
      '--shard "$AWS_BATCH_JOB_ARRAY_INDEX/$AWS_BATCH_JOB_ARRAY_SIZE"',
    );
    expect(text('slurm.sh')).toMatch(/--array=0-99\n[\s\S]*shards=100\n/);
    expect(text('parallel.sh')).toContain('seq 0 $((shards - 1))');
  });

  it('a block of the command line is one of the library, of the same build', async () => {
    const folder = emptyFolder();
    const file = scenarioIn(folder, expects);
    const path = join(folder, 'a.block');
    await fleetsim(['run', file, '--replications', '4', '--block', path]);
    const { simulate, simulateBlock } = await import(join(process.cwd(), 'dist/index.js'));
    const blocks = [readFileSync(path)];
    const here = await simulate({ file }, { replications: 4, blocks });
    const { stdout } = await fleetsim(['run', file, '--replications', '4', '--json']);
    expect(here).toEqual(JSON.parse(stdout));
    const made = await simulateBlock({ file }, { replications: 4 });
    expect(Buffer.from(made).equals(blocks[0]!)).toBe(true);
  });
});
