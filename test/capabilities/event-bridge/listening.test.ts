/** Events are told only where a rule, or a file of events, waits for them, so that any other run pays nothing. */
import { expect, test } from 'vitest';
import { capabilities } from '../../../src/capabilities/index.ts';
import { define } from '../../../src/capability/capability.ts';
import { factSet } from '../../../src/capability/facts.ts';
import { type Recording, Simulator } from '../../../src/simulate.ts';
import { loadYaml } from '../../support/simulate.ts';
import { world } from '../quiet-world.ts';

/** How often a capability with one kind of event is asked to tell it. */
function listenedIn(resources: string, recording: Recording = {}): number {
  let listened = 0;
  const sample = define({
    name: 'sample',
    facts: factSet('sample', {}),
    awsEvents: [
      {
        detailTypes: ['Sample Event'],
        page: 'https://docs.aws.amazon.com/',
        listen() {
          listened += 1;
        },
      },
    ],
    start: () => ({}),
  });
  const { scenario } = loadYaml(world({ resources }), { capabilities: [...capabilities, sample] });
  new Simulator(scenario, recording).run();
  return listened;
}

const rule = (properties: string) =>
  `{ Watch: { Type: AWS::Events::Rule, Properties: { ${properties}, Targets: [{ Id: t, Arn: "arn:x" }] } } }`;

test.each([
  ['without a rule', '{}', 0],
  ['with a rule that has a schedule only', rule('ScheduleExpression: rate(1 day)'), 0],
  ['with a rule on other events', rule('EventPattern: { detail-type: [Another Event] }'), 0],
  ['with a rule that is disabled', rule('State: DISABLED, EventPattern: { source: [aws.sample] }'), 0],
  ['with a rule on this type', rule('EventPattern: { detail-type: [Sample Event] }'), 1],
  ['with a rule on any type', rule('EventPattern: { source: [aws.sample] }'), 1],
  [
    'with a rule on this type or another',
    rule('EventPattern: { $or: [{ detail-type: [Another Event] }, { detail-type: [{ prefix: Sample }] }] }'),
    1,
  ],
])('%s', (_says, resources, count) => {
  expect(listenedIn(resources)).toBe(count);
});

test('with a file of events', () => {
  expect(listenedIn('{}', { awsEvents: () => {} })).toBe(1);
});
