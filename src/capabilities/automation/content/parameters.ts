/** Values of the parameters of a runbook. */
import type { Runbook, Value } from './runbook.ts';

export function valuesOf(
  { parameters }: Pick<Runbook, 'parameters'>,
  given: Readonly<Record<string, readonly string[]>>,
): { readonly values: Record<string, Value> } | { readonly problems: readonly string[] } {
  const values: Record<string, Value> = {};
  for (const [name, declared] of Object.entries(parameters)) {
    const list = given[name];
    const isList = declared.type.endsWith('List') || declared.type.startsWith('List<');
    if (list !== undefined) values[name] = isList ? list : list[0]!;
    else if (declared.default !== undefined) values[name] = declared.default;
  }
  return { values };
}
