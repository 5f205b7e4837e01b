import { expect, test } from 'vitest';
import {
  isBelow,
  nameRefusal,
  parameterArn,
  selectorOf,
  storedName,
} from '../../../src/capabilities/parameter-store/names.ts';

const account = { id: '123456789012', region: 'us-east-1' };
const errorOf = (name: string) => nameRefusal(name, account)?.error ?? null;

test('valid characters are a-zA-Z0-9_.- and the slash', () => {
  expect(errorOf('/Dev/Production/East/Project-ABC/My_Parameter.1')).toBeNull();
  expect(errorOf('MyParameter1')).toBeNull();
  expect(errorOf('my parameter')).toBe('ValidationException');
  expect(errorOf('/prod/db:3')).toBe('ValidationException');
  expect(errorOf('/prod//db')).toBe('ValidationException');
  expect(errorOf('/prod/')).toBe('ValidationException');
});

test('a name in a hierarchy is fully qualified', () => {
  expect(nameRefusal('MyParameter3/L1', account)).toEqual({
    error: 'ValidationException',
    message: 'Parameter name must be a fully qualified name.',
  });
});

test('a parameter name cannot be prefixed with aws or ssm, whatever the case', () => {
  expect(errorOf('awsTestParameter')).toBe('ValidationException');
  expect(errorOf('SSM-testparameter')).toBe('ValidationException');
  expect(errorOf('/aws/testparam1')).toBe('AccessDeniedException');
  expect(errorOf('/ssm/testparam1')).toBe('ValidationException');
  expect(errorOf('/prod/aws')).toBeNull();
});

test('the hierarchy can have a maximum depth of fifteen levels', () => {
  const levels = (count: number) => Array.from({ length: count }, (_, level) => `/L${level + 1}`).join('');
  expect(errorOf(levels(15))).toBeNull();
  expect(errorOf(levels(16))).toBe('HierarchyLevelLimitExceededException');
});

test('the maximum length is 1011 characters, with those of the ARN that precede the name', () => {
  const before = parameterArn(account, '').length;
  expect(errorOf('a'.repeat(1011 - before))).toBeNull();
  expect(errorOf('a'.repeat(1012 - before))).toBe('ValidationException');
});

test('/TestParam1 and TestParam1 are not unique', () => {
  expect(storedName('/TestParam1')).toBe('TestParam1');
  expect(storedName('/Test/TestParam1')).toBe('/Test/TestParam1');
  expect(parameterArn(account, '/prod/db')).toBe('arn:aws:ssm:us-east-1:123456789012:parameter/prod/db');
  expect(parameterArn(account, 'db')).toBe('arn:aws:ssm:us-east-1:123456789012:parameter/db');
});

test('to query by version or label, use name:version or name:label', () => {
  expect(selectorOf('/prod/db')).toEqual({ name: '/prod/db', at: null });
  expect(selectorOf('/prod/db:3')).toEqual({ name: '/prod/db', at: 3 });
  expect(selectorOf(' db:live ')).toEqual({ name: 'db', at: 'live' });
  expect(selectorOf('arn:aws:ssm:us-east-1:123456789012:parameter/prod/db:3')).toEqual({
    name: '/prod/db',
    at: 3,
  });
});

test('a path has what is directly below it, or with Recursive all that is below', () => {
  expect(isBelow('/prod/db', '/prod', false)).toBe(true);
  expect(isBelow('/prod/db/password', '/prod', false)).toBe(false);
  expect(isBelow('/prod/db/password', '/prod/', true)).toBe(true);
  expect(isBelow('/production/db', '/prod', true)).toBe(false);
  expect(isBelow('db', '/', false)).toBe(true);
});
