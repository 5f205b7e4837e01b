import { expect, test } from 'vitest';
import { capabilities } from '../../src/capabilities/index.ts';
import { type AnyCapability, define } from '../../src/capability/capability.ts';
import { factSet } from '../../src/capability/facts.ts';
import { unsaid } from '../../src/capability/lint/declared-run.ts';
import { readTargets } from '../../src/capability/lint/declared-targets.ts';
import { rulesOf } from '../../src/lint/contributions.ts';
import { lintFile } from '../../src/lint/lint.ts';

const type = 'Custom::Sample';

/** Runs a document on nodes, and has a rule about its own property. */
const sample: AnyCapability = define({
  name: 'sample',
  facts: factSet('sample', {}),
  start: () => ({}),
  lint: {
    rules: [
      {
        id: 'sample-loud',
        place: 5,
        severity: 'note',
        finds: 'a sample that is loud',
        source: 'https://docs.aws.amazon.com/',
        check(subject, report) {
          for (const resource of subject.ofType(type)) {
            const value = subject.property(resource, 'IsLoud');
            if (value !== undefined) report(value.path, `${resource.logicalId} is loud`);
          }
        },
      },
    ],
    checks: [
      {
        rule: 'window-empty',
        check(subject, report) {
          for (const { at } of subject.ofType(type)) report(at, 'nothing is in it', { at: 'key' });
        },
      },
    ],
    declares: {
      runs: (subject) =>
        subject.ofType(type).map((resource) => ({
          ...unsaid,
          name: `the sample ${resource.logicalId}`,
          label: resource.logicalId,
          at: resource.at,
          document: 'AWS-RunPatchBaseline',
          path: resource.path,
          errors: subject.property(resource, 'MaxErrors'),
        })),
      targets: (subject) =>
        subject
          .ofType(type)
          .flatMap((resource) =>
            readTargets('sample', `the sample ${resource.logicalId}`, subject.property(resource, 'Targets')),
          ),
    },
  },
});

const template = `Resources:
  Web: { Type: "AWS::EC2::Instance", Properties: { Tags: [{ Key: Role, Value: web }] } }
  Loud:
    Type: ${type}
    Properties:
      IsLoud: true
      MaxErrors: many
      Targets: [{ Key: "tag:Role", Values: [Web] }]
`;

const lint = (list: readonly AnyCapability[]) =>
  lintFile({
    file: 'a.yaml',
    read: () => new TextEncoder().encode(template),
    capabilities: list,
    nowMs: 0,
  }).findings.map(({ rule, line }) => `${line} ${rule}`);

test('without the capability its resource is of no concern', () => {
  expect(lint(capabilities)).toEqual([]);
});

test('one more capability brings its rules, adds to those of others, and is judged by them', () => {
  expect(lint([...capabilities, sample]).sort()).toEqual([
    // Its check of a rule that maintenance windows declare.
    '3 window-empty',
    // Rules of Patch Manager, about what it runs.
    '5 operation-missing',
    '6 sample-loud',
    // Of maintenance windows and of Run Command, about its limits and targets.
    '7 rate-forbidden',
    '8 target-matches-no-node',
  ]);
});

test('its rule has its place among the others', () => {
  expect(rulesOf([...capabilities, sample])[0]?.id).toBe('sample-loud');
});
