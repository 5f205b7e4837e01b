/**
 * The values with which an execution starts.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_StartAutomationExecution.html and
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-troubleshooting.html
 */
import { patternOf } from '../../../aws/allowed-pattern.ts';
import { nearest } from '../../../diagnostics/nearest.ts';
import { type Lookup, ownerOf, referencesIn, resolve } from './references.ts';
import type { Runbook, RunbookParameter, Value } from './runbook.ts';
import { isListType, textOf, typed } from './values.ts';

/** Why AWS answers InvalidAutomationExecutionParametersException. */
export interface StartProblem {
  readonly parameter: string;
  readonly message: string;
  readonly help?: string;
}

export type StartValues =
  | { readonly values: Record<string, Value> }
  | { readonly problems: readonly StartProblem[] };

/** `lookup` gives system variables, which defaults may have in them; `idOf` the id of what is the name of a node, which stands for it. */
export function valuesOf(
  { parameters, takesOthers = false }: Pick<Runbook, 'parameters' | 'takesOthers'>,
  given: Readonly<Record<string, readonly string[]>>,
  lookup: Lookup = () => undefined,
  idOf: (text: string) => string = (text) => text,
): StartValues {
  const problems: StartProblem[] = [];
  for (const name of Object.keys(given)) {
    if (takesOthers || Object.hasOwn(parameters, name)) continue;
    const likely = nearest(name, Object.keys(parameters));
    const message = `Parameter "${name}" is not declared.`;
    problems.push({
      parameter: name,
      message,
      ...(likely === null ? {} : { help: `did you mean ${likely}? Names are case-sensitive` }),
    });
  }
  const values: Record<string, Value> = {};
  for (const [name, declared] of Object.entries(parameters)) {
    const written = Object.hasOwn(given, name) ? given[name]! : [];
    if (written.length > 0) {
      const { value, message } = givenValue(name, declared, written, idOf);
      if (message === undefined) values[name] = value;
      else problems.push({ parameter: name, message });
    } else if (declared.default === undefined)
      problems.push({ parameter: name, message: `Missing required parameter: ${name} in user inputs.` });
  }
  if (problems.length > 0) return { problems };
  return { values: { ...values, ...defaultsOf(parameters, values, lookup) } };
}

/** Variables begin with their defaults. */
export function startingVariables(
  { variables }: Pick<Runbook, 'variables'>,
  lookup: Lookup,
): Record<string, Value> {
  const named = Object.fromEntries(
    Object.entries(variables).map(([name, variable]) => [`variable:${name}`, variable]),
  );
  return Object.fromEntries(
    Object.entries(defaultsOf(named, {}, lookup)).map(([name, value]) => [name.slice(9), value]),
  );
}

type Declared = Readonly<Record<string, { readonly type: string; readonly default?: Value }>>;

/** Of those that have no value yet. One default may refer to another; circles have been refused. */
function defaultsOf(declared: Declared, values: Readonly<Record<string, Value>>, lookup: Lookup) {
  const found = new Map<string, Value>();
  const known = (name: string) =>
    Object.hasOwn(values, name) ? values[name] : (found.get(name) ?? lookup(name));
  const pending = Object.keys(declared)
    .filter((name) => !Object.hasOwn(values, name))
    .reverse();
  const isBegun = new Set<string>();
  while (pending.length > 0) {
    const name = pending.at(-1)!;
    const { type, default: written = '' } = declared[name]!;
    const needed = isBegun.has(name)
      ? []
      : referencesIn(written)
          .map(ownerOf)
          .filter(
            (each) => Object.hasOwn(declared, each) && !Object.hasOwn(values, each) && !isBegun.has(each),
          );
    isBegun.add(name);
    if (needed.length > 0) pending.push(...needed);
    else {
      const value = resolve(written, known);
      if (!found.has(name)) found.set(name, typed(value, type) ?? value);
      pending.pop();
    }
  }
  return Object.fromEntries(found);
}

/** As a call gives it: a list of texts. Only a list type takes more than one. */
function givenValue(
  name: string,
  declared: RunbookParameter,
  written: readonly string[],
  idOf: (text: string) => string,
): { readonly value: Value; readonly message?: string } {
  const { type, allowedValues, allowedPattern } = declared;
  const isList = isListType(type);
  const whole: Value = isList && written.length > 1 ? [...written] : written[0]!;
  const value = typed(whole, type);
  const refused = (message: string) => ({ value: null, message: `Parameter "${name}" ${message}` });
  const shown = `has value "${written.join(', ')}"`;
  if (!isList && written.length > 1) return refused(`${shown}: expected one value, found ${written.length}.`);
  if (value === undefined) return refused(`${shown} that is no ${type}.`);
  const items = Array.isArray(value) ? (value as readonly Value[]) : [value];
  const isAllowed = (item: Value) =>
    allowedValues?.some((allowed) => textOf(allowed) === textOf(item)) ?? true;
  if (!items.every(isAllowed))
    return refused(`${shown} not found in [${allowedValues!.map(textOf).join(', ')}].`);
  const pattern = allowedPattern === undefined ? null : patternOf(allowedPattern);
  const fits = (text: string) => pattern === null || pattern.test(text) || pattern.test(idOf(text));
  if (!items.every((item) => fits(textOf(item))))
    return refused(`${shown} not matching "${allowedPattern}".`);
  const limit = brokenLimit(declared, items, isList);
  return limit === null ? { value } : refused(`${shown}: ${limit}.`);
}

function brokenLimit(
  { minItems, maxItems, minChars, maxChars }: RunbookParameter,
  items: readonly Value[],
  isList: boolean,
): string | null {
  if (isList && items.length < (minItems ?? 0)) return `expected at least ${minItems} items`;
  if (isList && items.length > (maxItems ?? Infinity)) return `expected at most ${maxItems} items`;
  if (items.some((item) => textOf(item).length < (minChars ?? 0)))
    return `expected at least ${minChars} characters`;
  if (items.some((item) => textOf(item).length > (maxChars ?? Infinity)))
    return `expected at most ${maxChars} characters`;
  return null;
}
