/** The program as people start it: bin/fleetsim.js with the bundles of dist/, which `npm test` builds if they are stale. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
export const bin = join(root, 'bin/fleetsim.js');
export const sundayPatch = join(root, 'scenarios/sunday-patch.yaml');

/** A busy machine starts twenty programs at once. */
export const patienceMs = 240_000;

export interface Ending {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly seconds: number;
}

export interface Started {
  readonly ending: Promise<Ending>;
  readonly interrupt: (signal?: NodeJS.Signals) => void;
}

interface StartOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export function fleetsim(args: readonly string[], options: StartOptions = {}): Promise<Ending> {
  return start(args, options).ending;
}

export function start(args: readonly string[], { cwd = root, env = {} }: StartOptions = {}): Started {
  const startedAtMs = performance.now();
  // Colours and CI of whoever runs the tests must not show in them.
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [bin, ...args], { cwd, env: { PATH, HOME, ...env } });
  child.stdin.end();
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text;
  });
  const ending = new Promise<Ending>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ code, stdout, stderr, seconds: (performance.now() - startedAtMs) / 1000 });
    });
  });
  return { ending, interrupt: (signal = 'SIGINT') => child.kill(signal) };
}

/** Interrupted when something is done and something is not: a busy machine is given longer. */
export async function interrupted(
  args: readonly string[],
  isPartial: (ending: Ending) => boolean,
): Promise<Ending> {
  for (let delayMs = 2_000; ; delayMs *= 2) {
    const running = start(args);
    const timer = setTimeout(() => running.interrupt(), delayMs);
    const ending = await running.ending;
    clearTimeout(timer);
    if (isPartial(ending) || delayMs > 20_000) return ending;
  }
}

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** An empty folder that is gone after the tests of the file. */
export function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'fleetsim-test-'));
  folders.push(folder);
  return folder;
}

/** Ten nodes that are patched one at a time, a minute each. */
const smallScenario = `
name: small
start: 2025-01-04T00:00:00Z
end: 1d
fleet:
  web: { count: 10, os: AMAZON_LINUX_2 }
actions:
  - id: scan
    at: 2025-01-04T01:00:00Z
    SendCommand:
      DocumentName: AWS-RunPatchBaseline
      Targets: [{ Key: InstanceIds, Values: [web-0001, web-0002] }]
      Parameters: { Operation: [Scan] }
`;

export function scenarioIn(folder: string, more = ''): string {
  const file = join(folder, 'small.yaml');
  writeFileSync(file, smallScenario + more);
  return file;
}
