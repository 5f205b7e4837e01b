/** What `explain` says of a node that an association installs on. */
import { expect, test } from 'vitest';
import { capabilities } from '../../../src/capabilities/index.ts';
import { explainWithProof } from '../../../src/explain/explain-with-proof.ts';
import { associationsYaml, created } from './associations-yaml.ts';

const scenario = associationsYaml({
  fleet: 'web: { count: 6, os: AMAZON_LINUX_2, tags: { Role: web } }',
  more: 'patches: { P1: { os: [AMAZON_LINUX_2], classification: Security, severity: Critical, released: 2024-01-01, fails: 100% } }',
  actions: created(
    'Keep',
    '2025-01-01T10:07:00Z',
    'Name: AWS-RunPatchBaseline, Parameters: { Operation: [Install] }, ScheduleExpression: "cron(0 2 ? * SUN *)", MaxErrors: "0", MaxConcurrency: "1"',
  ),
});

function explain(node: string) {
  const explained = explainWithProof({
    file: 'a.yaml',
    read: () => new TextEncoder().encode(scenario),
    overrides: [],
    capabilities,
    version: '0.0.0',
    node,
  });
  if (!('links' in explained)) throw new Error(JSON.stringify(explained));
  return explained;
}

test('a node that a halted association left out is told which error halted it, and where AWS shows that', () => {
  const explained = explain('web-0006');
  expect(explained.cause).toBe('HALTED_BY_MAX_ERRORS');
  const found = (name: string) => explained.links.find(({ link }) => link === name)!;
  expect(found('window-and-target').found).toContain(
    'Keep selects it: 02:00 every Sunday UTC, and at once when it is created or changed',
  );
  expect(found('rate-control').found).toContain('association Keep due at 2025-01-01 10:07:00 UTC: 6 targets');
  expect(found('rate-control').found.join('\n')).toContain('on error number 1 (web-0001)');
  expect(found('rate-control').cli).toContain('describe-instance-associations-status');
});

test('a node on which it failed is told the exit code and its steps', () => {
  const own = explain('web-0001').links.find(({ link }) => link === 'run')!;
  expect(own.found[0]).toMatch(/^Failed with exit code 1/);
  expect(JSON.stringify(own.details)).toContain('association Keep starts');
});
