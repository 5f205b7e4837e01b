/** Unit, meaning and better direction of each metric: docs/metrics.md is made of it. One without a line here fails a test. */
export type Better = 'higher' | 'lower' | 'neither';
export type Meaning = readonly [unit: string, meaning: string, better: Better];
/** What a difference in it is measured by: whole things, points of a percentage, time, or runs in which it is true. */
export type MetricFamily = 'count' | 'percent' | 'amount' | 'yesOrNo';

/** For all nodes, and under `group.<group>.` for those of one group. */
export const nodeMetrics: Readonly<Record<string, Meaning>> = {
  'nodes.total': ['nodes', 'All nodes of the fleet, launched ones included.', 'neither'],
  'nodes.managed': ['nodes', 'Listed by DescribeInstanceInformation: Online or ConnectionLost.', 'higher'],
  'nodes.unmanaged': ['nodes', 'All others. Stopped nodes are among them.', 'lower'],
  'nodes.online': ['nodes', 'PingStatus Online.', 'higher'],
  'nodes.connectionLost': ['nodes', 'PingStatus ConnectionLost.', 'lower'],
  'nodes.lost': ['nodes', 'Did not come back from a reboot.', 'lower'],
  'compliance.compliant': ['nodes', 'Last reported as COMPLIANT.', 'higher'],
  'compliance.nonCompliant': ['nodes', 'Last reported as NON_COMPLIANT.', 'lower'],
  'compliance.unspecified': ['nodes', 'Nothing was ever reported of them.', 'lower'],
  'compliance.percent': ['percent', 'Compliant nodes of all nodes; null without nodes.', 'higher'],
  'patched.nodes': [
    'nodes',
    'Truly lack no patch that their baseline approves, delays or rejects, and await no reboot.',
    'higher',
  ],
  'patched.percent': ['percent', 'Patched nodes of all nodes; null without nodes.', 'higher'],
  'exposure.nodeHours': [
    'node hours',
    'Over the whole run: time that nodes spent lacking at least one applicable, released patch of `model.exposure.severities`; one that awaits a reboot is not in effect yet. Stopped nodes do not count.',
    'lower',
  ],
  'exposure.patchHours': ['patch hours', 'The same with each lacking patch counted.', 'lower'],
};

export const otherMetrics: Readonly<Record<string, Meaning>> = {
  'cause.<CAUSE>': [
    'nodes',
    'Unpatched nodes whose first blocking link this is: see [causes](causes.md).',
    'lower',
  ],
  'reboots.total': ['reboots', 'Of all nodes, by any cause.', 'lower'],
  'window.<window>.executions': [
    'executions',
    'Starts that came due and were neither skipped nor still waiting.',
    'neither',
  ],
  'window.<window>.skipped': ['executions', 'Starts that ended SKIPPED_OVERLAPPING.', 'lower'],
};

/** Under `task.<task>.` and `command.<id>.` alike. */
export const rolloutMetrics: Readonly<Record<string, Meaning>> = {
  targets: ['targets', 'Those that the criteria meant and the service listed when it was sent.', 'neither'],
  started: ['targets', 'Acknowledged by an agent.', 'neither'],
  succeeded: ['targets', 'Ended Success.', 'higher'],
  failed: ['targets', 'Ended Failed.', 'lower'],
  timedOut: ['targets', 'Ended ExecutionTimedOut or DeliveryTimedOut.', 'lower'],
  undeliverable: ['targets', 'Ended Undeliverable, InvalidPlatform or AccessDenied.', 'lower'],
  cancelled: ['targets', 'Were sent to and then Cancelled.', 'lower'],
  notStarted: [
    'targets',
    'Were never sent to: halt, cutoff, cancellation, or a target group without its turn.',
    'lower',
  ],
  unfinished: ['targets', 'Still open at the end of the run.', 'lower'],
  minutes: [
    'minutes',
    'From the first sending to the last terminal status; null if nothing was sent or something is unfinished.',
    'lower',
  ],
  errors: ['targets', 'What MaxErrors counted: Failed and ExecutionTimedOut.', 'lower'],
  peakConcurrency: ['targets', 'Most invocations open at once.', 'neither'],
  peakDown: ['targets', 'Most targets rebooting, stopped or lost at once while it ran.', 'lower'],
  halted: [
    'yes or no',
    'Errors passed the limit in any execution, also when nothing was left to stop.',
    'lower',
  ],
  haltedExecutions: ['executions', 'In how many of them.', 'lower'],
  completed: [
    'yes or no',
    'Every target was attempted, and nothing is unfinished; null if it never ran.',
    'higher',
  ],
  finishedBeforeCutoff: [
    'yes or no',
    'Every target was terminal by the cutoff, none left over, in every execution; null without one.',
    'higher',
  ],
  finishedBeforeEnd: ['yes or no', 'The same by the end of the window.', 'higher'],
};

export interface MetricMeaning {
  readonly unit: string;
  readonly meaning: string;
  readonly better: Better;
}

/** Of a metric by the name that a run gives it, such as `group.web.patched.percent` or `task.Install.minutes`. */
export function meaningOf(metric: string): MetricMeaning {
  const table = tableOf(metric);
  const key = keyOf(metric);
  if (!Object.hasOwn(table, key)) throw new Error(`${metric} is no metric`);
  const [unit, text, better] = table[key]!;
  return { unit, meaning: text, better };
}

export function familyOf(metric: string): MetricFamily {
  const { unit } = meaningOf(metric);
  if (unit === 'yes or no') return 'yesOrNo';
  if (unit === 'percent') return 'percent';
  return /minutes|hours/.test(unit) ? 'amount' : 'count';
}

/** The least change that anybody would act on: half a thing, a point of a percentage or of a share, a hundredth of any. */
const leastChange: Readonly<Record<MetricFamily, number>> = {
  count: 0.5,
  percent: 1,
  amount: 0,
  yesOrNo: 0.01,
};

/** Changes up to this much count as none, unless somebody says otherwise. In the metric's unit; shares from 0 to 1. */
export function defaultTolerance(metric: string, mean: number): number {
  return Math.max(0.01 * Math.abs(mean), leastChange[familyOf(metric)]);
}

function tableOf(metric: string): Readonly<Record<string, Meaning>> {
  if (/^(task|command)\./.test(metric)) return rolloutMetrics;
  return /^(cause|reboots|window)\./.test(metric) ? otherMetrics : nodeMetrics;
}

/** The name as the tables have it. Names of groups may hold dots, hence the looking from the end. */
function keyOf(metric: string): string {
  const parts = metric.split('.');
  const last = parts.at(-1)!;
  switch (parts[0]) {
    case 'task':
    case 'command':
      return last;
    case 'group':
      return parts.slice(-2).join('.');
    case 'cause':
      return 'cause.<CAUSE>';
    case 'window':
      return `window.<window>.${last}`;
    default:
      return metric;
  }
}
