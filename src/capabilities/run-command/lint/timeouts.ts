/**
 * TimeoutSeconds, which is how long a command may wait to start on a node, and timeouts of the run itself.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/monitor-commands.html
 */

import { type DeclaredRun, parameterOf, parameterText } from '../../../capability/lint/declared-run.ts';
import type { Subject } from '../../../capability/lint/subject.ts';
import { counted, hourMs, inWords, minuteMs } from '../../../capability/lint/words.ts';
import type { Report, Rule } from '../../../capability/lint-rule.ts';
import { numberOf, type Value } from '../../../cloudformation/value.ts';
import { isInstall, isPatchRun } from '../../patch-manager/lint/facts.ts';
import { usualRunMs } from './facts.ts';

/** Scripts take `executionTimeout`, patching takes `StepTimeoutSeconds`. */
function limitOf(run: DeclaredRun): {
  readonly key: string;
  readonly value: Value | undefined;
  readonly seconds: number | null;
} {
  const key = isPatchRun(run) ? 'StepTimeoutSeconds' : 'executionTimeout';
  const text = parameterText(run, key);
  return {
    key,
    value: parameterOf(run, key),
    seconds: text === null || !/^[0-9]+$/.test(text) ? null : Number(text),
  };
}

/**
 * The agent takes anything below 5 seconds or above 48 hours for an hour: https://github.com/aws/amazon-ssm-agent
 * (agent/plugins/pluginutil)
 */
const [leastSeconds, mostSeconds, usualSeconds] = [5, 172_800, 3600];

/** An Install shorter than that is cut off on most nodes that have something to install. */
const shortInstallMs = 10 * minuteMs;

function checkShort(subject: Subject, report: Report): void {
  for (const run of subject.runs) {
    reportDelivery(run, report);
    reportExecution(run, subject, report);
    reportDefaultLimit(run, subject, report);
  }
}

/** AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_SendCommand.html */
function reportDelivery({ label, timeoutSeconds }: DeclaredRun, report: Report): void {
  const seconds = numberOf(timeoutSeconds);
  if (timeoutSeconds === undefined || seconds === null || seconds >= 30) return;
  report(
    timeoutSeconds.path,
    `TimeoutSeconds of ${label} is ${seconds}: AWS takes 30 seconds or more, and refuses this`,
    {
      severity: 'error',
      help: 'write 600 or so: how long a node may take to begin',
    },
  );
}

function reportExecution(run: DeclaredRun, subject: Subject, report: Report): void {
  const { label } = run;
  const { key, value, seconds } = limitOf(run);
  if (value === undefined || seconds === null) return;
  if (!isPatchRun(run) && (seconds < leastSeconds || seconds > mostSeconds)) {
    report(
      value.path,
      `${key} of ${label} is ${seconds} seconds, which the agent silently replaces with an hour`,
      {
        help: `write ${leastSeconds} to ${mostSeconds} seconds`,
      },
    );
    return;
  }
  const usualMs = longestUsualMs(run, subject) ?? (isInstall(run) ? shortInstallMs : null);
  if (usualMs === null || seconds * 1000 >= usualMs) return;
  report(
    value.path,
    `${key} of ${label} is ${inWords(seconds * 1000)}, and it usually takes ${inWords(usualMs)}: it is stopped halfway`,
    { help: `write at least ${Math.ceil((2 * usualMs) / 600_000) * 600}, twice the usual time` },
  );
}

/** No executionTimeout, and longer than the hour that it then has. */
function reportDefaultLimit(run: DeclaredRun, subject: Subject, report: Report): void {
  const { label } = run;
  if (isPatchRun(run) || limitOf(run).value !== undefined) return;
  const usualMs = longestUsualMs(run, subject);
  if (usualMs === null || usualMs <= usualSeconds * 1000) return;
  report(
    run.path,
    `${label} usually takes ${inWords(usualMs)} and names no executionTimeout: without one it is stopped after an hour`,
    { help: `add executionTimeout: ["${Math.ceil((2 * usualMs) / hourMs) * 3600}"]` },
  );
}

/** By the model of a scenario; null: nothing can be said. */
function longestUsualMs(run: DeclaredRun, { scenario }: Subject): number | null {
  if (scenario === null) return null;
  const groups = run.reach().flatMap(({ nodes }) => nodes.map(({ group }) => group));
  const times = (groups.length === 0 ? [null] : groups).flatMap((group) =>
    group === null && isPatchRun(run) ? [] : (usualRunMs(run, group, scenario) ?? []),
  );
  return times.length === 0 ? null : Math.max(...times);
}

function checkSum(subject: Subject, report: Report): void {
  for (const run of subject.runs) {
    const { label, window, timeoutSeconds } = run;
    const seconds = numberOf(timeoutSeconds);
    if (timeoutSeconds === undefined || seconds === null || seconds < 30) continue;
    const { key, seconds: limit } = limitOf(run);
    const hours = window?.durationHours ?? null;
    if (hours !== null && seconds > hours * 3600) {
      report(
        timeoutSeconds.path,
        `TimeoutSeconds of ${label} is ${inWords(seconds * 1000)}, and ${window!.name} is open for ${counted(hours, 'hour')}: a node ` +
          'that comes back after its end begins all the same. It is how long a node may take to begin, not how long it may run',
        { help: `write less than ${hours * 3600}, such as 600; how long it may run is ${key}` },
      );
    } else if (limit !== null && limit === seconds) {
      report(
        timeoutSeconds.path,
        `TimeoutSeconds and ${key} of ${label} are both ${seconds}: the one is for the beginning, the other for the run, and together a ` +
          `node may hold its place for ${inWords(2 * seconds * 1000)}`,
        {
          severity: 'note',
          help: 'write TimeoutSeconds: 600 or so, enough for a node that is there to begin',
        },
      );
    } else if (limit === null && seconds > 2 * usualSeconds) {
      report(
        timeoutSeconds.path,
        `TimeoutSeconds of ${label} is ${inWords(seconds * 1000)}: it is how long a node may take to begin, and does not make the run ` +
          'itself any longer',
        {
          help: `say how long it may run by ${key} among its Parameters, and write TimeoutSeconds: 600 or so`,
        },
      );
    }
  }
}

const source = 'https://docs.aws.amazon.com/systems-manager/latest/userguide/monitor-commands.html';

export const timeoutRules: readonly Rule[] = [
  {
    id: 'timeout-short',
    place: 320,
    severity: 'warning',
    finds:
      'a timeout shorter than the usual run, or one that AWS or the agent does not take as it is written',
    source,
    check: checkShort,
  },
  {
    id: 'timeout-sum',
    place: 330,
    severity: 'warning',
    finds: 'TimeoutSeconds, the time to begin, meant as the time to run, or longer than the window is open',
    source,
    check: checkSum,
  },
];
