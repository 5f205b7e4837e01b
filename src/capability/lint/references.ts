/** Which resources and parameters a part of a file refers to, wherever in it. */
import { isMap } from '../../diagnostics/plain-map.ts';

/** Names in `Ref`, `Fn::GetAtt` and `Fn::Sub`. */
export function referencesIn(...parts: readonly unknown[]): Set<string> {
  const found = new Set<string>();
  const open: unknown[] = [...parts];
  while (open.length > 0) {
    const raw = open.pop();
    if (Array.isArray(raw)) for (const item of raw) open.push(item);
    if (!isMap(raw)) continue;
    const { Ref: ref, 'Fn::GetAtt': attribute, 'Fn::Sub': substituted } = raw;
    if (typeof ref === 'string') found.add(ref);
    const of = Array.isArray(attribute) ? attribute[0] : attribute;
    if (typeof of === 'string') found.add(of.split('.')[0]!);
    const text = Array.isArray(substituted) ? substituted[0] : substituted;
    if (typeof text === 'string') {
      for (const [, name] of text.matchAll(/\$\{([^}.!]+)/g)) found.add(name!.trim());
    }
    for (const item of Object.values(raw)) open.push(item);
  }
  return found;
}
