/** Text of which only parts are known: enough to know the name of a policy, or of a service, in any Region. */

import { textOf, type Value } from '../../cloudformation/value.ts';
import { isMap } from '../../diagnostics/plain-map.ts';
import type { DataPath } from '../../diagnostics/problem.ts';
import type { Subject } from './subject.ts';

/**
 * `arn:${AWS::Partition}:iam::aws:policy/X`: what a deployment fills in stays a variable. Null: no text, or nothing of it
 * is known.
 */
export function outlineOf(value: Value | undefined, { root }: Subject): string | null {
  if (value === undefined) return null;
  return textOf(value) ?? (value.kind === 'unknown' ? outlineOfRaw(rawAt(root, value.path)) : null);
}

export function rawAt(root: unknown, path: DataPath): unknown {
  return path.reduce<unknown>((found, key) => {
    return typeof found === 'object' && found !== null ? (found as Record<string, unknown>)[key] : undefined;
  }, root);
}

function outlineOfRaw(raw: unknown): string | null {
  if (typeof raw === 'string') return raw;
  if (!isMap(raw)) return null;
  const { Ref: ref, 'Fn::Sub': substituted, 'Fn::Join': joined } = raw;
  if (typeof ref === 'string') return `\${${ref}}`;
  const template = Array.isArray(substituted) ? substituted[0] : substituted;
  if (typeof template === 'string') return template;
  if (!Array.isArray(joined) || typeof joined[0] !== 'string' || !Array.isArray(joined[1])) return null;
  return joined[1].map((part) => outlineOfRaw(part) ?? `\${}`).join(joined[0]);
}
