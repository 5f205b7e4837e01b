/** AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-actions.html#automation-common */
import { describe, expect, test } from 'vitest';
import { minutesOf, play, told } from './world.ts';

const nap = (name: string, more = '') =>
  `- { name: ${name}, action: "aws:sleep", inputs: { Duration: PT1M }${more === '' ? '' : `, ${more}`} }`;
/** A step that fails as often as `model.calls` says. */
const call = (name: string, more = '') =>
  `- { name: ${name}, action: "aws:executeAwsApi", inputs: { Service: rds, Api: RebootDBInstance }${more === '' ? '' : `, ${more}`} }`;
const fails = 'calls: { rds: { RebootDBInstance: { run: 10s, fails: 100% } } }';

describe('onFailure', () => {
  test('Abort, the default: later steps are never reached, and the execution is Failed', () => {
    const { one } = play({ steps: [nap('a'), call('b'), nap('c')].join('\n'), model: fails });
    expect(told(one)).toEqual(['a Success', 'b Failed']);
    expect(one.status).toBe('Failed');
  });

  test('Continue: the execution goes on, and the failure does not count', () => {
    const { one } = play({ steps: [call('b', 'onFailure: Continue'), nap('c')].join('\n'), model: fails });
    expect(told(one)).toEqual(['b Failed', 'c Success']);
    expect(one.status).toBe('Success');
  });

  test('Continue with isCritical: true: the last step runs, and the execution is Failed', () => {
    const steps = [call('b', 'onFailure: Continue, isCritical: true'), nap('c')].join('\n');
    const { one } = play({ steps, model: fails });
    expect(told(one)).toEqual(['b Failed', 'c Success']);
    expect(one.status).toBe('Failed');
  });

  test('step: the steps between are never reached; isCritical: false keeps the execution a success', () => {
    const steps = [call('b', 'onFailure: "step:d", isCritical: false'), nap('c'), nap('d')].join('\n');
    const { one } = play({ steps, model: fails });
    expect(told(one)).toEqual(['b Failed', 'd Success']);
    expect(one.status).toBe('Success');
  });
});

test('maxAttempts: the step fails only when every attempt is spent', () => {
  const { one } = play({ steps: call('b', 'maxAttempts: 3'), model: fails });
  expect(one.steps).toHaveLength(1);
  expect(one.steps[0]).toMatchObject({ attempts: 3, status: 'Failed' });
  expect(minutesOf(one)).toBe(0.5);
});

describe('timeoutSeconds', () => {
  const slow = 'calls: { rds: { RebootDBInstance: { run: 20s } } }';

  test('a step that is not over by then is TimedOut, and so is the execution', () => {
    const { one } = play({ steps: [call('b', 'timeoutSeconds: 5'), nap('c')].join('\n'), model: slow });
    expect(told(one)).toEqual(['b TimedOut']);
    expect(one.status).toBe('TimedOut');
    expect(minutesOf(one)).toBe(5 / 60);
  });

  test('onFailure: Continue goes on after it', () => {
    const steps = [call('b', 'timeoutSeconds: 5, onFailure: Continue'), nap('c')].join('\n');
    const { one } = play({ steps, model: slow });
    expect(told(one)).toEqual(['b TimedOut', 'c Success']);
    expect(one.status).toBe('Success');
  });

  test('a critical step that timed out and led on makes the execution Failed', () => {
    const steps = [call('b', 'timeoutSeconds: 5, onFailure: "step:c"'), nap('c')].join('\n');
    const { one } = play({ steps, model: slow });
    expect(told(one)).toEqual(['b TimedOut', 'c Success']);
    expect(one.status).toBe('Failed');
  });

  test('the text of a parameter may say it', () => {
    const head = 'parameters: { Limit: { type: Integer, default: 7 } }';
    const { one } = play({ head, steps: call('b', 'timeoutSeconds: "{{ Limit }}"'), model: slow });
    expect(minutesOf(one)).toBe(7 / 60);
  });
});

test('isEnd ends the execution whether the step passed or failed', () => {
  expect(told(play({ steps: [nap('a', 'isEnd: true'), nap('b')].join('\n') }).one)).toEqual(['a Success']);
  const failed = play({
    steps: [call('a', 'isEnd: true, onFailure: Continue'), nap('b')].join('\n'),
    model: fails,
  });
  expect(told(failed.one)).toEqual(['a Failed']);
});

test('a jump on failure goes before isEnd, as AWS-ResizeInstance has it', () => {
  const steps = [call('a', 'isEnd: true, isCritical: false, onFailure: "step:b"'), nap('b')].join('\n');
  const { one } = play({ steps, model: fails });
  expect(told(one)).toEqual(['a Failed', 'b Success']);
  expect(one.status).toBe('Success');
  expect(told(play({ steps }).one)).toEqual(['a Success']);
});

test('nextStep overrides the order', () => {
  const steps = [nap('a', 'nextStep: c'), nap('b', 'isEnd: true'), nap('c', 'nextStep: b')].join('\n');
  expect(told(play({ steps }).one)).toEqual(['a Success', 'c Success', 'b Success']);
});

describe('StopAutomationExecution', () => {
  const stop =
    '- { id: stop, at: 2026-01-05T01:00:30Z, StopAutomationExecution: { AutomationExecutionId: go } }';

  test('the running step is Cancelled, and later ones are never reached', () => {
    const { one } = play({ steps: [nap('a'), nap('b')].join('\n'), actions: stop });
    expect(told(one)).toEqual(['a Cancelled']);
    expect(one.status).toBe('Cancelled');
    expect(minutesOf(one)).toBe(0.5);
  });

  test('onCancel: the step that it names runs, and the execution is Cancelled', () => {
    const steps = [
      nap('a', 'onCancel: "step:undo"'),
      nap('b', 'isEnd: true'),
      call('undo', 'isEnd: true'),
    ].join('\n');
    const { one } = play({ steps, actions: stop });
    expect(told(one)).toEqual(['a Cancelled', 'undo Success']);
    expect(one.status).toBe('Cancelled');
  });

  test('the path of a cancellation has at most 2 minutes', () => {
    const steps = [
      nap('a', 'onCancel: "step:undo"'),
      nap('b', 'isEnd: true'),
      call('undo', 'timeoutSeconds: 600, maxAttempts: 100'),
    ].join('\n');
    const { one } = play({ steps, actions: stop, model: fails });
    expect(told(one)).toEqual(['a Cancelled', 'undo Cancelled']);
    expect(minutesOf(one)).toBe(2.5);
  });

  test('Complete: the step that runs is the last', () => {
    const { one } = play({
      steps: [nap('a'), nap('b')].join('\n'),
      actions: stop.replace(' go }', ' go, Type: Complete }'),
    });
    expect(told(one)).toEqual(['a Success']);
    expect(one.status).toBe('Success');
  });

  test('an execution that is over cannot be stopped', () => {
    const late = stop.replace('01:00:30', '05:00:00');
    for (const actions of [late, late.replace(' go }', ' go, Type: Complete }')])
      expect(play({ steps: nap('a'), actions }).refused).toEqual(['InvalidAutomationStatusUpdateException']);
  });
});

describe('Interactive', () => {
  const start = 'Mode: Interactive';
  const step = (at: string, id: string, more = '') =>
    `- { id: ${id}, at: 2026-01-05T${at}Z, SendAutomationSignal: { AutomationExecutionId: go, SignalType: StartStep${more} } }`;
  const stop = (at: string, type: string) =>
    `- { id: stop, at: 2026-01-05T${at}Z, StopAutomationExecution: { AutomationExecutionId: go, Type: ${type} } }`;
  const both = [step('02:00:00', 'one'), step('03:00:00', 'two')];
  const steps = [nap('a'), nap('b')].join('\n');

  test('each step waits for the signal StartStep', () => {
    const { one } = play({ steps, start, actions: [...both, stop('04:00:00', 'Complete')].join('\n') });
    expect(one.steps.map(({ start: at }) => at)).toEqual([
      '2026-01-05T02:00:00.000Z',
      '2026-01-05T03:00:00.000Z',
    ]);
    expect([one.status, one.end]).toEqual(['Success', '2026-01-05T04:00:00.000Z']);
  });

  test('Complete ends it once all steps have run: until then it is Waiting', () => {
    expect(play({ steps, start, actions: both.join('\n') }).one.status).toBe('Waiting');
    const { one } = play({ steps, start, actions: [both[0], stop('02:30:00', 'Complete')].join('\n') });
    expect([told(one), one.status]).toEqual([['a Success'], 'Success']);
  });

  test('the signal names the step that it starts', () => {
    const named = (name: string) =>
      play({ steps, start, actions: step('02:00:00', 'one', `, Payload: { StepName: [${name}] }`) });
    expect([named('a').refused, told(named('a').one)]).toEqual([[], ['a Success']]);
    expect([named('b').refused, named('b').one.steps]).toEqual([['AutomationStepNotFoundException'], []]);
  });

  test('a runbook that a step starts waits for no signal', () => {
    const resources = `Inner:
  Type: AWS::SSM::Document
  Properties:
    DocumentType: Automation
    Content: { schemaVersion: "0.3", mainSteps: [${nap('x').slice(2)}] }`;
    const { all } = play({
      steps: '- { name: a, action: "aws:executeAutomation", inputs: { DocumentName: Inner } }',
      resources,
      start,
      actions: step('02:00:00', 'one'),
    });
    expect(all.map(told)).toEqual([['a Success'], ['x Success']]);
  });

  test('the path of a cancellation waits for no signal', () => {
    const { one } = play({
      steps: [nap('a', 'onCancel: "step:undo"'), call('undo', 'isEnd: true')].join('\n'),
      start,
      actions: [step('02:00:00', 'one'), stop('02:00:30', 'Cancel')].join('\n'),
    });
    expect([told(one), one.status]).toEqual([['a Cancelled', 'undo Success'], 'Cancelled']);
  });

  test('until then it is Waiting', () => {
    expect(play({ steps: nap('a'), start }).one.status).toBe('Waiting');
  });
});

describe('aws:loop', () => {
  const loop = (inputs: string, body: string, more = '') => `
- name: each
  action: aws:loop${more}
  inputs:
${inputs}
    Steps:
${body
  .split('\n')
  .map((line) => `      ${line}`)
  .join('\n')}`;

  test('one turn for each iterator', () => {
    const { one } = play({ steps: loop('    Iterators: [x, y, z]', nap('a')) });
    expect(one.steps.map(({ name, iterations }) => [name, ...iterations].join(' '))).toEqual([
      'each',
      'a 1',
      'a 2',
      'a 3',
    ]);
    expect(minutesOf(one)).toBe(3);
    expect(one.status).toBe('Success');
  });

  test('the condition is looked at after the steps, which so run at least once, and MaxIterations limits it', () => {
    const condition = (value: string) =>
      `    LoopCondition: { Variable: "1", StringEquals: "${value}" }\n    MaxIterations: 4`;
    expect(play({ steps: loop(condition('2'), nap('a')) }).one.steps).toHaveLength(2);
    expect(play({ steps: loop(condition('1'), nap('a')) }).one.steps).toHaveLength(5);
  });

  test('Exited: an inner step jumped out of the loop', () => {
    const steps = `${loop('    Iterators: [x, y]', call('b', 'onFailure: "step:last", isCritical: false'))}\n${nap('mid')}\n${nap('last')}`;
    const { one } = play({ steps, model: fails });
    expect(told(one)).toEqual(['each Exited', 'b Failed', 'last Success']);
    expect(one.status).toBe('Success');
  });

  test('an inner step that fails and aborts ends the execution', () => {
    const { one } = play({
      steps: `${loop('    Iterators: [x, y]', call('b'))}\n${nap('last')}`,
      model: fails,
    });
    expect(told(one)).toEqual(['each Failed', 'b Failed']);
    expect(one.status).toBe('Failed');
  });
});

describe('what never ends comes to an end', () => {
  test('a circle of steps', () => {
    const steps = [call('a', 'nextStep: b'), call('b', 'nextStep: a')].join('\n');
    const { one } = play({ steps, model: 'calls: { rds: { RebootDBInstance: { run: 0s } } }' });
    expect(one.status).toBe('Failed');
    expect(one.failure).toMatch(/goes round in a circle/);
  }, 60_000);

  test('ten thousand steps', () => {
    const steps = Array.from({ length: 10_000 }, (_, index) => call(`s${index}`)).join('\n');
    const { one } = play({ steps, model: 'calls: { rds: { RebootDBInstance: { run: 0s } } }' });
    expect(one.status).toBe('Success');
    expect(one.steps).toHaveLength(10_000);
  }, 60_000);
});
