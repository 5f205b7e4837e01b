/**
 * Agents too old for what they are to run.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-prerequisites.html
 */
import { defaultHostManagementSince, isAtLeast } from '../../../aws/agent-version.ts';
import type { Subject } from '../../../capability/lint/subject.ts';
import { counted, dayMs } from '../../../capability/lint/words.ts';
import type { Report, Rule } from '../../../capability/lint-rule.ts';
import { capabilitiesOf } from '../../../capability/registry.ts';
import { sourcesOf } from '../../../capability/sources.ts';
import { accountNamed } from '../../../world/scenario.ts';
import { updateAgent } from '../../documents/facts.ts';

function checkAge(subject: Subject, report: Report): void {
  const { scenario } = subject;
  if (scenario === null) return;
  const documents = capabilitiesOf(scenario).flatMap((capability) => capability.documents ?? []);
  const run = new Set(subject.runs.map(({ document }) => document));
  for (const { name, account = '', agent, instanceProfile, hybridActivation } of scenario.fleet) {
    const path = ['fleet', name, 'agent', 'version'];
    for (const { name: document, run: { minimumAgentVersion: since } = {} } of documents) {
      if (since == null || !run.has(document) || isAtLeast(agent.version, since)) continue;
      report(
        path,
        `agents of ${name} are of version ${agent.version}, and ${document} needs ${since}: it fails there`,
        {
          help: 'update them first, with AWS-UpdateSSMAgent',
        },
      );
    }
    const isOn = accountNamed(scenario, account).defaultHostManagement;
    const relies = instanceProfile === null && hybridActivation === null && isOn;
    if (!relies || isAtLeast(agent.version, defaultHostManagementSince)) continue;
    report(
      path,
      `agents of ${name} are of version ${agent.version}, have no instance profile, and know Default Host Management only ` +
        `from ${defaultHostManagementSince}: they are never managed`,
      { help: 'update them, or give them an instance profile' },
    );
  }
}

/** Shorter runs end before agents have grown old. */
const longMs = 180 * dayMs;

/** #ssm-agent-automatic-updates: new versions come about every month, and no agent updates itself. */
function checkUpdates(subject: Subject, report: Report): void {
  const { scenario } = subject;
  if (scenario === null || scenario.endMs - scenario.startMs < longMs) return;
  if (sourcesOf(scenario).some(({ document }) => document === updateAgent)) return;
  const isPolicy = subject.ownResources.some(({ type }) => type.startsWith('AWS::SSMQuickSetup::'));
  if (isPolicy) return;
  const days = Math.round((scenario.endMs - scenario.startMs) / dayMs);
  report(
    ['fleet'],
    `nothing of this file runs ${updateAgent} in ${counted(days, 'day')}: agents keep the version that they have, and new documents need newer ones`,
    { help: `add an association of ${updateAgent} with a schedule, such as rate(14 days)`, at: 'key' },
  );
}

export const agentRules: readonly Rule[] = [
  {
    id: 'agent-too-old',
    place: 430,
    severity: 'warning',
    finds: 'a version of SSM Agent that does not know what it is to run, or how it is to be managed',
    source: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-prerequisites.html',
    check: checkAge,
  },
  {
    id: 'agent-never-updated',
    place: 435,
    severity: 'note',
    finds: 'a run of months in which nothing updates SSM Agent',
    source: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/ssm-agent-automatic-updates.html',
    check: checkUpdates,
  },
];
