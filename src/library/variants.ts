/** The variants of a comparison, loaded: settings of one scenario, several scenarios, or an experiment in the file. */
import { basename } from 'node:path';
import { UsageError } from '../diagnostics/usage-error.ts';
import { gridOf, parseVary, type Vary, variesSeed } from '../experiment/variants.ts';
import type { Loaded, NotLoaded } from '../scenario/load.ts';
import type { Override } from '../scenario/overrides.ts';
import { loadChecked, type ScenarioInput } from './load.ts';
import { withoutNull } from './without-null.ts';

/** How an option is named to the person who gave it: `--pick-within`, or `pickWithin`. */
export type NameOption = (name: string) => string;

export interface VariantsAsked {
  readonly inputs: readonly ScenarioInput[];
  /** `KEY=A,B` */
  readonly vary: readonly string[];
  readonly set: readonly Override[];
  readonly seed: string | null;
  readonly option: NameOption;
  /** What options say of metrics. */
  readonly metricsAsked: readonly string[];
}

/** What a comparison says of metrics, in its options. */
export interface MetricsAsked {
  readonly metrics?: readonly string[] | null | undefined;
  readonly minDifference?: readonly string[] | undefined;
  readonly goal?: string | null | undefined;
  readonly subjectTo?: readonly string[] | undefined;
  readonly frontier?: readonly string[] | null | undefined;
  readonly precision?: { readonly metric: string } | null;
}

export function metricsAskedIn(asked: MetricsAsked): string[] {
  const { metrics, minDifference, goal, subjectTo, frontier, precision } = asked;
  const lists = [metrics, minDifference, subjectTo, frontier].flatMap((list) => list ?? []);
  return [...lists, goal, precision?.metric].flatMap((one) => one ?? []);
}

export interface LoadedVariant {
  readonly name: string;
  /** As given. */
  readonly file: string;
  /** Of the file's experiment; null: the file itself. */
  readonly variant: string | null;
  /** Of `--set` and `--vary`. */
  readonly overrides: readonly Override[];
  readonly loaded: Loaded;
}

interface Wanted extends Omit<LoadedVariant, 'loaded' | 'file'> {
  readonly input: ScenarioInput;
}

export function loadVariants(asked: VariantsAsked): readonly LoadedVariant[] | NotLoaded {
  const { vary, inputs, seed, metricsAsked } = asked;
  const wanted = vary.length > 0 ? variedOf(asked) : inputs.length > 1 ? filesOf(asked) : experimentOf(asked);
  if ('problems' in wanted) return wanted;
  const variants: LoadedVariant[] = [];
  for (const { input, ...variant } of wanted) {
    const { overrides, variant: name } = variant;
    const loaded = loadChecked({
      ...input,
      overrides,
      metricsAsked,
      ...withoutNull({ seed, variant: name }),
    });
    if ('problems' in loaded) return loaded;
    variants.push({ ...variant, file: input.file, loaded });
  }
  return variants;
}

function variedOf({ inputs, vary, set, seed, option }: VariantsAsked): Wanted[] {
  const [input, second] = inputs;
  if (second !== undefined) {
    throw new UsageError(
      `${option('vary')}: expected one scenario, found ${inputs.length}: compare either files or settings`,
    );
  }
  const varies = vary.map((text) => readVary(text, option));
  const ofTheWhole = varies.find(({ key }) => key === 'replications');
  if (ofTheWhole !== undefined) {
    throw new UsageError(
      `${option('vary')} replications=${ofTheWhole.values.join(',')}: every variant is simulated as often as the ` +
        `others: ${option('replications')} N`,
    );
  }
  const variants = gridOf(varies);
  if ('error' in variants) throw new UsageError(`${option('vary')}: ${variants.error}`);
  if (variants.length === 1) {
    const given = vary.map((text) => `${option('vary')} ${text}`).join(' ');
    throw new UsageError(`${given}: expected at least two values to compare`);
  }
  if (seed !== null && variesSeed(variants)) {
    throw new UsageError(`${option('vary')} seed=… and ${option('seed')} ${seed} contradict each other`);
  }
  return variants.map(({ name, overrides: varied }) => ({
    name,
    input: input!,
    variant: null,
    overrides: [...set, ...varied],
  }));
}

function readVary(text: string, option: NameOption): Vary {
  const vary = parseVary(text);
  if ('error' in vary) throw new UsageError(`${option('vary')} ${text}: ${vary.error}`);
  return vary;
}

function filesOf({ inputs, set }: VariantsAsked): Wanted[] {
  const files = inputs.map(({ file }) => file);
  const twice = files.find((file, index) => files.indexOf(file) < index);
  if (twice !== undefined) throw new UsageError(`${twice}: named twice; compare different files`);
  const names = distinctNames(files);
  return inputs.map((input, index) => ({ name: names[index]!, input, variant: null, overrides: set }));
}

/** `sunday-patch`; where several files have that name, as much of their paths as tells them apart. */
function distinctNames(files: readonly string[]): string[] {
  const plain = files.map((file) => basename(file).replace(/\.ya?ml$/, ''));
  return new Set(plain).size === files.length ? plain : [...files];
}

function experimentOf({ inputs, set, seed, option }: VariantsAsked): Wanted[] | NotLoaded {
  const input = inputs[0]!;
  const loaded = loadChecked({ ...input, overrides: set, ...withoutNull({ seed }) });
  if ('problems' in loaded) return loaded;
  const { experiment } = loaded.scenario;
  if (experiment === null) {
    throw new UsageError(
      `${input.file}: nothing to compare it with: add ${option('vary')} KEY=A,B, a second scenario, or an experiment: in the file`,
    );
  }
  return experiment.variants.map(({ name }) => ({ name, input, variant: name, overrides: set }));
}
