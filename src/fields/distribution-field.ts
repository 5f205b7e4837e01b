import { nearest } from '../diagnostics/nearest.ts';
import { describe, isMap } from '../diagnostics/plain-map.ts';
import type { Distribution } from '../kernel/distributions.ts';
import { type Field, field, refuse, Slip } from './fields.ts';
import { parseDuration } from './quantities.ts';

/** What each family is described by. `shape` is a plain number, all else durations. */
export const parametersOf = {
  constant: ['value'],
  uniform: ['min', 'max'],
  exponential: ['mean'],
  normal: ['mean', 'sd'],
  lognormal: ['mean', 'sd'],
  triangular: ['min', 'mode', 'max'],
  gamma: ['mean', 'sd'],
  weibull: ['shape', 'scale'],
  empirical: ['values'],
} as const;
type Family = keyof typeof parametersOf;
const families = Object.keys(parametersOf) as Family[];

const expected = 'a duration such as 4m, or a distribution such as { lognormal: { mean: 4m, sd: 1m } }';

/** A duration, or how an uncertain one is distributed. */
export function distribution(): Field<Distribution> {
  return field(readDistribution, { $ref: '#/definitions/distribution' });
}

export function readDistribution(value: unknown): Distribution | Slip {
  if (typeof value === 'string') {
    const constant = parseDuration(value);
    if (!(constant instanceof Slip)) return { family: 'constant', value: constant };
    const isFamily = families.includes(value as Family);
    return isFamily ? new Slip(`expected ${expected}`, { help: exampleOf(value as Family) }) : constant;
  }
  if (!isMap(value)) return refuse(value, expected);
  const [family, ...others] = Object.keys(value);
  if (family === undefined) return refuse(value, expected);
  if (!families.includes(family as Family)) {
    const likely = nearest(family, families);
    const help = likely === null ? `known: ${families.join(', ')}` : `did you mean ${likely}?`;
    return new Slip('expected the name of a distribution', {
      code: 'unknown-key',
      path: [family],
      at: 'key',
      help,
    });
  }
  if (others.length > 0) {
    return new Slip('expected one distribution', {
      path: [others[0]!],
      at: 'key',
      help: exampleOf(family as Family),
    });
  }
  return readFamily(family as Family, value[family]);
}

function readFamily(family: Family, given: unknown): Distribution | Slip {
  const names: readonly string[] = parametersOf[family];
  if (!isMap(given)) {
    return new Slip(`expected ${exampleOf(family)}, found ${describe(given)}`, { path: [family] });
  }
  for (const key of Object.keys(given)) {
    if (names.includes(key)) continue;
    const likely = nearest(key, names);
    const help = likely === null ? `write ${exampleOf(family)}` : `did you mean ${likely}?`;
    return new Slip('unknown key', { code: 'unknown-key', path: [family, key], at: 'key', help });
  }
  if (family === 'empirical') return readEmpirical(given['values']);
  const parameters: Record<string, number> = {};
  for (const name of names) {
    const parameter = readParameter(name, given[name]);
    if (parameter instanceof Slip) {
      return new Slip(parameter.message, {
        ...parameter.options,
        path: [family, name],
        help: parameter.options.help ?? `write ${exampleOf(family)}`,
      });
    }
    parameters[name] = parameter;
  }
  const checked = check({ family, ...parameters } as Distribution);
  return checked instanceof Slip ? checked : simplify(checked);
}

function readParameter(name: string, value: unknown): number | Slip {
  if (name !== 'shape') {
    return typeof value === 'string' ? parseDuration(value) : refuse(value, 'a duration such as 4m');
  }
  const number = typeof value === 'string' && /^[0-9]+(\.[0-9]+)?$/.test(value) ? Number(value) : 0;
  // Outside this range its quantiles are 0 or astronomical, which is never what is meant.
  return number >= 0.05 && number <= 100 ? number : refuse(value, 'a number from 0.05 to 100');
}

function readEmpirical(values: unknown): Distribution | Slip {
  const path = ['empirical', 'values'];
  if (!Array.isArray(values) || values.length === 0) {
    return new Slip('expected a list of durations', { path, help: exampleOf('empirical') });
  }
  const numbers: number[] = [];
  for (const [index, value] of values.entries()) {
    const number = typeof value === 'string' ? parseDuration(value) : refuse(value, 'a duration such as 4m');
    if (number instanceof Slip)
      return new Slip(number.message, { ...number.options, path: [...path, index] });
    numbers.push(number);
  }
  // Sorted, so that the order of the list, or of the lines of a file, changes nothing.
  return { family: 'empirical', values: numbers.sort((a, b) => a - b) };
}

function check(given: Distribution): Distribution | Slip {
  const at = (name: string, message: string) => new Slip(message, { path: [given.family, name] });
  switch (given.family) {
    case 'uniform':
      return given.max < given.min ? at('max', 'expected a max that is not below min') : given;
    case 'triangular':
      if (given.max < given.min) return at('max', 'expected a max that is not below min');
      return given.mode < given.min || given.mode > given.max
        ? at('mode', 'expected a mode from min to max')
        : given;
    case 'exponential':
    case 'normal':
    case 'lognormal':
    case 'gamma':
      return given.mean <= 0 ? at('mean', 'expected a mean above 0') : given;
    case 'weibull':
      return given.scale <= 0 ? at('scale', 'expected a scale above 0') : given;
    default:
      return given;
  }
}

/** Without spread every family is a constant; some of their formulas would divide by zero. */
function simplify(given: Distribution): Distribution {
  return 'sd' in given && given.sd === 0 ? { family: 'constant', value: given.mean } : given;
}

function exampleOf(family: Family): string {
  const examples: Readonly<Record<string, string>> = {
    value: '4m',
    min: '1m',
    mode: '2m',
    max: '5m',
    mean: '4m',
    sd: '1m',
    shape: '1.5',
    scale: '4m',
    values: '[3m, 4m, 6m]',
  };
  const parameters = parametersOf[family].map((name) => `${name}: ${examples[name]}`);
  return `{ ${family}: { ${parameters.join(', ')} } }`;
}

/** A distribution as a user would write it: `{ uniform: { min: 0s, max: 30s } }`. */
export const uniform = (min: string, max: string) => ({ uniform: { min, max } });
export const lognormal = (mean: string, sd: string) => ({ lognormal: { mean, sd } });
