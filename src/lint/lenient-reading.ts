/** A file by the specs that the loader reads it with; what only a deployment decides is left open. */

import { readStack, type Stack } from '../cloudformation/stack.ts';
import { isTemplate } from '../diagnostics/other-files.ts';
import type { PlainMap } from '../diagnostics/plain-map.ts';
import type { Positions } from '../diagnostics/positions.ts';
import { type DataPath, type Problem, Problems } from '../diagnostics/problem.ts';
import type { LoadContext, ProblemOptions } from '../fields/context.ts';
import type { Specs } from '../scenario/specs.ts';

/** AWS takes it, and only a simulation cannot do without. */
const notSimulated = ['unsupported', 'unsupported-document', 'unsupported-reference'];

export interface ReadingPlace {
  readonly file: string;
  readonly positions: Positions;
  /** Today, for schedules. */
  readonly nowMs: number;
}

export interface LenientReading {
  readonly stack: Stack;
  /** What AWS refuses. Of a scenario the loader says it. */
  readonly refusals: readonly Problem[];
}

export function readLeniently(root: PlainMap, specs: Specs, where: ReadingPlace): LenientReading {
  const problems = new Problems();
  const key = isTemplate(root) ? 'Resources' : 'resources';
  const stack = readStack({ ...specs, root, key, isStrict: false }, contextOf(root, problems, where));
  return {
    stack,
    // More may be found as further values are evaluated.
    get refusals() {
      return problems.sorted();
    },
  };
}

/** A template knows no nodes, no documents of a model and no files: whatever it names may be there. */
function contextOf(
  root: PlainMap,
  problems: Problems,
  { file, positions, nowMs }: ReadingPlace,
): LoadContext {
  const error = (
    path: DataPath,
    code: string,
    message: string,
    { help, at = 'value', awsError }: ProblemOptions = {},
  ): void => {
    if (notSimulated.includes(code)) return;
    const place = positions.find(root, path, at) ?? { file, line: 0, column: 0 };
    const options = {
      ...(help === undefined ? {} : { help }),
      ...(awsError === undefined ? {} : { awsError }),
    };
    problems.add({ severity: 'error', code, path, message, ...options, ...place });
  };
  const nowhere = { error: 'a template is read by itself' };
  return {
    error,
    // Warnings are about what a simulation makes of it.
    warning: () => {},
    problems,
    startMs: nowMs,
    endMs: nowMs,
    account: { id: '', region: '', defaultHostManagement: false, instanceTier: 'standard' },
    accounts: new Map(),
    accountOf: () => '',
    placeIn: () => {},
    groupNames: [],
    worldNames: { subnets: [], instanceProfiles: [] },
    isNodeName: () => false,
    isGivenNodeId: () => false,
    isHybridNodeName: () => false,
    isKnownDocument: () => true,
    isFileAddress: () => true,
    isQuoted: (path) => positions.isQuoted(root, path),
    read: () => nowhere,
    parse: () => undefined,
    within: () => contextOf(root, problems, { file, positions, nowMs }),
  };
}
