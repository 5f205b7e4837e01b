/**
 * Reboots outside of any window, and inside of a script.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/send-commands-reboot.html
 */

import { type DeclaredRun, parameterOf, parameterText } from '../../../capability/lint/declared-run.ts';
import type { Subject } from '../../../capability/lint/subject.ts';
import type { Report, Rule } from '../../../capability/lint-rule.ts';
import { itemsOf, textOf, type Value } from '../../../cloudformation/value.ts';
import { isInstall } from '../../patch-manager/lint/facts.ts';

function checkReboots(subject: Subject, report: Report): void {
  for (const run of subject.runs) {
    if (isInstall(run)) reportPatchReboot(run, report);
    if (scriptDocuments.includes(run.document ?? '')) {
      reportScript(parameterOf(run, 'commands'), run.name, isPowerShell(run.document), report);
    }
  }
}

function reportPatchReboot(run: DeclaredRun, report: Report): void {
  const { name, outsideWindow, path } = run;
  const option = parameterOf(run, 'RebootOption');
  if (outsideWindow === null) return;
  if (option !== undefined && parameterText(run, 'RebootOption') !== 'RebootIfNeeded') return;
  const why =
    option === undefined
      ? 'RebootOption is left out, which means RebootIfNeeded'
      : 'RebootOption is RebootIfNeeded';
  report(option?.path ?? path, `${name} installs and reboots ${outsideWindow.when}: ${why}`, {
    help: 'write RebootOption: [NoReboot], or make it a task of a maintenance window',
    at: 'key',
    severity: outsideWindow.isScheduled ? 'note' : 'warning',
  });
}

/** Documents that run a script. */
export const scriptDocuments: readonly string[] = ['AWS-RunShellScript', 'AWS-RunPowerShellScript'];

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

export const rebootRules: readonly Rule[] = [
  {
    id: 'reboot-outside-window',
    place: 160,
    severity: 'warning',
    finds: 'RebootIfNeeded by an ad-hoc command or an association; a reboot inside a script',
    source: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/send-commands-reboot.html',
    check: checkReboots,
  },
];
