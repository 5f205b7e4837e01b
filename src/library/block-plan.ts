/** The question that blocks belong to: from what was asked here, in the words of a header. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { UsageError } from '../diagnostics/usage-error.ts';
import { type BlockCommand, type BlockQuestion, blockFormat } from '../experiment/block-header.ts';
import type { PlannedVariant } from '../experiment/replicator.ts';
import type { Loaded } from '../scenario/load.ts';
import type { Override } from '../scenario/overrides.ts';
import { settingsOf } from './repeated-options.ts';
import { version } from './version.ts';

/** What decides which runs there are, and what is kept of them, as it was said. */
export interface BlockOptions {
  readonly seed: string | null;
  readonly set: readonly Override[];
  readonly vary?: readonly string[];
  readonly reference?: string | null;
  readonly metrics?: readonly string[] | null;
  readonly minDifference?: readonly string[];
  readonly goal?: string | null;
  readonly subjectTo?: readonly string[];
  readonly frontier?: readonly string[] | null;
}

/** Runs that may be simulated, written to a block or taken from blocks. */
export interface BlockPlan {
  readonly command: BlockCommand;
  readonly files: readonly string[];
  readonly options: BlockOptions;
  readonly variants: readonly { readonly name: string; readonly loaded: Loaded }[];
  readonly metrics: readonly string[];
}

export function plannedVariants({ variants, metrics }: BlockPlan): PlannedVariant[] {
  return variants.map(({ loaded: { scenario } }) => ({ scenario, metrics }));
}

export function questionOfPlan(
  { command, files, options, variants, metrics }: BlockPlan,
  build: string,
): BlockQuestion {
  const names = files.map((file) => basename(file));
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined) {
    throw new UsageError(`several scenarios are called ${twice}; a block knows them by name: rename one`);
  }
  return {
    format: blockFormat,
    fleetsim: version,
    build,
    command,
    files: names,
    options: optionsSaid(options),
    variants: variants.map(({ name, loaded: { scenario, sha256 } }) => ({
      name,
      seed: scenario.seed,
      sha256,
    })),
    metrics,
  };
}

/** Lists of texts, as on the command line; what was not said is left out. */
function optionsSaid(options: BlockOptions): Record<string, readonly string[]> {
  const { seed, set, vary, reference, metrics, minDifference, goal, subjectTo, frontier } = options;
  const alone = (text: string | null | undefined) => (text == null ? [] : [text]);
  const all = {
    seed: alone(seed),
    set: settingsOf(set),
    vary,
    reference: alone(reference),
    metrics: alone(metrics?.join(',')),
    minDifference,
    goal: alone(goal),
    subjectTo,
    frontier: alone(frontier?.join(',')),
  };
  return Object.fromEntries(
    Object.entries(all).flatMap(([key, said]) => (said?.length ? [[key, said]] : [])),
  );
}

/** All of fleetsim in one file, and the versions of what it is bundled with: two builds of one source have the same. */
const ofBuild: readonly string[] = ['index.js', 'third-party-licenses.txt'];

/** Of the program in a folder. The bundles of the command line are left out: they hold the same files in an order that may differ. */
export function buildHash(folder: URL): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(folder).sort()) {
    if (ofBuild.includes(name)) hash.update(`${name}\n`).update(readFileSync(new URL(name, folder)));
  }
  return hash.digest('hex');
}
