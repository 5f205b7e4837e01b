/** What a change request would have patched, and why it has not. */
import { expect, test } from 'vitest';
import { approveAll, at, nodeOf, released, simulate } from '../quiet-world.ts';
import { answers, freeze, template } from './world.ts';

const patchWeb = `
  Patch:
    Type: AWS::SSM::Document
    Properties:
      DocumentType: Automation
      Name: Patch
      Content:
        schemaVersion: "0.3"
        parameters: { InstanceId: { type: String } }
        mainSteps:
          - { name: patch, action: "aws:runCommand", inputs: { DocumentName: AWS-RunPatchBaseline, InstanceIds: ["{{ InstanceId }}"], Parameters: { Operation: [Install] } } }
  All: ${approveAll()}`;

function patched(runbook: string, resources: string, set: readonly string[]) {
  const run = simulate(
    {
      fleet: '{ web: { count: 2, os: AMAZON_LINUX_2, tags: { Fleet: web } } }',
      patches: `{ ${released('P1')} }`,
      resources: `${patchWeb}${resources}`,
      actions: `[{ id: go, at: "${at('1')}", StartChangeRequestExecution: { DocumentName: Standard, Runbooks: [{ DocumentName: Patch, ${runbook} }] } }]`,
      end: at('5'),
    },
    { set },
  );
  return ['web-0001', 'web-0002'].map((name) => nodeOf(run, name).cause);
}

const byTarget = 'TargetParameterName: InstanceId, Targets: [{ Key: "tag:Fleet", Values: [web] }]';
const byName = 'Parameters: { InstanceId: [web-0001] }';
const closed = `${template()}${freeze('20250101T000000Z', '20250101T060000Z')}`;

test('a change request that is not approved is APPROVAL_MISSING on the nodes that it would have patched', () => {
  expect(patched(byTarget, template(), [])).toEqual(['APPROVAL_MISSING', 'APPROVAL_MISSING']);
  expect(patched(byName, template(), [])).toEqual(['APPROVAL_MISSING', 'NOT_TARGETED']);
});

test('a change request that is rejected is APPROVAL_MISSING', () => {
  expect(patched(byTarget, template(), answers('ann', '5m', 'reject'))).toEqual([
    'APPROVAL_MISSING',
    'APPROVAL_MISSING',
  ]);
});

test('a change request that a calendar keeps is CALENDAR_CLOSED on the nodes that it would have patched', () => {
  expect(patched(byTarget, closed, answers('ann', '5m'))).toEqual(['CALENDAR_CLOSED', 'CALENDAR_CLOSED']);
});

test('a change request that runs patches its nodes', () => {
  expect(patched(byTarget, template(), answers('ann', '5m'))).toEqual([null, null]);
});
