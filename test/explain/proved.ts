/** A scenario's text, explained with what would have helped and the run that proves it. */

import { formatProblems } from '../../src/diagnostics/problem.ts';
import type { ExplainOptions, ExplainProblem } from '../../src/explain/explain.ts';
import { explainAll, explainWithProof } from '../../src/explain/explain-with-proof.ts';
import type { Explanation, ExplanationOfAll, RemedyOutcome } from '../../src/explain/explanation.ts';
import type { NotLoaded } from '../../src/scenario/load.ts';
import { type Sections, world } from '../capabilities/quiet-world.ts';

type Files = Readonly<Record<string, string>>;

function requestOf(text: string, files: Files = {}) {
  const read = (path: string) => new TextEncoder().encode(files[path] ?? text);
  return { file: 'test.yaml', read, overrides: [], version: '0.0.0' };
}

function answered<T extends object>(answer: T | ExplainProblem | NotLoaded): T {
  if ('problems' in answer) throw new Error(formatProblems(answer.problems, answer.sources));
  if ('problem' in answer) throw new Error(answer.problem);
  return answer;
}

export function proved(
  sections: Sections,
  node = 'web-0001',
  options: ExplainOptions = {},
  files?: Files,
): Explanation {
  return answered(explainWithProof({ ...requestOf(world(sections), files), ...options, node }));
}

export function remedyIn(
  sections: Sections,
  node?: string,
  options?: ExplainOptions,
  files?: Files,
): RemedyOutcome {
  const { remedy } = proved(sections, node, options, files);
  if (remedy === null) throw new Error('no remedy');
  return remedy;
}

export function allIn(sections: Sections, options: ExplainOptions = {}): ExplanationOfAll {
  return answered(explainAll({ ...requestOf(world(sections)), ...options }));
}
