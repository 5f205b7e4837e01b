/** Keys that AWS acts on and this version does not: accepted, and never passed in silence. */
import { notSimulated } from '../diagnostics/not-simulated.ts';
import { isMap } from '../diagnostics/plain-map.ts';
import type { DataPath } from '../diagnostics/problem.ts';
import type { LoadContext } from '../fields/context.ts';

export interface WithoutEffect {
  /** Which answers are other than AWS's by it. */
  readonly touches: string;
  readonly instead: string;
  /** Values with which AWS, too, does nothing out of the ordinary. */
  readonly except?: readonly string[];
}

/** By the path from the properties, with dots between its keys. */
export type KeysWithoutEffect = Readonly<Record<string, WithoutEffect>>;

const nothing = 'nothing: it may stay in the file';

/**
 * Of a run of a document, whatever sends it.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_SendCommand.html
 */
export const runKeysWithoutEffect: KeysWithoutEffect = {
  CloudWatchOutputConfig: { touches: 'no answer shows the output that it keeps', instead: nothing },
  DocumentHash: {
    touches: 'every run takes the hash to match, and AWS refuses a run whose document has another',
    instead: nothing,
  },
  DocumentVersion: {
    touches: 'every run has the steps of the newest version of the document',
    instead: 'describe a version that acts otherwise under model.documents',
    except: ['$DEFAULT', '$LATEST'],
  },
};

/** The same keys below another one. */
export function below(path: string, keys: KeysWithoutEffect): KeysWithoutEffect {
  return Object.fromEntries(Object.entries(keys).map(([key, one]) => [`${path}.${key}`, one]));
}

export function warnOfKeysWithoutEffect(
  { keys = {}, of }: { readonly keys: KeysWithoutEffect | undefined; readonly of: string },
  raw: unknown,
  path: DataPath,
  context: LoadContext,
): void {
  for (const [key, { touches, instead, except = [] }] of Object.entries(keys)) {
    const steps = key.split('.');
    for (const { at, value } of valuesAt(raw, steps, path)) {
      const isEmpty = value === undefined || value === null || (Array.isArray(value) && value.length === 0);
      if (isEmpty || (typeof value === 'string' && except.includes(value))) continue;
      const { message, options } = notSimulated({ name: `${steps.at(-1)} of ${of}`, touches, instead });
      context.warning(at, 'no-effect', message, { at: 'key', ...options });
    }
  }
}

/** In every entry of a list on the way. */
function valuesAt(
  value: unknown,
  steps: readonly string[],
  at: DataPath,
): { readonly at: DataPath; readonly value: unknown }[] {
  const [step, ...rest] = steps;
  if (step === undefined) return [{ at, value }];
  if (Array.isArray(value)) return value.flatMap((one, index) => valuesAt(one, steps, [...at, index]));
  return isMap(value) ? valuesAt(value[step], rest, [...at, step]) : [];
}
