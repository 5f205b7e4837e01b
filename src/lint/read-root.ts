/** A file as it was read, once it is known to be a scenario or a template. */

import { isTemplate } from '../capability/lint/subject.ts';
import { isMap, type PlainMap } from '../diagnostics/plain-map.ts';
import type { Positions } from '../diagnostics/positions.ts';
import type { Problem, Problems } from '../diagnostics/problem.ts';
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
  const parsed = readYaml(bytes, file, positions, problems, sources, 'template');
  if (parsed === undefined) return null;
  const expected =
    'expected a scenario, with fleet or resources, or a CloudFormation template, with Resources';
  const root = parsed.data;
  if (!isMap(root)) return refuse('nothing-to-lint', expected);
  if (isTemplate(root) || isScenario(root)) return root;
  return refuse('nothing-to-lint', expected, likelyReason(root));
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
