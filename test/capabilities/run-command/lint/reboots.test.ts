/** AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/send-commands-reboot.html */
import { describe, expect, test } from 'vitest';
import { lintText, messages } from '../../../lint/lint-text.ts';

const association = (parameters: string, more = '') => `Resources:
  Patch:
    Type: AWS::SSM::Association
    Properties: { Name: AWS-RunPatchBaseline, Parameters: ${parameters}${more} }
`;

const script = (line: string, document = 'AWS-RunShellScript') => `Resources:
  Script:
    Type: AWS::SSM::Association
    Properties: { Name: ${document}, Parameters: { commands: [${JSON.stringify(line)}] } }
`;

describe('reboot-outside-window', () => {
  test('an association installs when it is made, not only when it is due', () => {
    const scheduled = ', ScheduleExpression: rate(7 days)';
    expect(messages('reboot-outside-window', association('{ Operation: [Install] }'))).toEqual([
      expect.stringContaining('as soon as it is made or changed, and on every node'),
    ]);
    expect(messages('reboot-outside-window', association('{ Operation: [Install] }', scheduled))).toEqual([
      expect.stringContaining('then on its own schedule'),
    ]);
    const only = `${scheduled}, ApplyOnlyAtCronInterval: true`;
    expect(messages('reboot-outside-window', association('{ Operation: [Install] }', only))).toEqual([
      expect.stringMatching(/^note: .* on its own schedule, with no cutoff/),
    ]);
  });

  test.each(['{ Operation: [Scan] }', '{ Operation: [Install], RebootOption: [NoReboot] }'])(
    'nothing reboots with %s',
    (parameters) => {
      expect(messages('reboot-outside-window', association(parameters))).toEqual([]);
    },
  );

  test('a change calendar holds an association', () => {
    const held = ', CalendarNames: [closed]';
    expect(messages('reboot-outside-window', association('{ Operation: [Install] }', held))).toEqual([]);
  });

  test.each([
    'reboot',
    'sudo reboot',
    'yum -y update && reboot',
    'if [ -f /var/run/reboot-required ]; then shutdown -r now; fi',
    'needs-restarting -r || /sbin/reboot',
    'set -e\nsudo systemctl reboot',
    'init 6',
  ])('the script %j reboots the node', (line) => {
    expect(messages('reboot-outside-window', script(line))).toHaveLength(1);
  });

  test.each([
    'echo reboot',
    '# reboot later',
    'if [ -f /var/run/reboot-required ]; then exit 194; fi',
    'reboot=false',
    'shutdown -h now',
    'systemctl restart httpd',
    'cat /var/log/reboot.log',
  ])('the script %j does not', (line) => {
    expect(messages('reboot-outside-window', script(line))).toEqual([]);
  });

  test('PowerShell has a word of its own', () => {
    const { findings } = lintText(script('Restart-Computer -Force', 'AWS-RunPowerShellScript'));
    expect(findings.filter(({ rule }) => rule === 'reboot-outside-window')).toMatchObject([
      { help: expect.stringContaining('exit 3010') },
    ]);
  });

  test('the steps of a document are looked at as well', () => {
    const text = `Resources:
  Restart:
    Type: AWS::SSM::Document
    Properties:
      Content:
        mainSteps: [{ action: "aws:runShellScript", name: now, inputs: { runCommand: [yum update -y, reboot] } }]
`;
    expect(messages('reboot-outside-window', text)).toEqual([
      expect.stringContaining('the script of the step now of Restart reboots the node itself (reboot)'),
    ]);
  });
});
