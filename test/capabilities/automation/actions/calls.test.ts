import { describe, expect, test } from 'vitest';
import { waitForToken } from '../../../../src/aws/token-bucket.ts';
import { automation } from '../../../../src/capabilities/automation/index.ts';
import { replicate } from '../../../support/simulate.ts';
import { at, world } from '../../quiet-world.ts';
import { plainData, readData } from '../content/reading.ts';
import { executed, step } from './world.ts';

const call = (name: string, inputs: string, more = '') => step(name, 'executeAwsApi', `{ ${inputs} }`, more);
const unknown = 'Service: rds, Api: DescribeDBInstances';
const status =
  'outputs: [{ Name: Status, Selector: "$.DBInstances[0].Status" }, { Name: Count, Selector: "$.Count", Type: Integer }]';
const property = (action: string, values: string) =>
  step(
    'see',
    action,
    `{ ${unknown}, PropertySelector: "$.DBInstances[0].Status", DesiredValues: ${values} }`,
  );

describe('what was made up in an answer', () => {
  const found = call(
    'find',
    'Service: autoscaling, Api: DescribeAutoScalingGroups',
    'outputs: [{ Name: Id, Selector: "$.AutoScalingGroups[0].Instances[0].InstanceId", Type: String }]',
  );
  const ids = 'InstanceIds: ["{{ find.Id }}"]';

  test('what is asked of it is made up, too, also where the fleet knows the call', () => {
    const { execution, step: of } = executed([
      found,
      step('stop', 'changeInstanceState', `{ ${ids}, DesiredState: stopped }`),
      step('patch', 'runCommand', `{ DocumentName: AWS-RunShellScript, ${ids} }`),
      step(
        'see',
        'waitForAwsResourceProperty',
        `{ Service: ec2, Api: DescribeInstances, ${ids}, PropertySelector: "$.Reservations[0].Instances[0].State.Name", DesiredValues: [stopped] }`,
      ),
    ]);
    expect(execution.status).toBe('Success');
    expect(of('stop').outputs).toEqual({ InstanceStates: 'stopped' });
  });
});

test('a wait for a volume to be detached is right, since DetachVolume is not simulated', () => {
  const volume = (name: string, action: string, state: string) =>
    step(
      name,
      action,
      `{ Service: ec2, Api: DescribeVolumes, PropertySelector: "$.Volumes[0].State", DesiredValues: [${state}] }`,
    );
  const { execution } = executed([
    volume('used', 'assertAwsResourceProperty', 'in-use'),
    volume('free', 'waitForAwsResourceProperty', 'available'),
  ]);
  expect(execution.status).toBe('Success');
});

test('a property of a node that the fleet knows nothing about is as the runbook wants it', () => {
  const see = step(
    'see',
    'assertAwsResourceProperty',
    '{ Service: ec2, Api: DescribeInstances, InstanceIds: [web-0001], PropertySelector: "$.Reservations[0].Instances[0].MetadataOptions.HttpTokens", DesiredValues: [required] }',
  );
  const describe = call(
    'look',
    'Service: ec2, Api: DescribeInstances, InstanceIds: [web-0001]',
    'outputs: [{ Name: Subnet, Selector: "$.Reservations[0].Instances[0].NetworkInterfaces[0].SubnetId" }, { Name: Second, Selector: "$.Reservations[1].ReservationId" }]',
  );
  const { execution, step: of } = executed([describe, see]);
  expect(execution.status).toBe('Success');
  expect(of('look').outputs).toEqual({ Subnet: 'assumed-SubnetId', Second: '' });
});

test('tags of a volume are not in the file: what is asked of them is right', () => {
  const see = step(
    'see',
    'assertAwsResourceProperty',
    `{ Service: ec2, Api: DescribeTags, Filters: [{ Name: resource-id, Values: [vol-0123456789abcdef0] }], PropertySelector: "$.Tags[?(@.Key == 'Stage')].Value", DesiredValues: [done] }`,
  );
  expect(executed([see]).execution.status).toBe('Success');
});

test('DesiredValues may be null', () => {
  const see = (values: string) =>
    executed([
      step(
        'see',
        'assertAwsResourceProperty',
        `{ Service: ec2, Api: DescribeInstances, InstanceIds: [web-0001], PropertySelector: "$.Reservations[0].Instances[0].Platform", DesiredValues: ${values} }`,
      ),
    ]).execution.status;
  expect([see('[null]'), see('[windows]')]).toEqual(['Success', 'Failed']);
});

test('an instance that a step has launched is Online, as the golden AMI of the user guide waits for', () => {
  const ids = '"{{ launch.InstanceIds }}"';
  const { execution } = executed([
    step('launch', 'runInstances', '{ ImageId: ami-1, IamInstanceProfileName: Managed }'),
    step(
      'managed',
      'waitForAwsResourceProperty',
      `{ Service: ssm, Api: DescribeInstanceInformation, InstanceInformationFilterList: [{ key: InstanceIds, valueSet: [${ids}] }],
         PropertySelector: "$.InstanceInformationList[0].PingStatus", DesiredValues: [Online] }`,
    ),
  ]);
  expect(execution.status).toBe('Success');
});

describe('aws:executeAwsApi', () => {
  test('a call that nothing describes answers what the selectors want', () => {
    const { step: of, execution } = executed([call('a', unknown, status)]);
    expect(execution.status).toBe('Success');
    expect(of('a').outputs).toMatchObject({ Status: expect.any(String), Count: 1 });
  });

  test('model.calls answers, in AWS’s own shape', () => {
    const set = [
      'model.calls.rds.DescribeDBInstances.answer={ DBInstances: [{ Status: stopped }], Count: 3 }',
    ];
    expect(executed([call('a', unknown, status)], { set }).step('a').outputs).toMatchObject({
      Status: 'stopped',
      Count: 3,
    });
  });

  test('model.documents.<Runbook>.steps.<Step> goes before model.calls', () => {
    const set = [
      'model.calls.rds.DescribeDBInstances.answer={ Count: 3 }',
      'model.documents.Fix.steps.a.answer={ Count: 4 }',
    ];
    expect(executed([call('a', unknown, status)], { set }).step('a').outputs['Count']).toBe(4);
  });

  test('aws:executeAwsApi: a call has up to 25 seconds', () => {
    const set = ['model.calls.rds.DescribeDBInstances.run=30s'];
    const { failed, seconds } = executed([call('a', unknown)], { set });
    expect(failed('a')).toBe('Failed: DescribeDBInstances has not answered within 25 seconds');
    expect(seconds('a')).toBe(25);
  });

  test('an Integer of a type String is a String', () => {
    const outputs =
      'outputs: [{ Name: A, Selector: "$.A", Type: String }, { Name: B, Selector: "$.B", Type: StringList }]';
    const set = ['model.calls.rds.DescribeDBInstances.answer={ A: 7, B: x }'];
    expect(executed([call('a', unknown, outputs)], { set }).step('a').outputs).toMatchObject({
      A: '7',
      B: ['x'],
    });
  });

  test('maxAttempts calls again', () => {
    const set = ['model.calls.rds.DescribeDBInstances.fails=100%'];
    const { step: of } = executed([call('a', unknown, 'maxAttempts: 3')], { set });
    expect([of('a').status, of('a').attemptCount]).toEqual(['Failed', 3]);
  });
});

describe('aws:assertAwsResourceProperty', () => {
  test('a call that nothing describes has the first value that is wanted', () => {
    expect(executed([property('assertAwsResourceProperty', '[available]')]).execution.status).toBe('Success');
  });

  test('aws:assertAwsResourceProperty: another value fails the step', () => {
    const set = ['model.calls.rds.DescribeDBInstances.answer={ DBInstances: [{ Status: stopped }] }'];
    expect(
      executed([property('assertAwsResourceProperty', '[available, ready]')], { set }).failed('see'),
    ).toBe('Failed: $.DBInstances[0].Status is stopped; DesiredValues: available, ready');
  });

  test('a property that the fleet does not know is as the runbook wants it; one of nothing is not', () => {
    const see = (api: string, selector: string) =>
      step(
        'see',
        'assertAwsResourceProperty',
        `{ Service: ec2, Api: ${api}, InstanceIds: [web-0001], PropertySelector: "${selector}", DesiredValues: [wanted] }`,
      );
    expect(
      executed([see('DescribeInstances', '$.Reservations[0].Instances[0].SriovNetSupport')]).execution.status,
    ).toBe('Success');
    expect(
      executed([see('DescribeInstances', '$.Reservations[5].Instances[0].State')]).execution.status,
    ).toBe('Failed');
    expect(
      executed([see('DescribeInstances', '$.Reservations[0].Instances[0].State.Name')]).execution.status,
    ).toBe('Failed');
  });
});

describe('aws:waitForAwsResourceProperty', () => {
  test('aws:waitForAwsResourceProperty: the default timeout is 3600 seconds (one hour)', () => {
    const set = ['model.calls.rds.DescribeDBInstances.answer={ DBInstances: [{ Status: stopped }] }'];
    const { execution, seconds } = executed([property('waitForAwsResourceProperty', '[available]')], { set });
    expect([execution.status, seconds('see')]).toEqual(['TimedOut', 3600]);
  });
});

describe('aws:executeScript', () => {
  const script = step(
    'run',
    'executeScript',
    '{ Runtime: python3.11, Handler: main, Script: "def main(e, c): return {}", InputPayload: {} }',
    'outputs: [{ Name: Id, Selector: "$.Payload.Id" }]',
  );

  test('the file says what it answers', () => {
    const { step: of, seconds } = executed([script], {
      set: ['model.documents.Fix.steps.run.answer={ Id: i-1 }'],
    });
    expect(of('run').outputs).toMatchObject({ Id: 'i-1', Payload: { Id: 'i-1' } });
    expect(seconds('run')).toBe(5);
  });

  test('aws:executeScript: a script has up to 600 seconds', () => {
    const { execution, seconds } = executed([script], { set: ['model.documents.Fix.steps.run.run=20m'] });
    expect([execution.status, seconds('run')]).toEqual(['TimedOut', 600]);
  });
});

describe('aws:executeScript: inputs', () => {
  test('Handler is required for Python', () => {
    const of = (inputs: string) =>
      readData(plainData(`{ schemaVersion: "0.3", mainSteps: [${step('run', 'executeScript', inputs)}] }`))
        .errors;
    expect(of('{ Runtime: python3.8, Script: x }')).toEqual([
      'mainSteps.0.inputs: missing: a script in Python needs the input Handler, the name of its function',
    ]);
    expect(of('{ Runtime: "PowerShell 7.0", Script: x }')).toEqual([]);
  });
});

describe('aws:invokeLambdaFunction', () => {
  const lambda = step(
    'fn',
    'invokeLambdaFunction',
    '{ FunctionName: Resize }',
    'outputs: [{ Name: Done, Selector: "$.Payload.Done" }]',
  );

  test('its answer is Payload', () => {
    const set = ['model.functions.Resize.run=20s', 'model.functions.Resize.answer={ Done: yes }'];
    const { step: of, seconds } = executed([lambda], { set });
    expect(of('fn').outputs).toMatchObject({ StatusCode: 200, Payload: { Done: 'yes' }, Done: 'yes' });
    expect(seconds('fn')).toBe(20);
  });

  test('aws:invokeLambdaFunction: Payload is present only if the invocation type is RequestResponse', () => {
    const of = (type: string) =>
      executed([step('call', 'invokeLambdaFunction', `{ FunctionName: f, InvocationType: ${type} }`)]).step(
        'call',
      ).outputs;
    expect(['RequestResponse', 'Event', 'DryRun'].map(of)).toEqual([
      { StatusCode: 200, Payload: {} },
      { StatusCode: 202 },
      { StatusCode: 204 },
    ]);
  });

  test('aws:invokeLambdaFunction: a function has up to 300 seconds', () => {
    const { execution, seconds } = executed([lambda], { set: ['model.functions.Resize.run=10m'] });
    expect([execution.status, seconds('fn')]).toEqual(['TimedOut', 300]);
  });

  test('one that fails is not tried again by Lambda: the step waits for its answer', () => {
    const { failed, seconds } = executed([lambda], {
      set: ['model.functions.Resize.run=5s', 'model.functions.Resize.fails=100%'],
    });
    expect([failed('fn'), seconds('fn')]).toEqual(['Failed: Resize failed', 5]);
  });
});

test('aws:executeStateMachine: outputs status and output', () => {
  const machine = step(
    'sm',
    'executeStateMachine',
    '{ stateMachineArn: "arn:aws:states:us-east-1:123456789012:stateMachine:Prepare" }',
  );
  const set = ['model.functions.Prepare.run=1m', 'model.functions.Prepare.answer=ready'];
  const { step: of, seconds } = executed([machine], { set });
  expect(of('sm').outputs).toMatchObject({ status: 'SUCCEEDED', output: 'ready' });
  expect(seconds('sm')).toBe(60);
});

test('aws:invokeWebhook: outputs Response and ResponseCode', () => {
  const { step: of } = executed([step('hook', 'invokeWebhook', '{ IntegrationName: Chat, Body: "hello" }')]);
  expect(of('hook').outputs).toEqual({ Response: 'ok', ResponseCode: '200' });
});

describe('throttling', () => {
  test('a bucket of tokens: burst at once, then rate a second', () => {
    expect(waitForToken({ rate: 2, burst: 3 }, 1000)).toBe(0);
    expect(waitForToken({ rate: 2, burst: 3 }, 1500)).toBe(500);
  });

  const three = ['a', 'b', 'c'].map((name) => call(name, unknown));
  const limit = [
    'model.throttling.DescribeDBInstances.rate=1',
    'model.throttling.DescribeDBInstances.burst=1',
    'model.automation.call=0s',
  ];

  test('without automatic retry a step that is throttled fails', () => {
    expect(executed(three, { set: limit }).failed('b')).toBe(
      'Failed: ThrottlingException: Rate exceeded when calling DescribeDBInstances',
    );
  });

  test('model.automation.throttlingRetry tries again until then', () => {
    const { execution, seconds } = executed(three, {
      set: [...limit, 'model.automation.throttlingRetry=10s'],
    });
    expect([execution.status, seconds('b'), seconds('c')]).toEqual(['Success', 1, 1]);
  });

  test('each account has a bucket of its own, which is full when a replication begins', () => {
    const go = (id: string, account = '') =>
      `{ id: ${id}, at: "${at('1')}", ${account}StartAutomationExecution: { DocumentName: Fix } }`;
    const text = world({
      accounts: '{ europe: { id: "222222222222", region: eu-west-1 } }',
      resources: `
  Fix: { Type: "AWS::SSM::Document", Properties: { Name: Fix, DocumentType: Automation, Content: { schemaVersion: "0.3", mainSteps: [${call('a', unknown)}] } } }`,
      actions: `[${go('here')}, ${go('again')}, ${go('there', 'account: europe, ')}]`,
    });
    const statuses = replicate(
      text,
      2,
      ({ machines }) => machines.of(automation).automation.executions.map(({ status }) => status),
      { set: limit },
    );
    expect(statuses).toEqual(Array.from({ length: 2 }, () => ['Success', 'Failed', 'Success']));
  });
});
