/** Properties of a resource, or parameters of a call, read key by key. */
import type * as z from 'zod/mini';
import { isMap } from '../diagnostics/plain-map.ts';
import type { DataPath } from '../diagnostics/problem.ts';
import { refusedBy } from '../fields/aws-fields.ts';
import type { LoadContext } from '../fields/context.ts';
import { type Field, map, read, reading, unknownKey } from '../fields/fields.ts';
import { isKnown, type Partly, Unknown } from '../fields/unknown.ts';

export type Fields = Readonly<Record<string, z.ZodMiniType>>;

/** As the fields read it, all of it known. */
export type Known<F extends Fields> = z.output<z.ZodMiniObject<F>>;

/** The same where any part may be unknown. */
export type Seen<F extends Fields> = { readonly [Key in keyof Known<F>]: Partly<Known<F>[Key]> };

/** Undefined: it is no map. A key that is refused is unknown from then on, so that it hides no mistake in another. */
export function readFields<F extends Fields>(
  fields: F,
  raw: unknown,
  path: DataPath,
  context: LoadContext,
  awsError = 'ValidationException',
): Seen<F> | undefined {
  const refusing = refusedBy(awsError, context);
  if (raw instanceof Unknown) return undefined;
  if (!isMap(raw)) {
    read(map(fields), raw, path, refusing);
    return undefined;
  }
  const seen: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(fields)) {
    const at = [...path, key];
    const value = reading(field as Field<unknown>, raw[key], at, refusing);
    if (value === null) seen[key] = new Unknown(at);
    else if (value.value !== undefined) seen[key] = value.value;
  }
  for (const key of Object.keys(raw)) {
    if (!Object.hasOwn(fields, key)) unknownKey([...path, key], Object.keys(fields), refusing);
  }
  return seen as Seen<F>;
}

/** Whether every part of it is known. */
export function isWhole<F extends Fields>(seen: Seen<F> | Known<F>): seen is Known<F> {
  return isKnown<unknown>(seen);
}
