/** The package as programs get it: docs/library.md's examples against what `npm pack` makes, with types as strict as they come. */
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const page = 'docs/library.md';
const isUpdating = process.env['UPDATE_DOCS'] === '1';
const patienceMs = 120_000;

const folder = mkdtempSync(join(tmpdir(), 'fleetsim-package-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const example = /```ts\n([\s\S]*?)```\n\n```text\n([\s\S]*?)```/g;
const examples = [...readFileSync(page, 'utf8').matchAll(example)].map(([, code, output]) => ({
  code: code!,
  output: output!,
}));

function run(command: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}\n${stdout}${stderr}`);
  return stdout;
}

/** Unpacked instead of installed: what it depends on is here already. */
function unpack(): void {
  run(process.execPath, ['.config/declarations.js'], '.');
  const packed = run('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder], '.');
  const modules = join(folder, 'node_modules');
  mkdirSync(join(modules, '@types'), { recursive: true });
  run('tar', ['-xzf', packed.trim().split('\n').at(-1)!], folder);
  renameSync(join(folder, 'package'), join(modules, 'fleetsim'));
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as { dependencies: object };
  for (const name of [...Object.keys(dependencies), '@types/node', 'undici-types']) {
    symlinkSync(resolve('node_modules', name), join(modules, name));
  }
  for (const name of ['sunday-patch.yaml', 'canary-order.yaml']) {
    copyFileSync(join('scenarios', name), join(folder, name));
  }
}

/** Library files are checked as well: `types` says what is there besides. */
function compile(name: string, files: Readonly<Record<string, string>>, types: readonly string[]): string {
  const sources = join(folder, name);
  mkdirSync(sources);
  for (const [file, code] of Object.entries(files)) writeFileSync(join(sources, file), code);
  const compilerOptions = {
    target: 'ES2023',
    lib: ['ES2023'],
    module: 'NodeNext',
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: false,
    types,
    typeRoots: [join(folder, 'node_modules/@types')],
  };
  writeFileSync(join(sources, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
  writeFileSync(join(sources, 'package.json'), '{ "type": "module" }');
  run(process.execPath, [resolve('node_modules/typescript/bin/tsc'), '-p', sources], folder);
  return sources;
}

/** Of each example, all in one process: what takes long is loading the package. */
function printedBy(compiled: string): string[] {
  const end = '\u0000';
  const imports = examples.map(
    (_, index) => `await import('./${fileOf(index).replace('.ts', '.js')}'); end();`,
  );
  const code = `const end = () => process.stdout.write('\\0');\n${imports.join('\n')}\n`;
  writeFileSync(join(compiled, 'all.js'), code);
  return run(process.execPath, [join(compiled, 'all.js')], folder)
    .split(end)
    .slice(0, -1);
}

const fileOf = (index: number) => `example-${index + 1}.ts`;

describe('the package', { timeout: patienceMs }, () => {
  let compiled = '';
  beforeAll(() => {
    unpack();
    const files = Object.fromEntries(examples.map(({ code }, index) => [fileOf(index), code]));
    compiled = compile('examples', files, ['node']);
  }, patienceMs);

  test('runs the examples of its page, which print what the page shows (else: npm run docs)', () => {
    expect(examples.length).toBeGreaterThan(5);
    const printed = printedBy(compiled);
    if (!isUpdating) expect(printed).toEqual(examples.map(({ output }) => output));
    else {
      let index = 0;
      const text = readFileSync(page, 'utf8').replace(example, (_, code: string) => {
        const output = printed[index]!;
        index += 1;
        return `\`\`\`ts\n${code}\`\`\`\n\n\`\`\`text\n${output}\`\`\``;
      });
      writeFileSync(page, text);
    }
  });

  test('gives what the commands print with --json', () => {
    const calls = {
      'run canary-order.yaml --set Install.MaxConcurrency=25% --seed 3': `simulate(file, { set: { 'Install.MaxConcurrency': '25%' }, seed: 3 })`,
      'run canary-order.yaml --replications 5': 'simulate(file, { replications: 5 })',
      'compare canary-order.yaml --vary Install.MaxErrors=1,5% --replications 5': `compare(file, { vary: { 'Install.MaxErrors': [1, '5%'] }, replications: 5 })`,
      'check canary-order.yaml --replications 5': 'check(file, { replications: 5 })',
      'explain canary-order.yaml canary-0001 --at 2025-10-05': `explain(file, { node: 'canary-0001', at: '2025-10-05' })`,
      'lint canary-order.yaml': 'lint(file)',
      'schedule canary-order.yaml': 'schedule(file)',
    };
    const code = `
      import { check, compare, explain, lint, schedule, simulate } from 'fleetsim';
      const file = { file: 'canary-order.yaml' };
      console.log(JSON.stringify(await Promise.all([${Object.values(calls).join(', ')}])));
    `;
    writeFileSync(join(folder, 'calls.mjs'), code);
    const given = JSON.parse(run(process.execPath, ['calls.mjs'], folder)) as unknown[];
    const program = join(folder, 'node_modules/fleetsim/bin/fleetsim.js');
    const printed = Object.keys(calls).map((line) => {
      const args = [program, ...line.split(' '), '--json'];
      return JSON.parse(
        spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' }).stdout,
      ) as unknown;
    });
    expect(given).toEqual(printed);
  });

  test('has types that need nothing else, and no property that is not there', () => {
    const uses = `
      import { compare, explain, schedule, simulate } from 'fleetsim';
      import type { CalendarResult, Explanation, NextStarts, ReplicatedResult, Result } from 'fleetsim';
      const one: Result = await simulate('');
      const many: ReplicatedResult = await simulate('', { replications: 2 });
      const either: Result | ReplicatedResult = await simulate('', { replications: Number('2') });
      const why: Explanation = await explain({}, { node: 'web-0001' });
      const next: NextStarts = await schedule('rate(7 days)');
      const windows: CalendarResult = await schedule({ file: 'sunday-patch.yaml' });
      const any: NextStarts | CalendarResult = await schedule(String('rate(7 days)'));
      // @ts-expect-error: a seed that is undefined is none that is left out
      await simulate('', { seed: undefined });
      // @ts-expect-error: no such option
      await compare('', { replication: 3 });
      export { any, either, many, next, one, why, windows };
    `;
    compile('bare', { 'uses.ts': uses }, []);
  });

  test('hands out its manifest and the schema of scenarios, and nothing else', () => {
    const ask = (name: string) =>
      spawnSync(process.execPath, ['--print', `require.resolve('${name}')`], { cwd: folder }).status;
    expect(ask('fleetsim/package.json')).toBe(0);
    expect(ask('fleetsim/scenario.schema.json')).toBe(0);
    expect(ask('fleetsim/dist/index.js')).not.toBe(0);
  });
});
