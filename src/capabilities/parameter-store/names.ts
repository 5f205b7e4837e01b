/**
 * Names of parameters, and what a read may add to one: a version or a label.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html#sysman-parameter-name-constraints
 */
import { type AccountAndRegion, arnOf } from '../../aws/arn.ts';
import type { Refusal } from './refusal.ts';

/** Counting what precedes the name in its ARN. */
const lengthMax = 1011;
const levelsMax = 15;

/** `/TestParam1` and `TestParam1` are one parameter; AWS keeps the name of a single level without its slash. */
export function storedName(name: string): string {
  const trimmed = name.trim();
  return /^\/[^/]*$/.test(trimmed) ? trimmed.slice(1) : trimmed;
}

/** A slash that begins the name is the one after `parameter`. */
export function parameterArn(account: AccountAndRegion, name: string): string {
  return arnOf('ssm', account, `parameter/${name.replace(/^\//, '')}`);
}

const ofPaths =
  'Parameter name: can\'t be prefixed with "ssm" (case-insensitive). If formed as a path, it can consist of sub-paths ' +
  'divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_';

/** Why AWS does not let a parameter of this name be made; null: it does. */
export function nameRefusal(name: string, account: AccountAndRegion): Refusal | null {
  const invalid = (message: string): Refusal => ({ error: 'ValidationException', message });
  const isPath = name.lastIndexOf('/') > 0;
  if (/^\/?aws/i.test(name) && isPath) {
    return {
      error: 'AccessDeniedException',
      message: `No access to reserved parameter name: ${name}.`,
    };
  }
  if (/^\/?(aws|ssm)/i.test(name)) {
    return invalid(
      isPath ? ofPaths : 'Parameter name: can\'t be prefixed with "aws" or "ssm" (case-insensitive).',
    );
  }
  if (isPath && !name.startsWith('/')) return invalid('Parameter name must be a fully qualified name.');
  if (!/^\/?[\w.-]+(\/[\w.-]+)*$/.test(name)) return invalid(ofPaths);
  if (name.split('/').filter((level) => level !== '').length > levelsMax) {
    const message = `A hierarchy can have a maximum of ${levelsMax} levels.`;
    return { error: 'HierarchyLevelLimitExceededException', message };
  }
  if (parameterArn(account, name).length > lengthMax) {
    return invalid(`Parameter name: the ARN of a parameter has at most ${lengthMax} characters.`);
  }
  return null;
}

/** What a read names. */
export interface Selector {
  readonly name: string;
  /** A number of a version, or a label. Null: the latest version. */
  readonly at: number | string | null;
}

/** `name`, `name:3`, `name:label`; the same after the ARN of the parameter. */
export function selectorOf(text: string): Selector {
  const local = /^arn:[^:]*:ssm:[^:]*:[^:]*:parameter(\/.*)$/.exec(text.trim())?.[1] ?? text.trim();
  const colon = local.indexOf(':');
  const name = storedName(colon < 0 ? local : local.slice(0, colon));
  if (colon < 0) return { name, at: null };
  const at = local.slice(colon + 1);
  return { name, at: /^[0-9]+$/.test(at) ? Number(at) : at };
}

/** An ARN of another account or Region: parameters that others share are left out. */
export function isElsewhere(text: string, { id, region }: AccountAndRegion): boolean {
  const [, ofRegion, ofAccount] = /^arn:[^:]*:ssm:([^:]*):([^:]*):parameter\//.exec(text.trim()) ?? [];
  return ofRegion !== undefined && (ofRegion !== region || ofAccount !== id);
}

/** Whether the name is below the path, at any depth or directly. */
export function isBelow(name: string, path: string, isRecursive: boolean): boolean {
  const prefix = path.endsWith('/') ? path : `${path}/`;
  const full = name.startsWith('/') ? name : `/${name}`;
  return full.startsWith(prefix) && (isRecursive || !full.slice(prefix.length).includes('/'));
}
