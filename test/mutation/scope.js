/**
 * What is mutated, and which tests are to notice: quick ones first, and others only if those notice nothing. The first
 * row that a file belongs to counts. Lists and words are left out: tables of AWS's names, reports, `aws` command lines.
 */
const commands = [
  'test/aws-cases/commands.test.ts',
  'test/capabilities/run-command/cancel.test.ts',
  'test/capabilities/run-command/delivery.test.ts',
  'test/capabilities/run-command/state.test.ts',
  'test/capabilities/run-command/targets.test.ts',
  'test/capabilities/run-command/timeouts.test.ts',
  'test/rollout/by-hand.test.ts',
];
const simulations = ['test/rollout/disturbed.test.ts', 'test/golden.test.ts'];
const patching = ['test/capabilities/patch-manager/operation.test.ts', 'test/aws-cases/patching.test.ts'];

/** `[source, tests, tests if those notice nothing]` */
const scope = [
  [/^src\/aws\/schedule\/recurrence\.ts$/, ['test/aws/recurrence', 'test/capabilities/change-calendar']],
  [
    /^src\/aws\/schedule\//,
    [
      'test/aws/schedule/schedule',
      'test/aws/schedule/describe',
      'test/aws/schedule/explain-fields',
      'test/aws-cases/schedules',
    ],
    ['test/aws/schedule/examples', 'test/aws/schedule/twin', 'test/schedule'],
  ],
  [
    /^src\/aws\/(rate-control|rollout)\.ts$/,
    ['test/aws/rate-control', 'test/aws/rollout', ...commands],
    ['test/capabilities/run-command', 'test/capabilities/maintenance-windows', ...simulations],
  ],
  [
    /^src\/aws\/(agent-version|iam|targets|wildcard|patching-documents)\.ts$/,
    ['test/aws/agent-version', 'test/aws/iam', 'test/aws/targets', 'test/aws/wildcard'],
    [
      'test/capabilities/managed-nodes',
      'test/capabilities/run-command',
      'test/capabilities/principals.test.ts',
      'test/aws-cases',
    ],
  ],
  [
    /^src\/aws\/(any-case|event-matching|event-operators|event-pattern|event-wildcard|ip-address|resource-policies)\.ts$/,
    ['test/capabilities/event-bridge'],
    ['test/capabilities/config', 'test/capabilities/functions', ...simulations],
  ],
  [
    /^src\/capabilities\/state-manager\/(attempts|bindings|compliance|definition|failures|gates|machine|node-workers|rules|runs|schedules|state|stops|stuck-watch)\.ts$/,
    ['test/capabilities/state-manager', 'test/capabilities/change-calendar/association.test.ts'],
    ['test/library/template-calendar', ...simulations],
  ],
  [
    /^src\/capabilities\/cloudwatch-alarms\/(alarm|alarm-rule|datapoints|machine|rules|state|statistics|watch)\.ts$/,
    ['test/capabilities/cloudwatch-alarms'],
    simulations,
  ],
  [
    /^src\/capabilities\/config\/(evaluations|remediations|rules|state)\.ts$/,
    ['test/capabilities/config'],
    simulations,
  ],
  [
    /^src\/capabilities\/change-calendar\/(ics|machine|periods|rrule)\.ts$/,
    ['test/aws/recurrence', 'test/capabilities/change-calendar'],
    ['test/schedule/change-calendars', ...simulations],
  ],
  [
    /^src\/capabilities\/event-bridge\/(attempts|bus|machine|schedules|state)\.ts$/,
    ['test/capabilities/event-bridge'],
    ['test/library/template-calendar', ...simulations],
  ],
  [
    /^src\/capabilities\/run-command\/(agent-queues|deadlines|invocations|machine|raise-limit|resolve|run-ends|state|statuses|tally)\.ts$/,
    commands,
    ['test/capabilities/run-command', ...simulations],
  ],
  [
    /^src\/capability\/rollout-(tally|metrics)\.ts$/,
    commands,
    ['test/capabilities/run-command', 'test/capabilities/state-manager', ...simulations],
  ],
  [
    /^src\/capabilities\/maintenance-windows\/(attempts|machine|rules|state|tally|tasks|window-update)\.ts$/,
    [
      'test/capabilities/maintenance-windows/changes',
      'test/capabilities/maintenance-windows/rules',
      'test/capabilities/maintenance-windows/tasks',
      'test/capabilities/maintenance-windows/schedule',
      'test/aws-cases/windows',
    ],
    ['test/capabilities/maintenance-windows', ...simulations],
  ],
  [
    /^src\/experiment\/gate/,
    ['test/experiment/gates.test.ts'],
    ['test/reports/check.test.ts', 'test/experiment/snapshot.test.ts'],
  ],
  [/^src\/capabilities\/patch-manager\/exit-codes\.ts$/, patching, simulations],
  [/^src\/cli\/exit-codes\.ts$/, ['test/cli/parts.test.ts'], []],
];

/** In their order. Undefined: not mutated. */
export function testsOf(file) {
  const [, ...stages] = scope.find(([source]) => source.test(file)) ?? [];
  return stages.length === 0 ? undefined : stages.filter(({ length }) => length > 0);
}
