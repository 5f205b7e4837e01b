/**
 * Reboots that no window holds, and output that nobody can read afterwards.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/send-commands-reboot.html
 */

import {
  type DocumentRun,
  documentRuns,
  isPatchRun,
  parameterOf,
  parameterText,
} from '../../../capability/lint/document-runs.ts';
import type { Subject } from '../../../capability/lint/subject.ts';
import type { Report, Rule } from '../../../capability/lint-rule.ts';
import { entry, itemsOf, textOf, type Value } from '../../../cloudformation/value.ts';
import type { DataPath } from '../../../diagnostics/problem.ts';

function checkReboots(subject: Subject, report: Report): void {
  for (const run of documentRuns(subject)) {
    if (isPatchRun(run)) reportPatchReboot(run, subject, report);
    if (scriptDocuments.includes(run.document ?? '')) {
      reportScript(parameterOf(run, 'commands'), run.name, isPowerShell(run.document), report);
    }
  }
  for (const document of subject.ofType('AWS::SSM::Document')) {
    for (const step of itemsOf(subject.property(document, 'Content', 'mainSteps'))) {
      const action = textOf(entry(step, 'action'));
      if (action !== 'aws:runShellScript' && action !== 'aws:runPowerShellScript') continue;
      const name = `the step ${textOf(entry(step, 'name')) ?? '?'} of ${document.logicalId}`;
      reportScript(entry(step, 'inputs', 'runCommand'), name, isPowerShell(action), report);
    }
  }
}

/** Outside of a window; a step is part of a runbook, which may stand in one. */
function reportPatchReboot(run: DocumentRun, subject: Subject, report: Report): void {
  if (run.kind !== 'association' && run.kind !== 'command') return;
  const option = parameterOf(run, 'RebootOption');
  if (parameterText(run, 'Operation') !== 'Install') return;
  if (option !== undefined && parameterText(run, 'RebootOption') !== 'RebootIfNeeded') return;
  const why =
    option === undefined
      ? 'RebootOption is left out, which means RebootIfNeeded'
      : 'RebootOption is RebootIfNeeded';
  if (run.kind === 'command') {
    report(
      option?.path ?? run.path,
      `${run.name} installs and reboots at once, outside of any window: ${why}`,
      { help: 'write RebootOption: [NoReboot], or make it a task of a maintenance window', at: 'key' },
    );
    return;
  }
  const association = run.resource!;
  const schedule = subject.property(association, 'ScheduleExpression');
  const isOnlyScheduled =
    textOf(subject.property(association, 'ApplyOnlyAtCronInterval'))?.toLowerCase() === 'true';
  // A change calendar says when it may run.
  if (subject.property(association, 'CalendarNames') !== undefined) return;
  const when =
    schedule === undefined
      ? 'as soon as it is made or changed, and on every node that comes to match'
      : isOnlyScheduled
        ? 'on its own schedule, with no cutoff'
        : 'as soon as it is made or changed, then on its own schedule, with no cutoff';
  report(option?.path ?? run.path, `${run.name} installs and reboots ${when}: ${why}`, {
    help: 'write RebootOption: [NoReboot], or make it a task of a maintenance window',
    at: 'key',
    severity: isOnlyScheduled ? 'note' : 'warning',
  });
}

const scriptDocuments: readonly string[] = ['AWS-RunShellScript', 'AWS-RunPowerShellScript'];

function isPowerShell(name: string | null): boolean {
  return name !== null && /PowerShell/.test(name);
}

/** Where a command begins: at a line's start, after `;`, `&&`, `|`, `then`, `sudo`. */
const shellReboot =
  /(?:^|[;&|({]|\b(?:then|do|else)\s)\s*(?:(?:sudo|nohup|exec)\s+(?:-\S+\s+)*)?(?:\/(?:usr\/)?s?bin\/)?(?:reboot(?![-\w=./])|shutdown\s+(?:\S+\s+)*?(?:-r|--reboot)\b|(?:tel)?init\s+6\b|systemctl\s+(?:-\S+\s+)*reboot\b)/;
const powerShellReboot = /(?:^|[;|({])\s*(?:Restart-Computer\b|shutdown(?:\.exe)?\s+(?:\S+\s+)*?[-/]r\b)/i;

function reportScript(commands: Value | undefined, name: string, isWindows: boolean, report: Report): void {
  for (const item of itemsOf(commands)) {
    const line = textOf(item)
      ?.split('\n')
      .map(withoutComment)
      .find((one) => {
        return isWindows ? powerShellReboot.test(one) : shellReboot.test(one);
      });
    if (line === undefined) continue;
    report(
      item.path,
      `the script of ${name} reboots the node itself (${shortened(line.trim())}): SSM Agent is cut off in the middle, and ` +
        'the command ends as failed or timed out, or runs again',
      {
        help: isWindows
          ? 'end the script with exit 3010: the agent reboots, and runs it again'
          : 'end the script with exit 194: the agent reboots, and runs it again',
      },
    );
  }
}

function withoutComment(line: string): string {
  return line.replace(/(^|\s)#.*$/, '');
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** Documents whose output says what went wrong. */
const telling: readonly string[] = [
  ...scriptDocuments,
  'AWS-RunRemoteScript',
  'AWS-RunDocument',
  'AWS-ApplyAnsiblePlaybooks',
  'AWS-RunAnsiblePlaybook',
  'AWS-ApplyDSCMofs',
];

function checkOutput(subject: Subject, report: Report): void {
  for (const run of documentRuns(subject)) {
    if (run.keepsOutput !== false || run.document === null || run.kind === 'step') continue;
    const isInstall = isPatchRun(run) && parameterText(run, 'Operation') === 'Install';
    if (!isInstall && !telling.includes(run.document)) continue;
    const place = placeOf(run);
    report(
      place.path,
      `${run.name} keeps no output but the first 24,000 characters, for 30 days: what ${isInstall ? 'an installation' : 'a script'} ` +
        'says at its end is lost',
      { help: `add ${bucketKeys[run.kind]}, or a log group of CloudWatch Logs`, at: place.at },
    );
  }
}

const bucketKeys = {
  window: 'OutputS3BucketName to MaintenanceWindowRunCommandParameters',
  association: 'OutputLocation with an S3Location',
  command: 'OutputS3BucketName',
  step: 'OutputS3BucketName',
} as const;

function placeOf({ resource, path }: DocumentRun): { readonly path: DataPath; readonly at: 'key' } {
  return { path: resource?.at ?? path.slice(0, 3), at: 'key' };
}

export const rebootRules: readonly Rule[] = [
  {
    id: 'reboot-outside-window',
    place: 160,
    severity: 'warning',
    finds: 'RebootIfNeeded by an ad-hoc command or an association; a reboot inside a script',
    source: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/send-commands-reboot.html',
    check: checkReboots,
  },
  {
    id: 'output-lost',
    place: 170,
    severity: 'note',
    finds: 'output of installations and scripts that goes to no bucket and no log group',
    source: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetCommandInvocation.html',
    check: checkOutput,
  },
];
