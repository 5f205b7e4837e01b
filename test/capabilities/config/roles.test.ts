/** Remediations that do nothing, each for a reason of its own: https://docs.aws.amazon.com/config/latest/APIReference/API_PutRemediationConfigurations.html */
import { describe, expect, test } from 'vitest';
import { explained, foundIn } from '../../explain/explained.ts';
import { lintText } from '../../lint/lint-text.ts';
import { simulateYaml } from '../../support/simulate.ts';
import { at, world } from '../quiet-world.ts';
import { broken, patchCheck, rule } from './world.ts';

const runner = (service: string, actions: string) => `
  Runner: { Type: "AWS::IAM::Role", Properties: { AssumeRolePolicyDocument: { Statement: [{ Effect: Allow, Principal: { Service: ${service} }, Action: "sts:AssumeRole" }] },
    Policies: [{ PolicyName: own, PolicyDocument: { Statement: [{ Effect: Allow, Action: "${actions}", Resource: "*" }] } }] } }
  Fix: { Type: "AWS::SSM::Document", Properties: { Name: Fix, DocumentType: Automation, Content: { schemaVersion: "0.3", assumeRole: "{{ AutomationAssumeRole }}",
    parameters: { AutomationAssumeRole: { type: String } }, mainSteps: [{ name: tag, action: "aws:createTags", inputs: { ResourceIds: [web-0001], Tags: [{ Key: a, Value: b }] } }] } } }
${rule('Patched', patchCheck)}`;
const file = (
  service: string,
  actions: string,
  parameters = 'AutomationAssumeRole: { StaticValue: { Values: [!GetAtt Runner.Arn] } }',
) =>
  world({
    end: at('3'),
    faults: broken(1),
    resources: `${runner(service, actions)}  Repair: { Type: "AWS::Config::RemediationConfiguration", Properties: { ConfigRuleName: !Ref Patched, TargetType: SSM_DOCUMENT, TargetId: Fix, Automatic: true, Parameters: { ${parameters} } } }`,
  });

describe('a remediation that does nothing', () => {
  test.each([
    [
      'before its first step: InvalidAutomationExecutionParametersException: the role Runner does not trust ssm.amazonaws.com',
      'ec2.amazonaws.com',
      '*',
      /^Runner, the role of the remediation Repair, .* does not|is a role of nodes/,
    ],
    [
      'at tag: UnauthorizedOperation: the role Runner is not authorized to perform: ec2:CreateTags',
      'ssm.amazonaws.com',
      's3:*',
      /^Fix, started by Repair, acts as Runner/,
    ],
  ])('%s: run, explain and lint say so', (failure, service, actions, finding) => {
    const text = file(service, actions);
    const { result } = simulateYaml(text);
    expect(result.remediations[0]!.resources[0]).toMatchObject({ status: 'FAILED', failure });
    expect(foundIn(explained(text, 'web-0001'), 'config-rules')).toContain(`the last one failed ${failure}`);
    expect(
      lintText(text)
        .findings.filter(({ severity }) => severity === 'error')
        .map(({ message }) => message),
    ).toEqual([expect.stringMatching(finding)]);
  });

  test('without AutomationAssumeRole AWS refuses an automatic one', () => {
    const { findings } = lintText(file('ssm.amazonaws.com', '*', ''));
    expect(findings.map(({ rule: id }) => id)).toContain('remediation-role-missing');
  });

  test('one that works has no failure', () => {
    const text = file('ssm.amazonaws.com', 'ec2:CreateTags');
    expect(simulateYaml(text).result.remediations[0]!.resources[0]).toMatchObject({
      status: 'SUCCEEDED',
      failure: null,
    });
    expect(lintText(text).findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  });
});
