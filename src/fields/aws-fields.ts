/**
 * Fields as the API and CloudFormation have them. CloudFormation takes `10` and `"10"`, `true` and `"true"` for one
 * value; so does every field here, because the data hold each scalar as text.
 */
import * as z from 'zod/mini';
import type { DataPath } from '../diagnostics/problem.ts';
import type { LoadContext, ProblemOptions } from './context.ts';
import {
  boolean,
  choice,
  type Field,
  field,
  listOf,
  map,
  mapOf,
  read,
  refuse,
  Slip,
  text,
} from './fields.ts';

/** Reads what AWS itself would check: a wrong value carries the name of AWS's error. */
export function readAsAws<T>(
  schema: Field<T>,
  value: unknown,
  path: DataPath,
  context: LoadContext,
  awsError = 'ValidationException',
): T | undefined {
  return read(schema, value, path, refusedBy(awsError, context));
}

/** The same context, for `read` only; a key that AWS does not know has no error name of its own. */
export function refusedBy(awsError: string, context: LoadContext): LoadContext {
  return Object.create(context, {
    error: {
      value: (path: DataPath, code: string, message: string, options: ProblemOptions = {}) =>
        context.error(path, code, message, code === 'unknown-key' ? options : { awsError, ...options }),
    },
  });
}

function lengthHint(min: number, max: number): Readonly<Record<string, number>> {
  return min === 0 ? { maxItems: max } : { minItems: min, maxItems: max };
}

/** A list of `min` to `max` entries; one scalar is a list of one. */
export function listOfLength<T>(item: Field<T>, what: string, min: number, max: number): Field<T[]> {
  const checked = field<T[]>(
    (value) => {
      const list = value as T[];
      if (list.length > max) {
        return new Slip(`expected at most ${max} ${what}, found ${list.length}`, { code: 'too-many' });
      }
      if (list.length < min) return new Slip(`expected at least ${min} of the ${what}`, { code: 'too-few' });
      return list;
    },
    lengthHint(min, max),
  );
  return z.pipe(listOf(item) as Field<unknown>, checked as Field<unknown>) as unknown as Field<T[]>;
}

const policyHint = { $ref: '#/definitions/policyDocument' } as const;

/** A policy document: a map, or the same as JSON text. */
export function mapOrJson(): Field<unknown> {
  return field((value) => {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
    if (typeof value !== 'string') return refuse(value, 'a policy document: a map, or JSON text');
    return value;
  }, policyHint);
}

/** `^[a-zA-Z0-9_\-.]{3,128}$`: the names of windows, baselines and documents. */
export function awsName(): Field<string> {
  return text('a name of 3 to 128 letters, digits, _ - and .', { pattern: /^[a-zA-Z0-9_\-.]{3,128}$/ });
}

/**
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_Tag.html
 */
export function tagList(): Field<{ Key: string; Value: string }[]> {
  const tag = map({
    Key: text('a tag key', { min: 1, max: 128 }),
    Value: text('a tag value', { min: 0, max: 256 }),
  });
  return listOfLength(tag, 'tags', 0, 1000);
}

/**
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_NotificationConfig.html
 */
export function notificationConfig() {
  return map({
    NotificationArn: z.optional(text('an ARN')),
    NotificationEvents: z.optional(
      listOf(choice('All', 'InProgress', 'Success', 'TimedOut', 'Cancelled', 'Failed')),
    ),
    NotificationType: z.optional(choice('Command', 'Invocation')),
  });
}

/**
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CloudWatchOutputConfig.html
 */
export function cloudWatchOutputConfig() {
  return map({
    CloudWatchLogGroupName: z.optional(
      text('a log group name of 1 to 512 letters, digits and . - _ / #', {
        pattern: /^[.\-_/#A-Za-z0-9]{1,512}$/,
      }),
    ),
    CloudWatchOutputEnabled: z.optional(boolean()),
  });
}

/** Document parameters: each is a list of texts; one scalar is a list of one. */
export function documentParameters() {
  return mapOf(parameterValues(), 'a map of parameters, such as { Operation: [Scan] }');
}

export function parameterValues(): Field<string[]> {
  return listOf(text('a value', { max: 100_000 }));
}

/** `$LATEST`, `$DEFAULT` or a version number. */
export function documentVersion(): Field<string> {
  return text('$DEFAULT, $LATEST or a version number', { pattern: /^(\$LATEST|\$DEFAULT|[1-9][0-9]*)$/ });
}

export function bucketName(): Field<string> {
  return text('the name of a bucket', { min: 3, max: 63 });
}

export function agentVersion(): Field<string> {
  return text('an agent version such as 3.3.987.0', { pattern: /^[0-9]{1,5}(\.[0-9]{1,5}){3}$/ });
}
