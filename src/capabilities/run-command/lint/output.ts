/**
 * Output that cannot be read afterwards.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetCommandInvocation.html
 */

import type { Subject } from '../../../capability/lint/subject.ts';
import type { Report, Rule } from '../../../capability/lint-rule.ts';
import { isGiven, textOf } from '../../../cloudformation/value.ts';
import { declaredAccess } from '../../managed-nodes/lint/facts.ts';
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

/** Nodes write their output to the bucket themselves, by way of S3. */
function checkWay({ runs, scenario }: Subject, report: Report): void {
  if (scenario === null) return;
  for (const run of runs) {
    const { name, output } = run;
    const bucket = textOf(output.bucket);
    if (bucket === null || output.bucket === undefined) continue;
    const groups = run.reach().flatMap(({ nodes }) => nodes.flatMap(({ group }) => group ?? []));
    const cut = [...new Set(groups)].filter((group) => {
      const { block, leadsTo } = declaredAccess(scenario, group);
      return block === null && !leadsTo('s3');
    });
    if (cut.length === 0) continue;
    report(
      output.bucket.path,
      `${name} writes its output to ${bucket}, and the subnet of ${cut.map((group) => group.name).join(', ')} leads to no s3 endpoint: none arrives, and the run succeeds all the same`,
      { help: 'add s3 to the endpoints of the subnet', severity: 'warning' },
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
    finds:
      'output of installations and scripts that goes to no bucket and no log group, or to a bucket that its nodes do not reach',
    source: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetCommandInvocation.html',
    check(subject, report) {
      checkOutput(subject, report);
      checkWay(subject, report);
    },
  },
];
