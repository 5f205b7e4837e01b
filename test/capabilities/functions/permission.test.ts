/** https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html */
import { expect, test } from 'vitest';
import { loadYaml } from '../../support/simulate.ts';

const permission = (property: string, value: string) => {
  const properties = {
    Action: 'lambda:InvokeFunction',
    FunctionName: 'pager',
    Principal: 'events.amazonaws.com',
    [property]: value,
  };
  return loadYaml(`
start: 2025-01-01T00:00:00Z
end: 1d
fleet: { web: { count: 1, os: AMAZON_LINUX_2 } }
resources: { May: { Type: "AWS::Lambda::Permission", Properties: ${JSON.stringify(properties)} } }
`);
};

test.each([
  ['Principal', 'a'.repeat(257)],
  ['Principal', 'events.amazonaws.com '],
  ['FunctionName', 'a'.repeat(141)],
  ['Action', 'lambda:Invoke*'],
])('%s %s is refused', (property, value) => {
  expect(() => permission(property, value)).toThrow(`Properties.${property}`);
});

test.each([
  ['Principal', 'a'.repeat(256)],
  ['Principal', '*'],
  ['FunctionName', 'a'.repeat(140)],
  ['Action', 'lambda:*'],
])('%s %s is taken', (property, value) => {
  expect(() => permission(property, value)).not.toThrow();
});
