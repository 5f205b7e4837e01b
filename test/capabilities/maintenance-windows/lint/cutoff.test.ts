import { describe, expect, test } from 'vitest';
import { cutoffRules } from '../../../../src/capabilities/maintenance-windows/lint/cutoff.ts';
import { lintText } from '../../../lint/lint-text.ts';
import { scenario, template } from '../../../lint/window-files.ts';

const found = (text: string): string[] =>
  lintText(text, cutoffRules).findings.map(({ rule, severity }) => `${severity} ${rule}`);
const inWindow = (window: Record<string, string>, head = ''): string[] => found(template({ window }, head));

describe('cutoff-hours', () => {
  test('a cutoff as long as the window lets no task start', () => {
    expect(inWindow({ Duration: '2', Cutoff: '2' })).toEqual(['error cutoff-hours']);
  });

  test('one hour less is taken', () => {
    expect(inWindow({ Duration: '2', Cutoff: '1' })).toEqual([]);
  });

  test.each(['30', '0.5', '-1', '24'])('Cutoff: %s is no number of hours that AWS takes', (Cutoff) => {
    expect(inWindow({ Duration: '4', Cutoff })).toEqual(['error cutoff-hours']);
  });

  test.each(['0', '25', '1.5', '120'])('Duration: %s is none either', (Duration) => {
    expect(inWindow({ Duration, Cutoff: '0' }).filter((one) => one.startsWith('error'))).toEqual([
      'error cutoff-hours',
    ]);
  });

  test('120 minutes are 2 hours', () => {
    const [finding] = lintText(template({ window: { Duration: '120' } }), cutoffRules).findings;
    expect(finding?.help).toBe('write 2 for 120 minutes');
  });

  test('what a parameter without a default decides is not judged', () => {
    const head = 'Parameters: { Length: { Type: Number } }\n';
    expect(inWindow({ Duration: '!Ref Length', Cutoff: '3' }, head)).toEqual([]);
  });

  test('the default of a parameter is', () => {
    const head = 'Parameters: { Length: { Type: Number, Default: 3 } }\n';
    expect(inWindow({ Duration: '!Ref Length', Cutoff: '3' }, head)).toEqual(['error cutoff-hours']);
  });
});

describe('cutoff-too-late', () => {
  test('a node that takes longer than from start to cutoff is not done before it', () => {
    const window = { Duration: '4', Cutoff: '2' };
    expect(found(scenario({ count: 1, install: '115m' }, { window }))).toEqual([]);
    expect(found(scenario({ count: 1, install: '116m' }, { window }))).toEqual(['warning cutoff-too-late']);
  });

  test('with no time after the cutoff an Install that may reboot runs over the end', () => {
    expect(inWindow({ Cutoff: '0' })).toEqual(['note cutoff-too-late']);
  });

  test.each(['Operation: [Scan]', 'Operation: [Install], RebootOption: [NoReboot]'])(
    'where no node reboots that is no matter: %s',
    (parameters) => {
      expect(found(template({ window: { Cutoff: '0' }, parameters }))).toEqual([]);
    },
  );

  test('patches that no rule has approved yet take no time', () => {
    const late = scenario({ count: 1, install: '10h' }).replace('2025-12-10', '2025-12-30');
    expect(found(late)).toEqual([]);
  });
});

describe('window-too-short', () => {
  // Ten minutes of installing, half a minute of scanning, four of rebooting.
  const nodes = (count: number, MaxConcurrency: string, more = {}) =>
    found(scenario({ count }, { task: { MaxConcurrency }, ...more }));

  test('as many fit as concurrency and time allow', () => {
    expect(nodes(160, '"10"')).toEqual([]);
    expect(nodes(170, '"10"')).toEqual(['warning window-too-short']);
  });

  test('a higher concurrency makes room', () => {
    expect(nodes(170, '"20"')).toEqual([]);
    expect(nodes(170, '100%')).toEqual([]);
  });

  test('a task of another priority waits for the one before it', () => {
    const task = (Priority: string) => `  Again:
    Type: AWS::SSM::MaintenanceWindowTask
    Properties:
      WindowId: !Ref Night
      TaskType: RUN_COMMAND
      TaskArn: AWS-RunPatchBaseline
      Priority: ${Priority}
      MaxConcurrency: "10"
      MaxErrors: 5%
      Targets: [{ Key: WindowTargetIds, Values: [!Ref Nodes] }]
      TaskInvocationParameters:
        MaintenanceWindowRunCommandParameters: { Parameters: { Operation: [Install] } }
`;
    expect(nodes(100, '"10"', { more: task('1') })).toEqual([]);
    expect(nodes(100, '"10"', { more: task('2') })).toEqual(['warning window-too-short']);
  });

  const group = (size: string) => `  Group:
    Type: AWS::AutoScaling::AutoScalingGroup
    Properties:
      MinSize: 1
      MaxSize: 100
      DesiredCapacity: ${size}
      Tags: [{ Key: Patch Group, Value: web, PropagateAtLaunch: true }]
`;

  test('of a template those nodes count that are in it, a quarter of an hour each', () => {
    const task = { MaxConcurrency: '"1"' };
    expect(found(template({ task, more: group('16') }))).toEqual([]);
    expect(found(template({ task, more: group('17') }))).toEqual(['warning window-too-short']);
  });

  test('a percentage of nodes that may be more than are seen says nothing', () => {
    expect(found(template({ task: { MaxConcurrency: '1%' }, more: group('90') }))).toEqual([]);
  });
});
