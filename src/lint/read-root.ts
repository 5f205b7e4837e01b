/** A file as it was read, once it is known to be a scenario or a template. */

import { isTemplate } from '../diagnostics/other-files.ts';
import { isMap, type PlainMap } from '../diagnostics/plain-map.ts';
import type { Positions } from '../diagnostics/positions.ts';
import { type Problem, Problems } from '../diagnostics/problem.ts';
import { readYaml } from '../scenario/read-yaml.ts';
import type { ReadFile } from '../scenario/scenario-context.ts';
import { topLevelKeys } from '../scenario/top-level.ts';

export interface Reading {
  readonly positions: Positions;
  readonly problems: Problems;
  readonly sources: Map<string, string>;
}

/** Null: `problems` says why. */
export function readRoot(
  file: string,
  read: ReadFile,
  { positions, problems, sources }: Reading,
): PlainMap | null {
  const refuse = (code: string, message: string, help?: string): null => {
    const problem: Problem = { severity: 'error', code, path: [], message, file, line: 0, column: 0 };
    problems.add(help === undefined ? problem : { ...problem, help });
    return null;
  };
  const bytes = read(file);
  if (!(bytes instanceof Uint8Array)) {
    return refuse('unreadable-file', `expected a file to read: ${bytes.error}`);
  }
  const found = new Problems();
  const parsed = readYaml(bytes, file, positions, found, sources, 'template');
  const jinja = parsed === undefined ? jinjaIn(sources.get(file) ?? '') : null;
  if (jinja !== null) {
    const message = `${jinja} is Jinja, as Sceptre and Ansible use it: the file is a template of a template`;
    return refuse(
      'jinja-template',
      message,
      'render it first, then lint the result, such as sceptre generate',
    );
  }
  for (const problem of found.sorted()) problems.add(problem);
  if (parsed === undefined) return null;
  const expected =
    'expected a scenario, with fleet or resources, or a CloudFormation template, with Resources';
  const root = parsed.data;
  if (!isMap(root)) return refuse('nothing-to-lint', expected);
  if (typeof root['terraform_version'] === 'string') {
    const help =
      'terraform is not read by this version of lint; lint a CloudFormation template or a scenario';
    return refuse('nothing-to-lint', 'this is a state or plan file of Terraform', help);
  }
  if (isTemplate(root) || isScenario(root)) return root;
  return refuse('nothing-to-lint', expected, likelyReason(root));
}

/** The first statement or expression of Jinja; null: none. Values such as `{{resolve:…}}` and `{{WINDOW_ID}}` are AWS's. */
function jinjaIn(text: string): string | null {
  return (
    /^[ \t]*(\{%-?[ \t]*(?:for|if|set|macro|import|include|extends|block)\b)/m
      .exec(text)?.[1]
      ?.concat(' …') ?? null
  );
}

function likelyReason(root: PlainMap): string | undefined {
  if (typeof root['schemaVersion'] === 'string') {
    return 'this looks like a document of Systems Manager: its steps are not looked at by themselves';
  }
  // To YAML such a comment is the beginning of the key behind it.
  const isCommented = Object.keys(root).some((key) => /^\/[/*]/.test(key));
  return isCommented ? 'JSON has no comments: remove what begins with // or /*' : undefined;
}

/** Words that begin many a YAML file. */
const commonWords = ['version', 'name', 'description', 'account', 'files', 'imports', 'templates', 'end'];

function isScenario(root: PlainMap): boolean {
  return topLevelKeys.some((key) => root[key] !== undefined && !commonWords.includes(key));
}
