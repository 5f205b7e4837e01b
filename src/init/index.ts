/** The files that a repository of scenarios begins with. What they come from, and where they go, others say. */
import { jsonText } from '../diagnostics/safe-text.ts';
import { loadScenario } from '../scenario/load.ts';
import { type JsonSchema, scenarioSchema } from '../schema/index.ts';
import { firstScenario } from './first-scenario.ts';

export interface NewFile {
  /** From the folder that is begun, with `/`. */
  readonly path: string;
  readonly text: string;
}

/** A file of the package, by its path in there. */
export type ReadShipped = (path: string) => Uint8Array | { readonly error: string };

export interface InitOptions {
  /** The name of a scenario that ships, such as `zero-day`. Left out: one that explains itself. */
  readonly example?: string;
  readonly read: ReadShipped;
  /** Of fleetsim, which the workflow pins. */
  readonly version: string;
}

export const exampleNames = [
  'after-the-window',
  'agent-rollout',
  'air-gapped',
  'alarm-stops-rollout',
  'approval-gate',
  'approved-not-installed',
  'bad-patch-bricks',
  'bad-patch-fails',
  'boot-storm',
  'canary-order',
  'canonical-pipeline',
  'change-request',
  'concurrency-tradeoff',
  'config-remediation',
  'config-remediation-assume-role',
  'cutoff',
  'drift',
  'find-vulnerable-apache',
  'golden-ami',
  'hybrid',
  'least-privilege',
  'lunch-hour',
  'mixed-os',
  'multi-account',
  'ops-triage',
  'patch-policy-collision',
  'patch-tuesday',
  'patch-with-rollback',
  'secret-without-decrypt',
  'self-healing',
  'session-audit',
  'stale-inventory',
  'study-guide',
  'sunday-patch',
  'wake-patch-sleep',
  'window-sizing',
  'year',
  'zero-day',
  'zero-patched',
] as const;

const folder = 'scenarios';
const schemaFile = 'scenario.schema.json';

/** The scenario comes first. */
export function initFiles({ example, read, version }: InitOptions): NewFile[] {
  return [
    ...(example === undefined
      ? [{ path: `${folder}/sunday.yaml`, text: firstScenario }]
      : exampleFiles(example, read)),
    { path: `${folder}/${schemaFile}`, text: jsonText(scenarioSchema()) },
    { path: '.vscode/settings.json', text: jsonText(editorSettings) },
    { path: '.vscode/extensions.json', text: jsonText({ recommendations: ['redhat.vscode-yaml'] }) },
    { path: '.github/workflows/fleetsim.yml', text: workflow(read, version) },
    { path: '.gitignore', text: 'node_modules/\n.fleetsim-*.tmp\n' },
  ];
}

/** With the files beside it that it reads: the loader itself is asked which. */
function exampleFiles(example: string, read: ReadShipped): NewFile[] {
  const file = `${folder}/${example}.yaml`;
  const files = new Map<string, string>();
  const remember: ReadShipped = (path) => {
    const bytes = read(path);
    if (bytes instanceof Uint8Array) files.set(path, new TextDecoder().decode(bytes));
    return bytes;
  };
  loadScenario({ file, read: remember, overrides: [] });
  return [...files].map(([path, text]) => ({
    path,
    text:
      path === file ? text.replace('$schema=../docs/scenario.schema.json', `$schema=./${schemaFile}`) : text,
  }));
}

/** Of the Red Hat extension, which most editors take their YAML from. */
const editorSettings: JsonSchema = {
  'yaml.schemas': { [`./${folder}/${schemaFile}`]: [`${folder}/**/*.yaml`] },
  'yaml.customTags': ['!Ref scalar', '!GetAtt scalar', '!GetAtt sequence', '!Sub scalar', '!Sub sequence'],
  // Otherwise every key with a default is written out beside those that are needed.
  'yaml.disableDefaultProperties': true,
};

/** The workflow of the documentation, with a pinned version instead of a package.json, so that it runs as it is. */
function workflow(read: ReadShipped, version: string): string {
  const bytes = read('docs/ci/github-actions.yml');
  if (!(bytes instanceof Uint8Array)) throw new Error(`docs/ci/github-actions.yml: ${bytes.error}`);
  return new TextDecoder()
    .decode(bytes)
    .replace(/# Copy to .*\n/, `# The version of fleetsim is pinned below; raise it deliberately.\n`)
    .replace('"package-lock.json", ', '')
    .replace(/\n +cache: npm\n +- run: npm ci/, '')
    .replace('npx fleetsim', `npx --yes fleetsim@${version}`);
}
