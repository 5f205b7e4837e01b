/**
 * Output that cannot be read afterwards.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetCommandInvocation.html
 */

import type { Subject } from '../../../capability/lint/subject.ts';
import type { Report, Rule } from '../../../capability/lint-rule.ts';
import { isGiven } from '../../../cloudformation/value.ts';
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
      `${name} keeps only the first 24,000 characters of its output, for 30 days: the end of a long ` +
        `${installs ? 'installation log' : 'script output'} is lost`,
      { help: `add ${output.setting}`, at: 'key' },
    );
  }
}

/** AWS publishes new versions of its documents, and the hash is that of one version. */
function checkHash({ runs }: Subject, report: Report): void {
  for (const { document, hash, name } of runs) {
    if (document?.startsWith('AWS-') !== true || !isGiven(hash)) continue;
    report(
      hash.path,
      `${name} pins ${document} by its DocumentHash: AWS owns the document, and refuses the run once it publishes another version`,
      { help: 'remove DocumentHash and DocumentHashType, or pin DocumentVersion as well', at: 'key' },
    );
  }
}

export const outputRules: readonly Rule[] = [
  {
    id: 'hash-pinned',
    place: 165,
    severity: 'warning',
    finds: 'a DocumentHash of a document that AWS owns and changes',
    source: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_SendCommand.html',
    check: checkHash,
  },
  {
    id: 'output-lost',
    isCommon: true,
    place: 170,
    severity: 'note',
    finds: 'output of installations and scripts that goes to no bucket and no log group',
    source: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetCommandInvocation.html',
    check: checkOutput,
  },
];
