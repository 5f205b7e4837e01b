// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Fn::Sub writes its variables as JavaScript does
/** What only a deployment decides hides nothing beside it. */
import { describe, expect, test } from 'vitest';
import { capabilities } from '../../src/capabilities/index.ts';
import { maintenanceWindow } from '../../src/capabilities/maintenance-windows/resources/windows.ts';
import { patchBaseline } from '../../src/capabilities/patch-manager/resources/baselines.ts';
import { nounsOf } from '../../src/cloudformation/nouns.ts';
import { readStack } from '../../src/cloudformation/stack.ts';
import { Unknown } from '../../src/fields/unknown.ts';
import { ScenarioContext } from '../../src/scenario/scenario-context.ts';
import { specsOf } from '../../src/scenario/specs.ts';

const open = { Ref: 'Open' };
const window = {
  Name: 'sunday',
  Schedule: 'cron(0 2 ? * SUN *)',
  Duration: '3',
  AllowUnassociatedTargets: 'false',
};

function read(type: string, properties: object) {
  const root = {
    Parameters: { Open: { Type: 'String' } },
    Resources: { It: { Type: type, Properties: properties } },
  };
  const context = new ScenarioContext('file', () => ({ error: 'none' }), capabilities);
  const stack = readStack({ ...specsOf(capabilities), root, key: 'Resources', isStrict: false }, context);
  return { stack, refused: context.problems.errors().map(({ path }) => path.slice(3).join('.')) };
}

describe('one unknown leaf', () => {
  test('leaves the rest of its list to be judged', () => {
    const rule = {
      ApproveAfterDays: open,
      PatchFilterGroup: { PatchFilters: [{ Key: 'SEVERITY', Values: [open] }] },
    };
    const PatchRules = [
      rule,
      { ...rule, ApproveAfterDays: '361' },
      { PatchFilterGroup: { PatchFilters: [] } },
    ];
    const { refused, stack } = read('AWS::SSM::PatchBaseline', {
      Name: 'linux',
      OperatingSystem: 'UBUNTU',
      ApprovalRules: { PatchRules },
    });
    expect(refused).toEqual(['ApprovalRules.PatchRules.1.ApproveAfterDays']);
    expect(stack.nouns(patchBaseline).size).toBe(0);
  });

  test('of a filter does not hide what is wrong with the next', () => {
    const PatchFilters = [
      { Key: open, Values: ['a'] },
      { Key: 'MSRC_SEVERITY', Values: ['Critical'] },
    ];
    const { refused } = read('AWS::SSM::PatchBaseline', {
      Name: 'linux',
      OperatingSystem: 'AMAZON_LINUX_2023',
      GlobalFilters: { PatchFilters },
    });
    expect(refused).toEqual(['GlobalFilters.PatchFilters.1.Key']);
  });

  test('is compared with nothing, and what is beside it is', () => {
    expect(read(maintenanceWindow.type, { ...window, Cutoff: open }).refused).toEqual([]);
    expect(read(maintenanceWindow.type, { ...window, Cutoff: '3' }).refused).toEqual(['Cutoff']);
    const zoned = { ...window, Cutoff: open, ScheduleTimezone: 'Mars' };
    expect(read(maintenanceWindow.type, zoned).refused).toEqual(['ScheduleTimezone']);
  });

  test('is seen in its place, and nothing is built of it', () => {
    const { stack } = read(maintenanceWindow.type, { ...window, Cutoff: open });
    const seen = stack.seen(maintenanceWindow).get('It')!;
    expect(seen.Duration).toBe(3);
    expect(seen.Cutoff).toBeInstanceOf(Unknown);
    expect(nounsOf({ nouns: stack.built }, maintenanceWindow).size).toBe(0);
  });
});

test('a mistake in one property hides none in another', () => {
  const { refused } = read(maintenanceWindow.type, {
    ...window,
    Name: 'x',
    Cutoff: '3',
    ScheduleTimezone: 'Mars',
  });
  expect(refused.sort()).toEqual(['Cutoff', 'Name', 'ScheduleTimezone']);
});

describe('of a template', () => {
  const target = { WindowId: open, ResourceType: 'INSTANCE', Targets: [{ Key: 'tag:A', Values: ['b'] }] };
  const type = 'AWS::SSM::MaintenanceWindowTarget';

  test('what refers to nothing is refused', () => {
    expect(read(type, target).refused).toEqual([]);
    expect(read(type, { ...target, WindowId: { Ref: 'Gone' } }).refused).toEqual(['WindowId']);
    expect(read(type, { ...target, Name: { 'Fn::Sub': 'a-${AWS::Region}-${Gone}' } }).refused).toEqual([
      'Name',
    ]);
  });

  test('a window that is not in it may be there before', () => {
    expect(read(type, { ...target, WindowId: 'mw-0123456789abcdef0' }).refused).toEqual([]);
  });
});
