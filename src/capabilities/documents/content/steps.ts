/**
 * Steps of a Command document: `mainSteps` of schema 2.0 and 2.2, plugins of `runtimeConfig` in schema 1.2.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-schemas-features.html and
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-command-ssm-plugin-reference.html#shared-inputs
 */
import type { ContentReading } from '../../../cloudformation/document-type.ts';
import { nearest } from '../../../diagnostics/nearest.ts';
import { describe, isMap, type PlainMap } from '../../../diagnostics/plain-map.ts';
import { anything, choice, listOf, map, once, optional, read, text } from '../../../fields/fields.ts';
import { isKnown, Unknown } from '../../../fields/unknown.ts';
import type { PlatformType } from '../../../world/operating-systems.ts';
import { namesIn } from './parameters.ts';
import { plugins } from './plugins.ts';

export interface ReadSteps {
  readonly schemaVersion: '1.2' | '2.0' | '2.2';
  readonly steps: readonly Step[];
}

export interface Step {
  readonly name: string;
  /** The plugin: `aws:runShellScript`. */
  readonly action: string;
  /** Each pair has to be equal, or the step is skipped; `platformType` is that of the node. */
  readonly conditions: readonly (readonly [string, string])[];
  readonly timeoutSeconds: string | null;
  readonly onFailure: 'exit' | 'successAndExit' | null;
  readonly onSuccess: 'exit' | null;
  /** It runs whatever ended the document before it. */
  readonly isFinally: boolean;
}

const contentField = once(() =>
  map({
    description: optional(anything()),
    files: optional(anything()),
    mainSteps: optional(
      listOf(
        map({
          action: text('a plugin, such as aws:runShellScript'),
          finallyStep: optional(anything()),
          inputs: optional(anything()),
          maxAttempts: optional(anything()),
          name: text('a name of letters, digits, _ and -', { pattern: /^[a-zA-Z0-9_-]{1,128}$/ }),
          onFailure: optional(anything()),
          onSuccess: optional(anything()),
          precondition: optional(anything()),
          settings: optional(anything()),
          timeoutSeconds: optional(anything()),
        }),
      ),
    ),
    outputs: optional(anything()),
    parameters: optional(anything()),
    runtimeConfig: optional(anything()),
    schemaVersion: choice('1.2', '2.0', '2.2'),
    variables: optional(anything()),
  }),
);

/** Undefined: refused, or not known as a whole. */
export function readSteps(content: unknown, reading: ContentReading): ReadSteps | undefined {
  const { path, context } = reading;
  const given = read(contentField(), content, path, context);
  if (given === undefined || given instanceof Unknown || !isMap(content)) return undefined;
  const { schemaVersion, mainSteps, runtimeConfig } = given;
  if (schemaVersion === '1.2') {
    const steps = readRuntimeConfig(runtimeConfig, reading);
    return steps && { schemaVersion, steps };
  }
  if (mainSteps instanceof Unknown || (mainSteps?.length ?? 0) === 0) {
    if (!(mainSteps instanceof Unknown))
      context.error(
        [...path, 'mainSteps'],
        'missing-key',
        `missing: schema ${schemaVersion} needs mainSteps`,
      );
    return undefined;
  }
  const steps = mainSteps!.map((step, index) =>
    readStep(step, { path: [...path, 'mainSteps', index], context }),
  );
  refuseReferences(content, reading);
  const names = steps.map((step) => step?.name);
  for (const [index, name] of names.entries()) {
    if (name === undefined || names.indexOf(name) === index) continue;
    const message = `expected each name once: ${name} is already that of another step`;
    context.error([...path, 'mainSteps', index, 'name'], 'duplicate-name', message);
  }
  return isWholeList(steps) ? { schemaVersion, steps } : undefined;
}

function isWholeList(steps: readonly (Step | undefined)[]): steps is readonly Step[] {
  return steps.every((step) => step !== undefined);
}

const inputsField = once(() => ({
  finallyStep: optional(anything()),
  onFailure: optional(choice('exit', 'successAndExit')),
  onSuccess: optional(choice('exit')),
  timeoutSeconds: optional(text('seconds', { max: 200 })),
}));

function readStep(step: PlainMap, { path, context }: ContentReading): Step | undefined {
  const { action, name } = step;
  warnOfMisplaced(step, { path, context });
  if (typeof action === 'string' && !Object.hasOwn(plugins, action)) {
    const likely = nearest(action, Object.keys(plugins));
    const message = `expected a plugin of Command documents, found ${describe(action)}`;
    const help = likely === null ? {} : { help: `did you mean ${likely}?` };
    context.error([...path, 'action'], 'bad-value', message, help);
    return undefined;
  }
  const conditions = readPrecondition(step['precondition'], { path: [...path, 'precondition'], context });
  const inputs = isMap(step['inputs']) ? step['inputs'] : {};
  const shared = readInputs(inputs, { path: [...path, 'inputs'], context });
  if (conditions === undefined || shared === undefined || !isKnown({ action, name })) return undefined;
  return { name: name as string, action: action as string, conditions, ...shared };
}

/** The agent knows these keys of a step by name, and does nothing with them. */
function warnOfMisplaced(step: PlainMap, { path, context }: ContentReading): void {
  for (const key of ['finallyStep', 'onFailure', 'onSuccess', 'timeoutSeconds', 'maxAttempts']) {
    if (step[key] === undefined) continue;
    const remedy =
      key === 'maxAttempts'
        ? 'a step of a Command document is not repeated'
        : 'write it among the inputs of the step';
    context.warning([...path, key], 'no-effect', `${key} of a step has no effect there: ${remedy}`, {
      at: 'key',
    });
  }
}

type SharedInputs = Pick<Step, 'timeoutSeconds' | 'onFailure' | 'onSuccess' | 'isFinally'>;

function readInputs(inputs: PlainMap, { path, context }: ContentReading): SharedInputs | undefined {
  const known = Object.keys(inputsField()).filter((key) => inputs[key] !== undefined);
  const shared = read(
    map(inputsField()),
    Object.fromEntries(known.map((key) => [key, inputs[key]])),
    path,
    context,
  );
  if (shared === undefined || shared instanceof Unknown || !isKnown(shared)) return undefined;
  const { timeoutSeconds = null, onFailure = null, onSuccess = null, finallyStep } = shared;
  return { timeoutSeconds, onFailure, onSuccess, isFinally: String(finallyStep) === 'true' };
}

function readPrecondition(raw: unknown, { path, context }: ContentReading): Step['conditions'] | undefined {
  if (raw === undefined) return [];
  if (raw instanceof Unknown) return undefined;
  const pair = isMap(raw) ? raw['StringEquals'] : undefined;
  const isPair = Array.isArray(pair) && pair.length === 2;
  if (!isPair || Object.keys(raw as PlainMap).length !== 1) {
    context.error(
      path,
      'bad-value',
      'expected { StringEquals: [platformType, Linux] }, or another pair of texts',
    );
    return undefined;
  }
  return isKnown(pair) && pair.every((side) => typeof side === 'string')
    ? [[pair[0] as string, pair[1] as string]]
    : undefined;
}

/** Its plugins have no names of their own, and no order that AWS promises. */
function readRuntimeConfig(raw: unknown, { path, context }: ContentReading): readonly Step[] | undefined {
  if (raw instanceof Unknown) return undefined;
  if (!isMap(raw) || Object.keys(raw).length === 0) {
    const message = 'missing: schema 1.2 needs runtimeConfig, a map of plugins';
    context.error([...path, 'runtimeConfig'], 'missing-key', message);
    return undefined;
  }
  const steps = Object.keys(raw).map((action) => {
    const properties = (raw[action] as PlainMap | undefined)?.['properties'];
    const [first] = Array.isArray(properties) ? properties : [properties];
    const timeout = isMap(first) ? first['timeoutSeconds'] : undefined;
    const inputs = typeof timeout === 'string' ? { timeoutSeconds: timeout } : {};
    return readStep({ action, name: action, inputs }, { path: [...path, 'runtimeConfig', action], context });
  });
  return isWholeList(steps) ? steps : undefined;
}

/** What a step refers to has to be declared. */
function refuseReferences(content: PlainMap, { path, context }: ContentReading): void {
  const declared = content['parameters'];
  const known = isMap(declared) ? Object.keys(declared) : [];
  const steps = content['mainSteps'];
  if (declared instanceof Unknown || !Array.isArray(steps)) return;
  for (const [index, step] of steps.entries()) {
    const unknown = namesIn(step).find((name) => !known.includes(name));
    if (unknown === undefined) continue;
    const likely = nearest(unknown, known);
    const help = likely === null ? {} : { help: `did you mean {{ ${likely} }}?` };
    const message = `expected a parameter that the document declares, found {{ ${unknown} }}`;
    context.error([...path, 'mainSteps', index], 'unknown-reference', message, help);
  }
}

/** On which a step may run at all: those of its plugin, as far as its precondition lets them. */
export function platformsOfStep({ action, conditions }: Pick<Step, 'action' | 'conditions'>): PlatformType[] {
  return plugins[action]!.platforms.filter((platform) =>
    conditions.every((pair) => {
      const other = pair[0] === 'platformType' ? pair[1] : pair[1] === 'platformType' ? pair[0] : platform;
      return other === platform || other.includes('{{');
    }),
  );
}

/** A document that has no step for a platform is not for it: InvalidPlatform. */
export function platformsOf(steps: readonly Step[]): PlatformType[] {
  const all = new Set(steps.flatMap(platformsOfStep));
  return (['Linux', 'MacOS', 'Windows'] as const).filter((platform) => all.has(platform));
}
