/** The variants that `fleetsim compare` was asked for, loaded. */
import { basename } from 'node:path';
import { gridOf, parseVary, type Vary, variesSeed } from '../experiment/variants.ts';
import type { Loaded } from '../scenario/load.ts';
import type { Override } from '../scenario/overrides.ts';
import type { CompareJob } from './declare/compare.ts';
import { loadOrComplain } from './load.ts';
import { UsageError } from './usage-error.ts';
import { withoutNull } from './without-null.ts';

export interface LoadedVariant {
  readonly name: string;
  /** As given on the command line. */
  readonly file: string;
  /** Of the file's experiment; null: the file itself. */
  readonly variant: string | null;
  /** Of `--set` and `--vary`. */
  readonly overrides: readonly Override[];
  readonly loaded: Loaded;
}

type Wanted = Omit<LoadedVariant, 'loaded'>;

/** Null: one of them cannot be used, and that has been said. */
export function loadVariants(job: CompareJob): LoadedVariant[] | null {
  const wanted =
    job.vary.length > 0 ? variedOf(job) : job.files.length > 1 ? filesOf(job) : experimentOf(job);
  if (wanted === null) return null;
  const variants: LoadedVariant[] = [];
  for (const each of wanted) {
    const loaded = load(job, each);
    if (loaded === null) return null;
    variants.push({ ...each, loaded });
  }
  return variants;
}

function load({ seed }: CompareJob, { file, overrides, variant }: Wanted): Loaded | null {
  // Warnings are said once for all variants.
  return loadOrComplain({ file, overrides, ...withoutNull({ seed, variant }) }, { quiet: true });
}

function variedOf({ files, vary, set, seed }: CompareJob): Wanted[] {
  const [file, second] = files;
  if (second !== undefined) {
    throw new UsageError(
      `--vary: expected one scenario, found ${files.length}: compare either files or settings`,
    );
  }
  const varies = vary.map(readVary);
  const ofTheWhole = varies.find(({ key }) => key === 'replications');
  if (ofTheWhole !== undefined) {
    throw new UsageError(
      `--vary replications=${ofTheWhole.values.join(',')}: every variant is simulated as often as the others: --replications N`,
    );
  }
  const variants = gridOf(varies);
  if ('error' in variants) throw new UsageError(`--vary: ${variants.error}`);
  if (variants.length === 1) {
    throw new UsageError(`--vary ${vary.join(' --vary ')}: expected at least two values to compare`);
  }
  if (seed !== null && variesSeed(variants)) {
    throw new UsageError(`--vary seed=… and --seed ${seed} contradict each other`);
  }
  return variants.map(({ name, overrides: varied }) => ({
    name,
    file: file!,
    variant: null,
    overrides: [...set, ...varied],
  }));
}

function readVary(text: string): Vary {
  const vary = parseVary(text);
  if ('error' in vary) throw new UsageError(`--vary ${text}: ${vary.error}`);
  return vary;
}

function filesOf({ files, set }: CompareJob): Wanted[] {
  const twice = files.find((file, index) => files.indexOf(file) < index);
  if (twice !== undefined) throw new UsageError(`${twice}: named twice; compare different files`);
  const names = distinctNames(files);
  return files.map((file, index) => ({ name: names[index]!, file, variant: null, overrides: set }));
}

/** `sunday-patch`; where several files have that name, as much of their paths as tells them apart. */
function distinctNames(files: readonly string[]): string[] {
  const plain = files.map((file) => basename(file).replace(/\.ya?ml$/, ''));
  return new Set(plain).size === files.length ? plain : [...files];
}

function experimentOf({ files, set, seed }: CompareJob): Wanted[] | null {
  const file = files[0]!;
  const loaded = loadOrComplain({ file, overrides: set, ...withoutNull({ seed }) }, { quiet: true });
  if (loaded === null) return null;
  const { experiment } = loaded.scenario;
  if (experiment === null) {
    throw new UsageError(
      `${file}: nothing to compare it with: add --vary KEY=A,B, a second scenario, or an experiment: in the file`,
    );
  }
  return experiment.variants.map(({ name }) => ({ name, file, variant: name, overrides: set }));
}
