/** `lint`: findings of `fleetsim lint` that are right as they are. */
import type { LoadContext } from '../fields/context.ts';
import {
  described,
  type Field,
  listOf,
  map,
  once,
  optional,
  read,
  text,
  withDefault,
} from '../fields/fields.ts';

/** One rule that does not apply to this file, and why. */
export interface LintIgnore {
  readonly rule: string;
  readonly reason?: string;
}

export interface LintSettings {
  readonly ignore: readonly LintIgnore[];
}

export const lintIgnoreField = once((): Field<LintIgnore> => {
  return map({
    rule: described(
      text('the id of a rule, such as errors-unlimited', { min: 1, max: 100 }),
      'The id of a rule',
    ),
    // A missing one is a finding of `lint` itself, which knows what it costs.
    reason: described(optional(text('a reason', { max: 1_000 })), 'Why it is right here all the same'),
  }) as unknown as Field<LintIgnore>;
});

export const lintField = once((): Field<LintSettings> => {
  return map({
    ignore: described(
      withDefault(listOf(lintIgnoreField()), []),
      'Rules that lint leaves out for this file, each with the reason',
    ),
  }) as unknown as Field<LintSettings>;
});

/** Whether the rules exist, `lint` says: a simulation has no use for them. */
export function readLintSettings(raw: unknown, context: LoadContext): void {
  if (raw !== undefined && raw !== null) read(lintField(), raw, ['lint'], context);
}
