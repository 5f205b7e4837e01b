import { expect, test } from 'vitest';
import { actions } from '../../../../src/capabilities/automation/actions/index.ts';
import { testsOfActions } from '../../../docs/runbooks.ts';

/** The table in the README of Automation is made from these: none of its cells may be empty. */
test.each(actions.map((one) => [one.action, one] as const))(
  '%s has its page, its keys and a test',
  (name, action) => {
    const { page, is, timing, failing } = action;
    expect(
      [page, is, timing, failing, testsOfActions().get(name) ?? ''].filter((cell) => cell === ''),
    ).toEqual([]);
  },
);

test('every action of the reference has a spec', () => {
  expect(actions.map(({ action }) => action.slice(4))).toEqual([
    'approve',
    'assertAwsResourceProperty',
    'branch',
    'changeInstanceState',
    'copyImage',
    'createImage',
    'createStack',
    'createTags',
    'deleteImage',
    'deleteStack',
    'executeAutomation',
    'executeAwsApi',
    'executeScript',
    'executeStateMachine',
    'invokeLambdaFunction',
    'invokeWebhook',
    'loop',
    'pause',
    'runCommand',
    'runInstances',
    'sleep',
    'updateVariable',
    'waitForAwsResourceProperty',
  ]);
});
