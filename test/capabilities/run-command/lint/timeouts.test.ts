import { describe, expect, test } from 'vitest';
import { timeoutRules } from '../../../../src/capabilities/run-command/lint/timeouts.ts';
import { lintText } from '../../../lint/lint-text.ts';
import { type Differences, scenario, template } from '../../../lint/window-files.ts';

const found = (text: string): string[] =>
  lintText(text, timeoutRules).findings.map(({ rule, severity }) => `${severity} ${rule}`);
const task = (differences: Differences): string[] => found(template(differences));
const script = (parameters: string, rest: Differences = {}): Differences => {
  return { task: { TaskArn: 'AWS-RunShellScript' }, parameters: `commands: [uptime]${parameters}`, ...rest };
};

describe('timeout-short', () => {
  test('an Install takes ten minutes or more', () => {
    expect(task({ parameters: 'Operation: [Install], StepTimeoutSeconds: ["599"]' })).toEqual([
      'warning timeout-short',
    ]);
    expect(task({ parameters: 'Operation: [Install], StepTimeoutSeconds: ["600"]' })).toEqual([]);
  });

  test('a scan is done sooner', () => {
    expect(task({ parameters: 'Operation: [Scan], StepTimeoutSeconds: ["300"]' })).toEqual([]);
  });

  test('in a scenario its own model says how long', () => {
    const parameters = 'Operation: [Install], StepTimeoutSeconds: ["1200"]';
    expect(found(scenario({ install: '10m' }, { parameters }))).toEqual([]);
    expect(found(scenario({ install: '20m' }, { parameters }))).toEqual(['warning timeout-short']);
  });

  test.each(['1', '4'])('the agent takes an executionTimeout of %s for an hour', (seconds) => {
    expect(task(script(`, executionTimeout: ["${seconds}"]`))).toEqual(['warning timeout-short']);
  });

  test('what AWS refuses is an error besides', () => {
    expect(task(script(', executionTimeout: ["172801"]'))).toEqual([
      'error bad-value',
      'warning timeout-short',
    ]);
  });

  test.each(['5', '3600', '172800', '{{ssm:limit}}'])('and one of %s as it is', (seconds) => {
    expect(task(script(`, executionTimeout: ["${seconds}"]`))).toEqual([]);
  });

  test('what takes more than an hour needs a limit of its own', () => {
    const model = (run: string) => `model: { documents: { AWS-RunShellScript: { run: ${run} } } }\n`;
    expect(found(scenario({}, script(''), model('1h')))).toEqual([]);
    expect(found(scenario({}, script(''), model('61m')))).toEqual(['warning timeout-short']);
    expect(found(scenario({}, script(', executionTimeout: ["7200"]'), model('61m')))).toEqual([]);
  });

  test('AWS takes no TimeoutSeconds below 30', () => {
    expect(task({ invocation: 'TimeoutSeconds: 29' })).toEqual(['error timeout-short']);
    expect(task({ invocation: 'TimeoutSeconds: 30' })).toEqual([]);
  });
});

describe('timeout-sum', () => {
  test('a node may begin until TimeoutSeconds are over, also after the window has closed', () => {
    const parameters = 'Operation: [Install], StepTimeoutSeconds: ["3600"]';
    expect(task({ parameters, invocation: 'TimeoutSeconds: 14400' })).toEqual([]);
    expect(task({ parameters, invocation: 'TimeoutSeconds: 14401' })).toEqual(['warning timeout-sum']);
  });

  test('more than two hours to begin, and no limit of the run, is meant as the time to run', () => {
    expect(task({ invocation: 'TimeoutSeconds: 7200' })).toEqual([]);
    expect(task({ invocation: 'TimeoutSeconds: 7201' })).toEqual(['warning timeout-sum']);
  });

  test('twice the same number is suspect', () => {
    const invocation = 'TimeoutSeconds: 1800';
    expect(task(script(', executionTimeout: ["1800"]', { invocation }))).toEqual(['note timeout-sum']);
    expect(task(script(', executionTimeout: ["900"]', { invocation }))).toEqual([]);
  });

  test('the command of an operator is looked at too', () => {
    const actions = `actions:
  - id: check
    at: 2026-01-01T00:10:00Z
    SendCommand:
      DocumentName: AWS-RunShellScript
      Targets: [{ Key: "tag:Patch Group", Values: [web] }]
      TimeoutSeconds: 36000
      Parameters: { commands: [uptime] }
`;
    expect(found(scenario({}, {}, actions))).toEqual(['warning timeout-sum']);
  });
});
