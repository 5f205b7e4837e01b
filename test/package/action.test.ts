import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { bin, emptyFolder, patienceMs, scenarioIn } from '../cli/program.ts';

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default: unknown }>>;
  readonly runs: { readonly steps: readonly { readonly run: string }[] };
}

const action: Action = parse(readFileSync('.github/actions/check/action.yml', 'utf8'));
const manifest = JSON.parse(readFileSync('package.json', 'utf8'));

/** The step as a runner starts it, with `npx` standing in for the registry. */
function runStep(inputs: Readonly<Record<string, string>>) {
  const folder = emptyFolder();
  scenarioIn(folder, 'expect: { nodes.total: 11 }\nreplications: 2\n');
  const tools = emptyFolder();
  const npx = `#!/bin/sh\n[ "$1 $2" = "--yes fleetsim@${manifest.version}" ] || exit 99\nshift 2\nexec "${process.execPath}" "${bin}" "$@"\n`;
  writeFileSync(join(tools, 'npx'), npx, { mode: 0o755 });
  const [step] = action.runs.steps;
  const values = Object.entries(action.inputs).map(([name, { default: usual }]) => [
    `FLEETSIM_${name.toUpperCase()}`,
    inputs[name] ?? String(usual),
  ]);
  const [GITHUB_OUTPUT, GITHUB_STEP_SUMMARY] = [join(tools, 'output'), join(tools, 'summary')];
  const { PATH } = process.env;
  const env = {
    PATH: tools + delimiter + PATH,
    GITHUB_OUTPUT,
    GITHUB_STEP_SUMMARY,
    ...Object.fromEntries(values),
  };
  const args = ['--noprofile', '--norc', '-e', '-o', 'pipefail', '-c', step!.run];
  const { status, stdout, stderr } = spawnSync('bash', args, { cwd: folder, env, encoding: 'utf8' });
  const textOf = (file: string) => (existsSync(file) ? readFileSync(file, 'utf8') : '');
  return {
    status,
    stdout,
    stderr,
    folder,
    output: textOf(GITHUB_OUTPUT),
    summary: textOf(GITHUB_STEP_SUMMARY),
  };
}

describe('the action', { timeout: patienceMs }, () => {
  it('annotates, writes the summary of the job, and ends with the code of check', () => {
    const { status, stdout, output, summary } = runStep({ files: 'small.yaml' });
    expect({ status, output }).toEqual({ status: 1, output: 'code=1\n' });
    expect(stdout).toMatch(/^::error file=small\.yaml,/m);
    expect(summary).toContain('nodes.total');
  });

  it.each(['$(touch owned)', '`touch owned`', '"; touch owned; "', '-x; touch owned'])(
    'takes %s for a name and nothing else',
    (files) => {
      const { status, folder } = runStep({ files });
      expect(status).toBe(2);
      expect(existsSync(join(folder, 'owned'))).toBe(false);
    },
  );

  it('gives options one a line', () => {
    expect(runStep({ files: 'small.yaml', args: '--set\nexpect.nodes.total=10\n' }).status).toBe(0);
  });

  it.each(['latest', '0.1.0; touch owned', '../evil'])('refuses %s as a version', (version) => {
    expect(runStep({ files: 'small.yaml', version }).status).toBe(2);
  });

  it('has no expression in the text of a script, and the version of the package', () => {
    for (const { run } of action.runs.steps) expect(run).not.toContain('${{');
    expect(String(action.inputs['version']!.default)).toBe(manifest.version);
  });
});

describe('the Dockerfile', () => {
  const lines = readFileSync('.docker/Dockerfile', 'utf8').split('\n');
  it('is on a slim image, does not run as root, and starts fleetsim', () => {
    const images = lines.filter((line) => line.startsWith('FROM '));
    expect(images.every((line) => /^FROM node:\d+-slim( AS \w+)?$/.test(line))).toBe(true);
    expect(lines.indexOf('USER node')).toBeGreaterThan(lines.lastIndexOf(images.at(-1)!));
    expect(lines).toContain('ENTRYPOINT ["fleetsim"]');
  });
});

describe('the package', () => {
  it('depends on exactly what its library loads', () => {
    const text = readFileSync('dist/index.js', 'utf8');
    const loaded = [...text.matchAll(/^import [^;]*? from "((?:@[\w.-]+\/)?[a-z][\w.-]*)/gm)].map(
      ([, name]) => name!,
    );
    const own = loaded.filter((name) => name !== 'node' && !isBuiltin(name));
    expect([...new Set(own)].sort()).toEqual(Object.keys(manifest.dependencies).sort());
  });

  it('exports its types, its schemas and its manifest, and they exist', () => {
    const { '.': library, ...others } = manifest.exports;
    expect(library.types).toBe(manifest.types);
    expect(Object.keys(others)).toContain('./package.json');
    for (const path of Object.values(others)) expect(existsSync(String(path))).toBe(true);
    for (const key of ['repository', 'keywords', 'engines', 'files']) expect(manifest).toHaveProperty(key);
  });
});
