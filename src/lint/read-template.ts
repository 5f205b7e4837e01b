/** A bare CloudFormation template by the specs of the capabilities, as far as it can be known. */
import type { AnyCapability } from '../capability/capability.ts';
import { isTemplate } from '../diagnostics/other-files.ts';
import type { PlainMap } from '../diagnostics/plain-map.ts';
import { Positions } from '../diagnostics/positions.ts';
import { Problems } from '../diagnostics/problem.ts';
import type { ReadFile } from '../scenario/scenario-context.ts';
import { specsOf } from '../scenario/specs.ts';
import { type LenientReading, readLeniently } from './lenient-reading.ts';
import { readRoot } from './read-root.ts';

export interface Template extends LenientReading {
  readonly root: PlainMap;
  readonly positions: Positions;
  readonly sources: ReadonlyMap<string, string>;
}

/** Null: the file is no template, which is for the loader of scenarios to judge. */
export function readTemplate(
  file: string,
  read: ReadFile,
  capabilities: readonly AnyCapability[],
  nowMs: number,
): Template | null {
  const sources = new Map<string, string>();
  const positions = new Positions();
  const root = readRoot(file, read, { positions, problems: new Problems(), sources });
  if (root === null || !isTemplate(root)) return null;
  return {
    root,
    positions,
    sources,
    ...readLeniently(root, specsOf(capabilities), { file, positions, nowMs }),
  };
}
