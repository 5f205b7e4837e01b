import { expect, test } from 'vitest';
import { scanAfterMs } from '../../../src/capabilities/parameter-store/policies.ts';
import { isRefusal } from '../../../src/capabilities/parameter-store/refusal.ts';
import { type Parameter, type PutRequest, Shelf } from '../../../src/capabilities/parameter-store/store.ts';

const plain: PutRequest = {
  name: '/prod/db',
  value: 'v',
  type: 'String',
  tier: null,
  key: null,
  overwrite: false,
  tags: {},
  allowedPattern: null,
  dataType: null,
  description: null,
  policies: null,
};

function put(shelf: Shelf, changes: Partial<PutRequest> = {}, nowMs = 0): Parameter | string {
  const answer = shelf.put({ ...plain, ...changes }, nowMs);
  if (isRefusal(answer)) return answer.error;
  shelf.keep(answer.parameter);
  return answer.parameter;
}

function refusalOf(shelf: Shelf, changes: Partial<PutRequest>, nowMs = 0) {
  const answer = shelf.put({ ...plain, ...changes }, nowMs);
  return isRefusal(answer) ? answer : null;
}

const version = (answer: Parameter | string) =>
  typeof answer === 'string' ? answer : answer.versions.at(-1)!.version;

test('a version begins at 1 and rises by 1 with each write; Overwrite is false by default', () => {
  const shelf = new Shelf();
  expect(version(put(shelf))).toBe(1);
  expect(put(shelf)).toBe('ParameterAlreadyExists');
  expect(version(put(shelf, { overwrite: true }))).toBe(2);
  expect(version(put(shelf, { overwrite: true, type: null }))).toBe(3);
});

test('the 101st version drops the first, unless that has a label', () => {
  const shelf = new Shelf();
  for (let count = 0; count < 100; count += 1) put(shelf, { overwrite: true });
  expect(shelf.read({ name: '/prod/db', at: 1 })).toMatchObject({ version: { version: 1 } });
  expect(version(put(shelf, { overwrite: true }))).toBe(101);
  expect(shelf.find('/prod/db')!.versions).toHaveLength(100);
  expect(shelf.read({ name: '/prod/db', at: 1 })).toMatchObject({ error: 'ParameterVersionNotFound' });
  shelf.label('/prod/db', 2, ['live']);
  expect(refusalOf(shelf, { overwrite: true })).toEqual({
    error: 'ParameterMaxVersionLimitExceeded',
    message:
      'You attempted to create a new version of /prod/db by calling the PutParameter API with the overwrite flag. Version 2, the ' +
      "oldest version, can't be deleted because it has a label associated with it. Move the label to another version of the " +
      'parameter, and try again.',
  });
  shelf.label('/prod/db', null, ['live']);
  expect(version(put(shelf, { overwrite: true }))).toBe(102);
});

test('a label is on one version at a time and can be moved; ten on a version', () => {
  const shelf = new Shelf();
  put(shelf);
  put(shelf, { overwrite: true, value: 'w' });
  shelf.label('/prod/db', 1, ['live', 'old']);
  expect(shelf.read({ name: '/prod/db', at: 'live' })).toMatchObject({ version: { value: 'v' } });
  shelf.label('/prod/db', 2, ['live']);
  expect(shelf.read({ name: '/prod/db', at: 'live' })).toMatchObject({ version: { value: 'w' } });
  expect(shelf.read({ name: '/prod/db', at: 'none' })).toMatchObject({ error: 'ParameterVersionNotFound' });
  const many = Array.from({ length: 9 }, (_, index) => `l${index}`);
  expect(shelf.label('/prod/db', 2, many)).toMatchObject({ name: '/prod/db' });
  expect(shelf.label('/prod/db', 2, ['one-more'])).toMatchObject({
    error: 'ParameterVersionLabelLimitExceeded',
  });
});

test('labels that begin with a number, aws or ssm are not attached', () => {
  const shelf = new Shelf();
  put(shelf);
  shelf.label('/prod/db', null, ['1st', 'AWS-x', 'ssm', 'good', 'a b']);
  expect(shelf.find('/prod/db')!.versions[0]!.labels).toEqual(['good']);
});

test('4,097 ASCII characters in Standard are refused with the message of AWS; Advanced takes 8 KB', () => {
  const shelf = new Shelf();
  expect(refusalOf(shelf, { value: 'x'.repeat(4096) })).toBeNull();
  expect(refusalOf(shelf, { value: 'x'.repeat(4097) })).toEqual({
    error: 'ValidationException',
    message:
      'Standard tier parameters support a maximum parameter value of 4096 characters. To create a larger parameter value, upgrade the ' +
      'parameter to use the advanced-parameter tier. For more information, see ' +
      'https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html',
  });
  expect(refusalOf(shelf, { value: 'ä'.repeat(2049) })?.error).toBe('ValidationException');
  expect(refusalOf(shelf, { tier: 'Advanced', value: 'x'.repeat(8192) })).toBeNull();
  expect(refusalOf(shelf, { tier: 'Advanced', value: 'x'.repeat(8193) })?.message).toContain(
    'Advanced tier parameters support a maximum parameter value of 8192 characters.',
  );
});

test('Intelligent-Tiering is standard unless the value is over 4 KB or has policies', () => {
  const shelf = new Shelf();
  const policies =
    '[{"Type":"NoChangeNotification","Version":"1.0","Attributes":{"After":"20","Unit":"Days"}}]';
  const tier = (changes: Partial<PutRequest>) => {
    const answer = shelf.put({ ...plain, tier: 'Intelligent-Tiering', ...changes }, 0);
    return isRefusal(answer) ? answer.error : answer.parameter.tier;
  };
  expect(tier({})).toBe('Standard');
  expect(tier({ value: 'x'.repeat(4097) })).toBe('Advanced');
  expect(tier({ policies })).toBe('Advanced');
  expect(tier({ policies, tier: 'Standard' })).toBe('ValidationException');
});

test('an advanced parameter cannot be reverted to a standard one, and stays advanced', () => {
  const shelf = new Shelf();
  put(shelf, { tier: 'Advanced' });
  expect(refusalOf(shelf, { overwrite: true, tier: 'Standard' })?.message).toContain("You can't downgrade");
  expect(put(shelf, { overwrite: true })).toMatchObject({ tier: 'Advanced' });
});

test('the account has room for 10,000 standard parameters', () => {
  const shelf = new Shelf();
  for (let index = 0; index < 10_000; index += 1) put(shelf, { name: `p${index}` });
  expect(refusalOf(shelf, { name: 'more' })?.error).toBe('ParameterLimitExceeded');
  expect(put(shelf, { name: 'more', tier: 'Intelligent-Tiering' })).toMatchObject({ tier: 'Advanced' });
});

test('a type is needed of a new parameter, and never changes', () => {
  const shelf = new Shelf();
  expect(put(shelf, { type: null })).toBe('ValidationException');
  put(shelf);
  expect(put(shelf, { overwrite: true, type: 'SecureString' })).toBe('HierarchyTypeMismatchException');
});

test('a value has to match AllowedPattern, in later versions too, and nests no parameter', () => {
  const shelf = new Shelf();
  expect(put(shelf, { allowedPattern: '^\\d+$', value: '12' })).toMatchObject({ name: '/prod/db' });
  expect(refusalOf(shelf, { overwrite: true, value: 'ab' })).toEqual({
    error: 'ParameterPatternMismatchException',
    message: 'Parameter value, cannot be validated against allowedPattern: ^\\d+$',
  });
  expect(put(shelf, { name: 'p', allowedPattern: '(' })).toBe('InvalidAllowedPatternException');
  expect(put(shelf, { name: 'p', value: '{{ssm:other}}' })).toBe('ValidationException');
  expect(put(shelf, { name: 'p', value: '' })).toBe('ValidationException');
  expect(put(shelf, { name: 'p', dataType: 'TEXT' })).toBe('ValidationException');
});

test('tags and overwrite cannot be used together', () => {
  expect(put(new Shelf(), { overwrite: true, tags: { Env: 'prod' } })).toBe('ValidationException');
});

test('after deleting a parameter, wait for at least 30 seconds to create one with the same name', () => {
  const shelf = new Shelf();
  put(shelf);
  expect(shelf.delete('/prod/db', 1000)).toMatchObject({ name: '/prod/db' });
  expect(shelf.delete('/prod/db', 1000)).toMatchObject({ error: 'ParameterNotFound' });
  expect(put(shelf, {}, 30_999)).toBe('ParameterAlreadyExists');
  expect(version(put(shelf, {}, 31_000))).toBe(1);
});

test('a policy acts at the first scan at or after its time; with scans all the time, at its time', () => {
  expect(scanAfterMs(5, 0, 10)).toBe(10);
  expect(scanAfterMs(10, 0, 10)).toBe(10);
  expect(scanAfterMs(-5, 0, 10)).toBe(0);
  expect(scanAfterMs(5, 0, 0)).toBe(5);
  expect(scanAfterMs(-5, 0, 0)).toBe(0);
});
