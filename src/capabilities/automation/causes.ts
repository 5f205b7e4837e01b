/** What keeps a runbook from patching a node. */
import type { CauseSpec } from '../../capability/causes.ts';
import {
  type ChangeSet,
  configuration,
  dayMs,
  type Incident,
  moreTime,
  setting,
} from '../../capability/changes.ts';
import { installAgain } from '../patch-manager/facts.ts';
import { approvalOf, principalNamed } from './approval.ts';
import { unapproved } from './cause-of.ts';
import { resolve } from './content/references.ts';
import type { ValueMap } from './content/runbook.ts';
import { lookupIn } from './lookup.ts';
import { mendRole } from './mend-role.ts';
import { unsentOf } from './unreached.ts';

export const automationCauses = {
  AUTOMATION_FAILED: {
    stage: 'rollout',
    place: 18,
    link: 'rate-control',
    summary: 'the runbook that was to patch it failed before the step that installs',
    needed: (by) => `an execution of the runbook that comes to its step that installs ${by}`,
    console: 'Systems Manager, Automation: the execution Failed or Timed out; nothing under Run Command',
    page: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-troubleshooting.html',
    example: ['run', 'lacks', 'report'],
    remedies: reachIt,
    meaning:
      'A runbook was to install on the node, and its execution failed, timed out or was refused before the step that does.',
    seen: 'An execution that ended Failed or TimedOut, and no command.',
    advice:
      'read the failure message of the step (`fleetsim explain --execution ID`), and run the runbook again once that is fixed.',
  },
  APPROVAL_MISSING: {
    stage: 'rollout',
    place: 19,
    link: 'rate-control',
    summary: 'the runbook that was to patch it was not approved',
    needed: (by) => `as many approvals as MinRequiredApprovals asks for ${by}`,
    console:
      'Systems Manager, Automation: the execution Waiting, Timed out or Failed at its step aws:approve',
    page: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-approve.html',
    example: ['run', 'lacks', 'report'],
    remedies: approveIt,
    meaning:
      'A runbook was to install on the node, and waits for approvers, timed out while it did, or was rejected.',
    seen: 'An execution that is Waiting, or ended at aws:approve.',
    advice:
      'approve it, or name approvers who answer in time; the step waits 7 days unless timeoutSeconds says otherwise.',
  },
} satisfies Readonly<Record<string, CauseSpec>>;

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-troubleshooting.html */
function reachIt(incident: Incident): ChangeSet[] {
  return [
    ...mendRole(incident),
    ...withoutChance(incident),
    ...installAgain(incident, ', or run the runbook again once what failed it is fixed'),
  ];
}

/** The step fails because the file says how often it does. */
function withoutChance(incident: Incident): ChangeSet[] {
  const { situation } = incident;
  const { document, steps } = unsentOf(situation)?.execution ?? { document: '', steps: [] };
  const failed = steps.findLast(({ failure }) => failure !== null)?.step.name;
  const model = situation.scenario.model.documents.get(document)?.steps?.[failed ?? ''];
  if (failed === undefined || model === undefined || !('fails' in model)) return [];
  const text = `fix what makes the step ${failed} of ${document} fail`;
  return [
    [
      configuration(
        incident,
        text,
        setting(['model', 'documents', document, 'steps', failed, 'fails'], '0%'),
      ),
    ],
  ];
}

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-approve.html */
function approveIt(incident: Incident): ChangeSet[] {
  const { simulation, scenario } = incident.situation;
  const unsent = unsentOf(incident.situation);
  const missing = unsent === undefined ? null : unapproved(unsent.execution);
  if (missing === null) return [];
  const { execution, record } = missing;
  const approval = approvalOf(
    resolve(record.step.inputs, (name) => lookupIn(simulation, execution, name)) as ValueMap,
  );
  if (typeof approval === 'string') return [];
  const approved = record.decisions.filter(({ approves }) => approves).map(({ by }) => by);
  const silent = approval.approvers
    .map(({ name }) => principalNamed(name))
    .filter((name) => !approved.includes(name))
    .slice(0, approval.required - approved.length);
  const change = configuration(
    incident,
    `have ${silent.join(' and ')} approve ${execution.document} within a minute of its step ${record.step.name}`,
    ...silent.map((name) => setting(['model', 'approvals', name], { after: '1m', answer: 'approve' })),
  );
  const more = moreTime({ ...incident, changesSoFar: incident.changesSoFar + 1 }, [scenario.endMs + dayMs]);
  return [
    [change],
    ...installAgain(incident, ', without the runbook'),
    ...more.map((one): ChangeSet => [change, ...one]),
  ];
}
