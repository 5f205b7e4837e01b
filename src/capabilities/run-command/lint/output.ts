/**
 * Output that cannot be read afterwards.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetCommandInvocation.html
 */

import type { Subject } from '../../../capability/lint/subject.ts';
import type { Report, Rule } from '../../../capability/lint-rule.ts';
import { isInstall } from '../../patch-manager/lint/facts.ts';
import { scriptDocuments } from './reboots.ts';

/** Documents whose output says what went wrong. */
const telling: readonly string[] = [
  ...scriptDocuments,
  'AWS-RunRemoteScript',
  'AWS-RunDocument',
  'AWS-ApplyAnsiblePlaybooks',
  'AWS-RunAnsiblePlaybook',
  'AWS-ApplyDSCMofs',
];

function checkOutput({ runs }: Subject, report: Report): void {
  for (const run of runs) {
    const { name, at, document, output } = run;
    if (output.isKept !== false || output.setting === null || document === null) continue;
    const installs = isInstall(run);
    if (!installs && !telling.includes(document)) continue;
    report(
      at,
      `${name} keeps no output but the first 24,000 characters, for 30 days: what ${installs ? 'an installation' : 'a script'} ` +
        'says at its end is lost',
      { help: `add ${output.setting}, or a log group of CloudWatch Logs`, at: 'key' },
    );
  }
}

export const outputRules: readonly Rule[] = [
  {
    id: 'output-lost',
    place: 170,
    severity: 'note',
    finds: 'output of installations and scripts that goes to no bucket and no log group',
    source: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetCommandInvocation.html',
    check: checkOutput,
  },
];
