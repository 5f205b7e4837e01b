/** What chooses nodes by tags: targets of windows, associations and commands. */
import { entry, isPartlyUnknown, itemsOf, textOf, textsOf, type Value } from '../../cloudformation/value.ts';
import type { DataPath } from '../../diagnostics/problem.ts';

export interface Criterion {
  /** Null: not known. */
  readonly key: string | null;
  readonly values: readonly string[];
  /** False: there may be other values. */
  readonly isKnown: boolean;
  readonly path: DataPath;
}

export interface DeclaredTargets {
  /** Nodes that one target leaves out another of this kind may select. */
  readonly kind: string;
  /** As a reader would call it: `the window target WebNodes`. */
  readonly name: string;
  /** All must hold. */
  readonly criteria: readonly Criterion[];
  readonly isKnown: boolean;
  readonly path: DataPath;
}

/** None where none are given. */
export function readTargets(kind: string, name: string, list: Value | undefined): DeclaredTargets[] {
  if (list === undefined || list.kind === 'absent') return [];
  const criteria = itemsOf(list).map((item): Criterion => {
    const key = textOf(entry(item, 'Key'));
    const values = entry(item, 'Values');
    const isKnown = key !== null && values !== undefined && !isPartlyUnknown(values);
    return { key, values: textsOf(values), isKnown, path: item.path };
  });
  return [{ kind, name, criteria, isKnown: list.kind === 'list' || list.kind === 'map', path: list.path }];
}

/** `Environment` of `tag:Environment`; null for other criteria. */
export function tagKeyOf({ key }: Criterion): string | null {
  return key?.startsWith('tag:') === true && key.length > 4 ? key.slice(4) : null;
}

/** `PatchGroup`, `Patch Group` and `patch-group` are one word to their author, and three to AWS. */
export function folded(word: string): string {
  return word.toLowerCase().replaceAll(/[-_\s]/g, '');
}
