/**
 * Agents too old for what they are to run.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-prerequisites.html
 */
import { defaultHostManagementSince, isAtLeast } from '../../../aws/agent-version.ts';
import type { Subject } from '../../../capability/lint/subject.ts';
import type { Report, Rule } from '../../../capability/lint-rule.ts';
import { capabilitiesOf } from '../../../capability/registry.ts';
import { accountNamed } from '../../../world/scenario.ts';

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

export const agentRules: readonly Rule[] = [
  {
    id: 'agent-too-old',
    place: 430,
    severity: 'warning',
    finds: 'a version of SSM Agent that does not know what it is to run, or how it is to be managed',
    source: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-prerequisites.html',
    check: checkAge,
  },
];
