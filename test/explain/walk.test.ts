/** `explain --execution ID`, as the library gives it. */
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { explain } from '../../src/index.ts';
import { at, world } from '../capabilities/quiet-world.ts';

const schema = JSON.parse(readFileSync('docs/explanation.schema.json', 'utf8'));
const isValid = new Ajv({ allErrors: true, validateFormats: false, allowUnionTypes: true }).compile(schema);

const text = world({
  fleet: '{ web: { count: 2, os: AMAZON_LINUX_2, tags: { Env: prod } } }',
  resources: `
  Fix: { Type: "AWS::SSM::Document", Properties: { Name: Fix, DocumentType: Automation, Content: { schemaVersion: "0.3",
    parameters: { InstanceId: { type: String } }, mainSteps: [
      { name: ask, action: "aws:approve", inputs: { Approvers: [oncall] } },
      { name: stop, action: "aws:changeInstanceState", inputs: { InstanceIds: ["{{ InstanceId }}"], DesiredState: stopped } } ] } } }`,
  actions: `
  - { id: go, at: "${at('1')}", StartAutomationExecution: { DocumentName: Fix, TargetParameterName: InstanceId, MaxErrors: "1", Targets: [{ Key: "tag:Env", Values: [prod] }] } }`,
});
const set = { 'model.approvals': { oncall: { after: '5m', answer: 'approve' } } };

describe('an execution', () => {
  test('is told with its steps and who approved, as the schema has it', async () => {
    const walked = await explain(text, { execution: 'go/web-0002', set });
    expect(walked).toMatchObject({
      schema: 'fleetsim.walk/1',
      execution: {
        id: 'go/web-0002',
        parent: 'go',
        status: 'Success',
        steps: [
          {
            name: 'ask',
            decisions: [{ by: 'oncall', approves: true, at: expect.stringContaining('T01:0') }],
          },
          { name: 'stop', status: 'Success' },
        ],
      },
    });
    expect(isValid(JSON.parse(JSON.stringify(walked))) ? [] : isValid.errors).toEqual([]);
  });

  test('is told as it is at an instant', async () => {
    const walked = await explain(text, { execution: 'go/web-0001', set, at: at('1:02') });
    expect(walked).toMatchObject({ at: at('1:02'), execution: { status: 'Waiting', end: null } });
  });

  test('that IAM denied is told too, of every call', async () => {
    const denied = text
      .replace('StartAutomationExecution:', 'as: guest, StartAutomationExecution:')
      .replace('actions:', 'principals: { guest: { policies: [] } }\nactions:')
      .concat(`
  - { id: in, at: "${at('1')}", as: guest, StartSession: { Target: web-0001 } }`)
      .concat(`
  - { id: get, at: "${at('1')}", as: guest, GetParameter: { Name: a } }\n`);
    const walked = await explain(denied, { execution: 'go' });
    expect(walked.execution).toMatchObject({
      call: 'StartAutomationExecution',
      by: 'guest',
      right: 'ssm:StartAutomationExecution',
      statement: null,
    });
    expect(isValid(JSON.parse(JSON.stringify(walked))) ? [] : isValid.errors).toEqual([]);
    expect(await explain(denied, { execution: 'x' }).catch(({ message }) => message)).toContain(
      'known: get, go, in',
    );
    expect(await explain(denied, { execution: 'in' })).toMatchObject({ execution: { target: 'web-0001' } });
  });

  test('of another id is refused, with one that is near', async () => {
    const refused = (execution: string) =>
      explain(text, { execution, set }).catch((error: Error) => error.message);
    expect(await refused('go/web-0003')).toMatch(
      /^execution go\/web-0003: the run has no execution of this id; did you mean go\/web-000[12]\?/,
    );
    expect(await refused('x')).toContain('known: go, go/web-0001, go/web-0002');
  });
});
