/** `validate`: whether a scenario can be used. */
import type { Problem } from '../diagnostics/problem.ts';
import { inputOf, type LoadingOptions, load, type Source } from './source.ts';

export interface Validated {
  readonly name: string;
  readonly warnings: readonly Problem[];
}

/** Rejects with a ScenarioError if it cannot. */
export async function validate(source: Source, options: LoadingOptions = {}): Promise<Validated> {
  const { scenario, warnings } = load(inputOf(source, options), options);
  return { name: scenario.name, warnings };
}
