import { capabilities } from '../../../src/capabilities/index.ts';
import { windowsIn } from '../../../src/capabilities/maintenance-windows/resources/index.ts';
import { windowTarget as windowTargetSpec } from '../../../src/capabilities/maintenance-windows/resources/window-targets.ts';
import { patchBaseline } from '../../../src/capabilities/patch-manager/resources/baselines.ts';
import { readStack, type Stack } from '../../../src/cloudformation/stack.ts';
import { resourceGroup } from '../../../src/cloudformation/world-resources/resource-groups.ts';
import { iamRole, instanceProfile } from '../../../src/cloudformation/world-resources/roles.ts';
import { isMap } from '../../../src/diagnostics/plain-map.ts';
import type { Problem } from '../../../src/diagnostics/problem.ts';
import { readActions } from '../../../src/scenario/actions.ts';
import { ScenarioContext } from '../../../src/scenario/scenario-context.ts';
import { specsOf } from '../../../src/scenario/specs.ts';
import type { Action } from '../../../src/world/actions.ts';
import type { FleetGroup } from '../../../src/world/fleet.ts';

export interface Reading {
  readonly resources: ReturnType<typeof resourcesOf>;
  readonly actions: readonly Action[];
  readonly problems: readonly Problem[];
  readonly errors: readonly Problem[];
  readonly warnings: readonly Problem[];
}

/** 200 EC2 instances called web-0001…, 10 hybrid nodes called datacenter-0001…; the run is January 2025. */
export function contextOf(): ScenarioContext {
  const context = new ScenarioContext('scenario.yaml', () => ({ error: 'no such file' }), capabilities);
  context.startMs = Date.UTC(2025, 0, 1);
  context.endMs = Date.UTC(2025, 1, 1);
  context.account = {
    id: '012345678901',
    region: 'eu-central-1',
    defaultHostManagement: false,
    instanceTier: 'standard',
  };
  const group = { os: 'AMAZON_LINUX_2', tags: {}, hybridActivation: null } as unknown as FleetGroup;
  context.fleet = [
    { ...group, name: 'web', count: 200 },
    { ...group, name: 'datacenter', count: 10, hybridActivation: 'dc1' },
  ];
  context.groupNames = context.fleet.map(({ name }) => name);
  context.documentIsKnown = (name) => ['AWS-RunPatchBaseline', 'Known'].includes(name);
  return context;
}

/** A scenario's `resources` and `actions` as YAML text. */
export function reading(text: string): Reading {
  const context = contextOf();
  const data = context.parse(new TextEncoder().encode(text), 'scenario.yaml');
  context.root = data;
  return readingOf(
    isMap(data) ? data['resources'] : undefined,
    isMap(data) ? data['actions'] : undefined,
    context,
  );
}

/** What the specs have built, by the names that tests use. */
function resourcesOf(stack: Stack) {
  return {
    baselines: [...stack.nouns(patchBaseline).values()],
    windows: windowsIn(stack.built),
    windowTargets: stack.nouns(windowTargetSpec),
    roles: stack.nouns(iamRole),
    instanceProfiles: stack.nouns(instanceProfile),
    resourceGroups: stack.nouns(resourceGroup),
    logicalIds: stack.types,
  };
}

/** The same from plain data. */
export function readingOf(
  resources: unknown,
  actions: unknown,
  context: ScenarioContext = contextOf(),
): Reading {
  const specs = specsOf(capabilities);
  const read = readStack(
    {
      ...specs,
      root: { resources },
      key: 'resources',
      isStrict: true,
    },
    context,
  );
  return {
    resources: resourcesOf(read),
    actions: readActions(actions, specs.calls, read, [], context),
    problems: context.problems.sorted(),
    errors: context.problems.errors(),
    warnings: context.problems.warnings(),
  };
}

/** The one error there is, for a test that changes one thing. */
export function onlyError({ errors }: Reading): Problem {
  if (errors.length !== 1) throw new Error(`expected one error, found ${JSON.stringify(errors, null, 1)}`);
  return errors[0]!;
}

type Properties = Readonly<Record<string, unknown>>;

export function baseline(properties: Properties = {}): unknown {
  return {
    Type: 'AWS::SSM::PatchBaseline',
    Properties: { Name: 'prod-linux', OperatingSystem: 'AMAZON_LINUX_2', ...properties },
  };
}

export function windowOf(properties: Properties = {}): unknown {
  return {
    Type: 'AWS::SSM::MaintenanceWindow',
    Properties: {
      Name: 'sunday',
      Schedule: 'cron(0 2 ? * SUN *)',
      Duration: '3',
      Cutoff: '1',
      AllowUnassociatedTargets: 'false',
      ...properties,
    },
  };
}

export function windowTarget(properties: Properties = {}): unknown {
  return {
    Type: 'AWS::SSM::MaintenanceWindowTarget',
    Properties: {
      WindowId: { Ref: 'Sunday' },
      ResourceType: 'INSTANCE',
      Targets: [{ Key: 'tag:Environment', Values: ['prod'] }],
      ...properties,
    },
  };
}

export function windowTask(properties: Properties = {}): unknown {
  return {
    Type: 'AWS::SSM::MaintenanceWindowTask',
    Properties: {
      WindowId: { Ref: 'Sunday' },
      TaskType: 'RUN_COMMAND',
      TaskArn: 'AWS-RunPatchBaseline',
      Priority: '1',
      MaxConcurrency: '10%',
      MaxErrors: '5%',
      Targets: [{ Key: 'WindowTargetIds', Values: [{ Ref: 'Web' }] }],
      TaskInvocationParameters: {
        MaintenanceWindowRunCommandParameters: { Parameters: { Operation: ['Install'] } },
      },
      ...properties,
    },
  };
}

/** A window, its target and its task, with the task's properties changed. */
export function readTask(properties: Properties, others: Readonly<Record<string, unknown>> = {}): Reading {
  const given = Object.fromEntries(
    Object.entries((windowTask(properties) as { Properties: Properties }).Properties).filter(
      ([, value]) => value !== undefined,
    ),
  );
  const task = { Type: 'AWS::SSM::MaintenanceWindowTask', Properties: given };
  return readingOf({ Sunday: windowOf(), Web: windowTarget(), ...others, Install: task }, undefined);
}

export function readAction(call: string, request: Properties, resources: unknown = {}): Reading {
  return readingOf(resources, [{ id: 'it', at: '2025-01-05T00:00:00Z', [call]: request }]);
}
