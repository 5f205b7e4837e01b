/** AWS's own runbooks run with their published steps, and calls that start them are checked as AWS checks them. */
import { describe, expect, test } from 'vitest';
import { allSteps } from '../../../src/capabilities/automation/content/runbook.ts';
import { managedDocuments, managedRunbook } from '../../../src/capabilities/automation/runbooks/index.ts';
import { load } from '../../scenario/load-text.ts';
import { simulateYaml } from '../../support/simulate.ts';

const head = `
start: 2025-01-05
end: 2d
fleet: { web: { count: 3, os: AMAZON_LINUX_2, tags: { Env: prod } } }
`;
const start = (request: string) => `${head}
actions: [{ id: go, at: 2025-01-05T01:00:00Z, StartAutomationExecution: ${request} }]
`;
const problemsOf = (text: string) => {
  const loaded = load(text);
  return 'problems' in loaded ? loaded.problems : [];
};
const stepsOf = (name: string) => managedRunbook(name)!.steps.map((step) => step.name);
const actionsOf = (name: string) =>
  managedRunbook(name)!.steps.map(({ action }) => action.replace('aws:', ''));

describe('published steps', () => {
  test.each([
    ['AWS-StopEC2Instance', ['stopInstances', 'forceStopInstances']],
    ['AWS-RestartEC2Instance', ['stopInstances', 'startInstances']],
    ['AWS-RestartEC2InstanceWithApproval', ['approve', 'stopInstances', 'startInstances']],
    ['AWS-CreateSnapshot', ['createDocumentStack', 'createSnapshot', 'deleteCloudFormationTemplate']],
    [
      'AWS-UpdateLinuxAmi',
      ['launchInstance', 'updateOSSoftware', 'stopInstance', 'createImage', 'terminateInstance'],
    ],
  ])('%s', (name, steps) => expect(stepsOf(name)).toEqual(steps));

  test('AWS-StartEC2Instance takes FailOnUnexpectedStopped, which is true by default', () => {
    const { FailOnUnexpectedStopped } = managedRunbook('AWS-StartEC2Instance')!.parameters;
    expect(FailOnUnexpectedStopped).toEqual({ type: 'Boolean', default: true });
    expect(managedRunbook('AWS-RestartEC2Instance')!.parameters).not.toHaveProperty(
      'FailOnUnexpectedStopped',
    );
  });

  test('AWS-PatchInstanceWithRollback has eleven steps, AWS-UpdateWindowsAmi twelve', () => {
    expect(actionsOf('AWS-PatchInstanceWithRollback')).toEqual([
      'createStack',
      'invokeLambdaFunction',
      'executeAutomation',
      'runCommand',
      ...Array.from({ length: 6 }, () => 'invokeLambdaFunction'),
      'deleteStack',
    ]);
    expect(stepsOf('AWS-UpdateWindowsAmi')).toHaveLength(12);
  });

  test('a runbook of AWS Config has its published actions, and needs a role', () => {
    expect(actionsOf('AWSConfigRemediation-ModifyEBSVolumeType')).toEqual([
      'waitForAwsResourceProperty',
      'executeAwsApi',
      'waitForAwsResourceProperty',
    ]);
    const all = managedDocuments.filter(({ name }) => name.startsWith('AWSConfigRemediation-'));
    expect(all.length).toBe(97);
    expect(all.every(({ parameters }) => parameters!['AutomationAssumeRole']!.isRequired)).toBe(true);
  });

  test('names of steps are unique, and jumps lead to steps', () => {
    for (const { name } of managedDocuments) {
      const steps = allSteps(managedRunbook(name)!.steps);
      const names = steps.map((step) => step.name);
      expect(new Set(names).size, name).toBe(names.length);
      for (const { onFailure, nextStep } of steps) {
        if (typeof onFailure === 'object') expect(names, name).toContain(onFailure.step);
        if (nextStep !== null) expect(names, name).toContain(nextStep);
      }
    }
  });
});

/** What each needs that has no default, besides the role. */
function requiredOf(name: string): string {
  const { parameters } = managedDocuments.find((one) => one.name === name)!;
  const given = Object.entries(parameters!).flatMap(([key, { isRequired }]) => {
    if (!isRequired) return [];
    if (key === 'AutomationAssumeRole') return [`${key}: ["arn:aws:iam::123456789012:role/remediator"]`];
    if (key === 'RoleName') return ['RoleName: [given], ForceReplace: ["true"]'];
    return [`${key}: [${key === 'InstanceId' ? 'web-0001' : key === 'Approvers' ? 'oncall' : 'given'}]`];
  });
  return `{ DocumentName: ${name}, Parameters: { ${given.join(', ')} } }`;
}

describe('every one runs to its end', () => {
  test.each(managedDocuments.map(({ name }) => name))('%s', (name) => {
    const approvals = 'model: { approvals: { oncall: { after: 5m, answer: approve } } }\n';
    const { result } = simulateYaml(approvals + start(requiredOf(name)));
    const failed = result.automations.flatMap(({ steps }) => steps).filter(({ failure }) => failure !== null);
    expect(failed).toEqual([]);
    expect(result.automations[0]!.status).toBe('Success');
  });
});

test('an execution stops instances, and starts them again', () => {
  const { events } = simulateYaml(
    start('{ DocumentName: AWS-RestartEC2Instance, Parameters: { InstanceId: [web-0002] } }'),
  );
  const power = [...events('managed-nodes/node-stopped'), ...events('managed-nodes/node-started')];
  expect(power.map(({ node }) => node)).toEqual(['web-0002', 'web-0002']);
});

test('a failed installation leads to the restoration of the volume, a good one does not', () => {
  const patch = (fails: string) =>
    `patches: { P-1: { os: AMAZON_LINUX_2, classification: Security, severity: Critical, released: 2024-12-01, fails: ${fails} } }`;
  const stepsWith = (fails: string) => {
    const request = '{ DocumentName: AWS-PatchInstanceWithRollback, Parameters: { InstanceId: [web-0001] } }';
    const { result } = simulateYaml(`${patch(fails)}\n${start(request)}`);
    const { status, steps } = result.automations[0]!;
    return [status, ...steps.map(({ name }) => name)];
  };
  expect(stepsWith('100%').slice(4)).toEqual([
    'installMissingUpdates',
    'RestoreFromSnapshot',
    'DeleteSnapshot',
    'deleteCloudFormationTemplate',
  ]);
  expect(stepsWith('100%')[0]).toBe('Failed');
  expect(stepsWith('0%')).not.toContain('RestoreFromSnapshot');
  expect(stepsWith('0%')[0]).toBe('Success');
});

describe('calls are checked', () => {
  const error = (request: string, code?: string) =>
    problemsOf(start(request)).find((one) => code === undefined || one.code === code);

  test('a parameter that is missing, or written in another case', () => {
    expect(error('{ DocumentName: AWS-StopEC2Instance }')?.message).toContain('InstanceId');
    const wrong = error(
      '{ DocumentName: AWS-StopEC2Instance, Parameters: { instanceId: [web-0001] } }',
      'unknown-key',
    );
    expect(wrong).toMatchObject({
      awsError: 'InvalidAutomationExecutionParametersException',
      help: 'did you mean InstanceId?',
    });
  });

  test('a Command document where a runbook belongs', () => {
    expect(
      error('{ DocumentName: AWS-RunPatchBaseline, Parameters: { Operation: [Install] } }'),
    ).toMatchObject({
      code: 'bad-target',
      awsError: 'AutomationDefinitionNotFoundException',
      message: 'expected a document of type Automation; AWS-RunPatchBaseline is one of type Command',
    });
  });

  test('a runbook where a Command document belongs', () => {
    const text = `${head}
actions: [{ at: 2025-01-05T01:00:00Z, SendCommand: { DocumentName: AWS-RestartEC2Instance, InstanceIds: [web-0001], Parameters: { InstanceId: [web-0001] } } }]
`;
    expect(problemsOf(text)).toMatchObject([{ code: 'bad-target', awsError: 'InvalidDocument' }]);
  });

  test('documents that guides invent are refused with the name that exists', () => {
    const text = `${head}
actions: [{ at: 2025-01-05T01:00:00Z, SendCommand: { DocumentName: AWS-InstallPatchBaseline, InstanceIds: [web-0001] } }]
`;
    expect(problemsOf(text)).toMatchObject([
      {
        code: 'unknown-reference',
        awsError: 'InvalidDocument',
        help: 'use AWS-RunPatchBaseline with Operation: [Install]',
      },
    ]);
  });
});
