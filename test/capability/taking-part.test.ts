/** Which capabilities take part in a run, and that those that do not would have changed nothing. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { capabilities } from '../../src/capabilities/index.ts';
import type { AnyCapability } from '../../src/capability/capability.ts';
import { takingPart } from '../../src/capability/taking-part.ts';
import { resultOf } from '../../src/result/result.ts';
import { type Loaded, loadScenario } from '../../src/scenario/load.ts';
import { Simulator } from '../../src/simulate.ts';

// Every scenario runs twice.
vi.setConfig({ testTimeout: 240_000 });

const always = [
  'managed-nodes',
  'patch-manager',
  'documents',
  'maintenance-windows',
  'run-command',
  'fleet-manager',
];

/** The same capabilities, each of which takes part in every run. */
const everyOne: readonly AnyCapability[] = capabilities.map((one) => {
  const { takesPart, ...rest } = one;
  return rest;
});

function load(text: string, list?: readonly AnyCapability[]): Loaded {
  const read = (path: string) =>
    path === 'test.yaml' ? new TextEncoder().encode(text) : readFileSync(`scenarios/${path}`);
  const loaded = loadScenario({
    file: 'test.yaml',
    read,
    overrides: [],
    ...(list === undefined ? {} : { capabilities: list }),
  });
  if ('problems' in loaded) throw new Error(JSON.stringify(loaded.problems));
  return loaded;
}

const namesIn = (text: string) => takingPart(load(text).scenario).map(({ name }) => name);

/** One command to one node. */
const plain = `
start: 2025-01-05T00:00:00Z
end: 3h
fleet: { web: { count: 1, os: AMAZON_LINUX_2, tags: { Role: web } } }
actions:
  - id: scan
    at: 2025-01-05T01:00:00Z
    SendCommand:
      DocumentName: AWS-RunPatchBaseline
      Targets: [{ Key: "tag:Role", Values: [web] }]
      Parameters: { Operation: [Scan] }
`;

const shell = (line: string) =>
  plain
    .replace('AWS-RunPatchBaseline', 'AWS-RunShellScript')
    .replace('Operation: [Scan]', `commands: ['${line}']`);

test('a file of nodes, windows and commands is simulated by those alone', () => {
  expect(namesIn(plain)).toEqual(always);
  expect(namesIn(readFileSync('scenarios/sunday-patch.yaml', 'utf8'))).toEqual(always);
});

test.each([
  ['a resource', `${plain}\nresources: { Topic: { Type: 'AWS::SNS::Topic', Properties: {} } }\n`],
  ['a key of the model', `${plain}\nmodel: { parameterStore: { bootCall: GetParameter } }\n`],
  [
    'a key of the model of a group',
    plain.replace('tags:', 'model: { parameterStore: { atBoot: [] } }, tags:'),
  ],
  ['a reference', shell('echo {{ssm:/aws/service/ami-amazon-linux-latest/amzn2-ami-hvm-x86_64-gp2}}')],
  [
    'a document',
    plain
      .replace('AWS-RunPatchBaseline', 'AWS-ConfigureAWSPackage')
      .replace('Operation: [Scan]', 'action: [Install], name: [AmazonCloudWatchAgent]'),
  ],
])('with %s of another, all take part', (_, text) => {
  expect(namesIn(text)).toEqual(capabilities.map(({ name }) => name));
});

test('one that takes no part would have changed nothing', () => {
  const files = readdirSync('scenarios').filter((file) => file.endsWith('.yaml') && file !== 'year.yaml');
  const compared = files.filter((file) => {
    const text = readFileSync(`scenarios/${file}`, 'utf8');
    if (takingPart(load(text).scenario).length === capabilities.length) return false;
    expect(outcomeOf(load(text)), file).toEqual(outcomeOf(load(text, everyOne)));
    return true;
  });
  expect(compared).toContain('sunday-patch.yaml');
});

function outcomeOf({ scenario, overrides }: Loaded): object {
  const journal: object[] = [];
  const outcome = new Simulator(scenario, { journal: (entry) => journal.push(entry), series: true }).run();
  const result = resultOf(outcome, { version: '0', file: 'test.yaml', sha256: '', overrides });
  return { result, keys: Object.keys(result), metrics: Object.keys(result.metrics), journal };
}
