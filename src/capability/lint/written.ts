/** The text of a file before anything is filled in. */
import { isMap } from '../../diagnostics/plain-map.ts';
import type { DataPath } from '../../diagnostics/problem.ts';
import type { Subject } from './subject.ts';

export function rawAt(root: unknown, path: DataPath): unknown {
  let raw = root;
  for (const segment of path) {
    raw = isMap(raw) || Array.isArray(raw) ? (raw as Record<string | number, unknown>)[segment] : undefined;
  }
  return raw;
}

export interface WrittenText {
  readonly text: string;
  /** False: it is something else. */
  readonly isWritten: boolean;
}

/** The values as written, also where one value is written instead of a list, or text within `!Sub`. */
export function writtenAt({ root }: Subject, path: DataPath): WrittenText {
  let raw: unknown = root;
  for (const segment of path) {
    if (typeof segment === 'number' && !Array.isArray(raw)) continue;
    raw = rawAt(raw, [segment]);
  }
  const template = isMap(raw) ? raw['Fn::Sub'] : raw;
  return typeof template === 'string' ? { text: template, isWritten: true } : { text: '', isWritten: false };
}

/** The parameter of the template whose default a value is, or is made with. */
export function parameterBehind({ root, parameters }: Subject, path: DataPath): string | null {
  const raw = rawAt(root, path);
  if (!isMap(raw)) return null;
  const { Ref: name, 'Fn::Sub': given } = raw;
  if (typeof name === 'string') return parameters.has(name) ? name : null;
  const template = Array.isArray(given) ? given[0] : given;
  if (typeof template !== 'string') return null;
  const named = [...template.matchAll(/\$\{([A-Za-z0-9]+)\}/g)].map((match) => match[1]!);
  return named.find((each) => parameters.has(each)) ?? null;
}

/** What a value may refer to: parameters and resources. */
export function namesOf({ parameters, resources }: Subject): ReadonlySet<string> {
  return new Set([...parameters.keys(), ...resources.map(({ logicalId }) => logicalId)]);
}
