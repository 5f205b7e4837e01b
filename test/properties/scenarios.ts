/** Random scenarios: fleets, networks, faults, patches, windows and commands as wild as the format lets them be. */
import fc from 'fast-check';

export type Json =
  | { readonly [key: string]: Json | undefined }
  | readonly Json[]
  | string
  | number
  | boolean
  | null;
type JsonMap = { readonly [key: string]: Json | undefined };

/** A scenario as the file would have it. JSON is YAML. */
export interface ScenarioData extends JsonMap {
  fleet: { [group: string]: JsonMap };
  patches: { [id: string]: JsonMap };
  faults: JsonMap[];
  resources: { [logicalId: string]: JsonMap };
  actions: JsonMap[];
}

export function yamlOf(data: ScenarioData): string {
  return JSON.stringify(data, null, 1);
}

const oneOf = <T>(...values: T[]) => fc.constantFrom(...values);
/** The healthy case, and now and then another. */
const mostly = <T>(usual: T, ...others: T[]) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: oneOf(...others) });
const share = oneOf('0%', '5%', '30%', '70%', '100%');
const duration = oneOf<Json>(
  '0s',
  '20s',
  '3m',
  { exponential: { mean: '4m' } },
  { lognormal: { mean: '5m', sd: '10m' } },
  { uniform: { min: '1s', max: '2m' } },
);
const longer = oneOf<Json>('30m', '7h', { exponential: { mean: '3h' } });
const operatingSystem = oneOf('AMAZON_LINUX_2', 'AMAZON_LINUX_2', 'UBUNTU', 'WINDOWS');
const role = oneOf('web', 'db');
const operations = ['Scan', 'Install'];

/** Some instant of the run, to the second. */
const instant = fc
  .integer({ min: 0, max: 3 * 86_400 })
  .map((second) => new Date(Date.UTC(2025, 0, 3) + second * 1000).toISOString());

const group = fc.record(
  {
    count: fc.integer({ min: 0, max: 12 }),
    os: operatingSystem,
    tags: fc.record({ Role: role, 'Patch Group': oneOf('prod', 'prod', 'none') }),
    subnet: mostly('open', 'nat', 'half', 'isolated'),
    instanceProfile: mostly('managed', 'weak', 'none'),
    agent: fc.record({
      version: mostly('3.3.987.0', '3.0.1390.0', '2.0.500.0'),
      running: mostly('100%', '80%', '0%'),
    }),
    patchedUntil: mostly('2024-11-01', '2025-01-04T00:00:00Z'),
    registered: fc.boolean(),
    lastScan: oneOf('never', '2025-01-01T00:00:00Z'),
    joins: oneOf<Json>('2025-01-03T08:00:00Z', { every: { exponential: { mean: '4h' } } }),
  },
  { requiredKeys: ['count', 'os', 'tags'] },
);

/** A group is in EC2 or in a data centre, not both. */
const tidyGroup = group.chain((one) =>
  fc.integer({ min: 0, max: 9 }).map((chance) => {
    const { joins, subnet, instanceProfile, ...rest } = one;
    if (chance < 1) return { ...rest, hybrid: { activation: 'dc' } };
    return {
      ...rest,
      subnet: subnet ?? 'open',
      instanceProfile: instanceProfile ?? 'managed',
      ...(chance < 3 ? { joins } : {}),
    };
  }),
);

const patch = fc.record(
  {
    os: mostly(['AMAZON_LINUX_2', 'UBUNTU', 'WINDOWS'], ['AMAZON_LINUX_2'], ['WINDOWS', 'UBUNTU']),
    classification: oneOf('Security', 'Bugfix', 'SecurityUpdates', 'CriticalUpdates'),
    severity: oneOf('Critical', 'Important', 'Low'),
    packages: fc.constant(['openssl']),
    released: oneOf('2024-12-01T00:00:00Z', '2024-12-24T00:00:00Z', '2025-01-04T12:00:00Z'),
    affects: mostly('100%', '30%', '0%'),
    install: duration,
    fails: mostly('0%', '20%', '100%'),
    breaks: oneOf('0%', '0%', '20%'),
    reboot: fc.boolean(),
    sticky: fc.boolean(),
  },
  { requiredKeys: ['os', 'packages', 'released'] },
);

const selector = fc.oneof(
  fc.record({ tags: fc.record({ Role: role }), share }, { requiredKeys: [] }),
  fc.record({ group: fc.constant('g0'), count: fc.integer({ min: 0, max: 5 }) }),
);
const when = fc.oneof(
  instant.map((at) => ({ at })),
  fc.record({ every: longer }),
  fc.record({ every: longer, together: fc.constant(true) }),
);
const undoable = ['stopAgent', 'detachProfile', 'cutNetwork', 'stop'];
const fault = fc
  .record({
    when,
    nodes: selector,
    action: oneOf(
      ...undoable,
      'startAgent',
      'restartAgent',
      'attachProfile',
      'start',
      'reboot',
      'terminate',
      'launch',
    ),
    until: fc.option(oneOf<Json>('40m', { exponential: { mean: '2h' } }), { nil: undefined }),
    count: fc.integer({ min: 1, max: 3 }),
  })
  .map(({ when: at, nodes, action, until, count }): JsonMap => {
    if (action === 'launch') return { ...at, action, count, nodes: { group: 'g0' } };
    return { ...at, action, nodes, ...(undoable.includes(action) ? { for: until } : {}) };
  });

const maxConcurrency = oneOf('1', '2', '5', '50', '1%', '10%', '34%', '100%');
const maxErrors = oneOf('0', '1', '3', '50', '0%', '10%', '34%', '100%');
const limits = fc.record({ MaxConcurrency: maxConcurrency, MaxErrors: maxErrors });

const call = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      document: fc.constant('AWS-RunPatchBaseline'),
      parameters: fc.record({
        Operation: oneOf(...operations).map((one) => [one]),
        RebootOption: oneOf(['RebootIfNeeded'], ['NoReboot']),
      }),
    }),
  },
  fc.record({ document: oneOf('Custom-Slow', 'Custom-Bad'), parameters: fc.constant({}) }),
  fc.record({
    document: oneOf('AWS-RunShellScript', 'AWS-RunPowerShellScript'),
    parameters: fc.constant({ commands: ['true'], executionTimeout: ['600'] }),
  }),
);

const command = fc.record({ at: instant, call, limits, role, timeout: oneOf(30, 600, 3600) }).map(
  ({ at, call: { document, parameters }, limits: rate, role: value, timeout }): JsonMap => ({
    at,
    SendCommand: {
      DocumentName: document,
      Parameters: parameters,
      Targets: [{ Key: 'tag:Role', Values: [value] }],
      TimeoutSeconds: timeout,
      ...rate,
    },
  }),
);

const task = fc.record({
  call,
  limits,
  role: fc.uniqueArray(role, { minLength: 1, maxLength: 2 }),
  priority: fc.integer({ min: 0, max: 2 }),
  behavior: oneOf('CONTINUE_TASK', 'CANCEL_TASK'),
});
const window = fc
  .record({
    schedule: mostly('rate(6 hours)', 'rate(25 minutes)', 'cron(0 2 ? * SUN *)', 'cron(30 8/4 * * ? *)'),
    duration: fc.integer({ min: 1, max: 4 }),
    cutoff: fc.integer({ min: 0, max: 3 }),
    tasks: fc.array(task, { maxLength: 3 }),
  })
  .map((one) => ({ ...one, cutoff: Math.min(one.cutoff, one.duration - 1) }));

/** One that approves soon, one that approves some at once and rejects one by name; Ubuntu keeps AWS's own. */
const baselines: { readonly [logicalId: string]: JsonMap } = {
  LinuxBaseline: {
    Type: 'AWS::SSM::PatchBaseline',
    Properties: {
      Name: 'linux',
      OperatingSystem: 'AMAZON_LINUX_2',
      PatchGroups: ['prod'],
      ApprovalRules: approvalRules(1, { Key: 'PRODUCT', Values: ['*'] }),
    },
  },
  WindowsBaseline: {
    Type: 'AWS::SSM::PatchBaseline',
    Properties: {
      Name: 'windows',
      OperatingSystem: 'WINDOWS',
      PatchGroups: ['prod'],
      RejectedPatches: ['PATCH-1'],
      RejectedPatchesAction: 'BLOCK',
      ApprovalRules: approvalRules(0, {
        Key: 'CLASSIFICATION',
        Values: ['SecurityUpdates', 'CriticalUpdates'],
      }),
    },
  },
};

function approvalRules(ApproveAfterDays: number, filter: JsonMap): JsonMap {
  return { PatchRules: [{ ApproveAfterDays, PatchFilterGroup: { PatchFilters: [filter] } }] };
}

function resourcesOf(windows: readonly (typeof window extends fc.Arbitrary<infer W> ? W : never)[]) {
  const resources: { [logicalId: string]: JsonMap } = { ...baselines };
  windows.forEach(({ schedule, duration: hours, cutoff, tasks }, index) => {
    const windowId = `Window${index}`;
    resources[windowId] = {
      Type: 'AWS::SSM::MaintenanceWindow',
      Properties: {
        Name: `window-${index}`,
        Schedule: schedule,
        Duration: hours,
        Cutoff: cutoff,
        AllowUnassociatedTargets: false,
      },
    };
    for (const value of ['web', 'db']) {
      resources[`${windowId}${value}`] = {
        Type: 'AWS::SSM::MaintenanceWindowTarget',
        Properties: {
          WindowId: { Ref: windowId },
          ResourceType: 'INSTANCE',
          Targets: [{ Key: 'tag:Role', Values: [value] }],
        },
      };
    }
    tasks.forEach((one, place) => {
      resources[`${windowId}Task${place}`] = taskResource(windowId, one);
    });
  });
  return resources;
}

function taskResource(windowId: string, one: typeof task extends fc.Arbitrary<infer T> ? T : never): JsonMap {
  return {
    Type: 'AWS::SSM::MaintenanceWindowTask',
    Properties: {
      WindowId: { Ref: windowId },
      TaskType: 'RUN_COMMAND',
      TaskArn: one.call.document,
      Priority: one.priority,
      CutoffBehavior: one.behavior,
      ...one.limits,
      Targets: [
        { Key: 'WindowTargetIds', Values: one.role.map((value) => ({ Ref: `${windowId}${value}` })) },
      ],
      TaskInvocationParameters: {
        MaintenanceWindowRunCommandParameters: { Parameters: one.call.parameters },
      },
    },
  };
}

const model = fc
  .record({
    dispatch: oneOf('ramp', 'sliding', 'batch'),
    halt: oneOf('exceeds', 'reaches'),
    rounding: oneOf('down', 'up', 'nearest'),
    order: oneOf('random', 'listed'),
    ackPatience: oneOf('1m', '1s'),
    cutoff: oneOf('tasks', 'invocations'),
    delivery: oneOf<Json>('0s', '3s', { exponential: { mean: '10s' } }),
    undeliverableAfter: oneOf('0s', '0s', '20s'),
    rebootFails: oneOf('0%', '10%'),
    run: duration,
  })
  .map((one) => ({
    rateControl: {
      dispatch: one.dispatch,
      halt: one.halt,
      rounding: one.rounding,
      order: one.order,
      ackPatience: one.ackPatience,
    },
    runCommand: { delivery: one.delivery, undeliverableAfter: one.undeliverableAfter },
    maintenanceWindows: { cutoff: one.cutoff },
    patching: { rebootFails: one.rebootFails, installFails: '5%' },
    documents: {
      'Custom-Slow': { run: one.run, fails: '0%' },
      'Custom-Bad': { run: one.run, fails: '40%' },
      'AWS-RunShellScript': { run: one.run, fails: '10%' },
      'AWS-RunPowerShellScript': { run: one.run, fails: '10%' },
    },
  }));

const surroundings = {
  start: '2025-01-03T00:00:00Z',
  subnets: {
    open: { route: 'internet-gateway' },
    nat: { route: 'nat-gateway', repositories: 'unreachable' },
    half: { route: 'none', endpoints: ['ssm', 'ec2messages', 'ssmmessages'] },
    isolated: { route: 'none' },
  },
  instanceProfiles: {
    managed: { policies: ['AmazonSSMManagedInstanceCore'] },
    weak: {
      statements: [
        {
          Effect: 'Allow',
          Action: ['ssm:UpdateInstanceInformation', 'ssmmessages:*', 'ec2messages:*'],
          Resource: '*',
        },
      ],
    },
  },
  activations: { dc: { created: '2025-01-03T02:00:00Z', expires: '20h', registrationLimit: 5 } },
};

export const anyScenario: fc.Arbitrary<ScenarioData> = fc
  .record({
    seed: fc.nat({ max: 1000 }),
    end: mostly('3d', '1h', '30h'),
    groups: fc.array(tidyGroup, { minLength: 1, maxLength: 4 }),
    patches: fc.array(patch, { minLength: 1, maxLength: 4 }),
    faults: fc.array(fault, { maxLength: 4 }),
    commands: fc.array(command, { minLength: 1, maxLength: 5 }),
    windows: fc.array(window, { maxLength: 2 }),
    cancelAfter: fc.option(fc.integer({ min: 1, max: 600 }), { nil: undefined }),
    model,
  })
  .map((one): ScenarioData => {
    const actions = one.commands.map((each, index): JsonMap => ({ id: `command-${index}`, ...each }));
    const [first] = one.commands;
    if (one.cancelAfter !== undefined && first !== undefined) {
      const at = new Date(Date.parse(String(first['at'])) + one.cancelAfter * 1000).toISOString();
      actions.push({ id: 'cancel', at, CancelCommand: { CommandId: 'command-0' } });
    }
    return {
      ...surroundings,
      seed: one.seed,
      end: one.end,
      model: one.model,
      fleet: Object.fromEntries(one.groups.map((each, index) => [`g${index}`, each])),
      patches: Object.fromEntries(one.patches.map((each, index) => [`PATCH-${index}`, each])),
      faults: one.faults.map((each, index) => ({ id: `fault-${index}`, ...each })),
      resources: resourcesOf(one.windows),
      actions,
    };
  });
