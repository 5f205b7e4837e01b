/** What the loader's fields say of themselves. */
import * as z from 'zod/mini';

/** The parts of a zod schema that are looked at here. */
export interface ZodField {
  readonly _zod: {
    readonly def: {
      readonly type: string;
      readonly shape?: Readonly<Record<string, ZodField>>;
      readonly innerType?: ZodField;
      readonly defaultValue?: unknown;
      readonly in?: ZodField;
      readonly out?: ZodField;
      readonly element?: ZodField;
      readonly valueType?: ZodField;
    };
  };
}

export interface Unwrapped {
  /** What is read, without `optional` and defaults around it. */
  readonly field: ZodField;
  readonly isRequired: boolean;
  /** As a user would write it. Undefined: there is none. */
  readonly default: unknown;
}

export function unwrap(field: ZodField): Unwrapped {
  const { type, innerType, defaultValue } = field._zod.def;
  if (innerType === undefined) return { field, isRequired: type !== 'optional', default: undefined };
  const { field: inner } = unwrap(innerType);
  return { field: inner, isRequired: false, default: type === 'prefault' ? defaultValue : undefined };
}

export function descriptionOf(field: ZodField): string | undefined {
  const said = hintsOf(field)['description'] as string | undefined;
  const { innerType } = field._zod.def;
  return said ?? (innerType === undefined ? undefined : descriptionOf(innerType));
}

export function hintsOf(field: ZodField): Readonly<Record<string, unknown>> {
  return (z.globalRegistry.get(field as never) ?? {}) as Readonly<Record<string, unknown>>;
}

/** What a list is a list of, and how long it may be. Undefined: the field is no list. */
export function listOf(field: ZodField): { element: ZodField; lengths: Record<string, unknown> } | undefined {
  const { element, in: before, out } = field._zod.def;
  const found = element ?? before?._zod.def.element;
  if (found === undefined) return undefined;
  const { minItems, maxItems } = out === undefined ? {} : hintsOf(out);
  return {
    element: found,
    lengths: {
      ...(minItems === undefined ? {} : { minItems }),
      ...(maxItems === undefined ? {} : { maxItems }),
    },
  };
}
