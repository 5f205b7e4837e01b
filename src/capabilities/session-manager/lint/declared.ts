/** Sessions that a scenario starts, as far as the file tells what they find. */
import type { Subject } from '../../../capability/lint/subject.ts';
import { modelOfGroup } from '../../../capability/model.ts';
import type { DataPath } from '../../../diagnostics/problem.ts';
import { oncePer } from '../../../fields/fields.ts';
import type { Action } from '../../../world/actions.ts';
import type { FleetGroup } from '../../../world/fleet.ts';
import { platformTypeOf } from '../../../world/operating-systems.ts';
import { accountNamed, type Scenario } from '../../../world/scenario.ts';
import { declaredAccess } from '../../managed-nodes/lint/facts.ts';
import type { Asked } from '../asked.ts';
import { askedByCall } from '../asked-by-call.ts';
import { startsIn } from '../attempts.ts';
import type { SessionRequest } from '../calls.ts';
import { causeWords } from '../cause-words.ts';
import { sessionDocument } from '../documents.ts';
import { unencryptedGroups } from '../log-groups.ts';
import { sessionsModel } from '../model.ts';
import { absentNode, type Missing } from '../prerequisites.ts';

export interface DeclaredSession {
  readonly action: Action;
  readonly group: FleetGroup;
  readonly asked: Asked;
  /** Of its target. */
  readonly path: DataPath;
}

/** Those whose node and document the file has. */
export const declaredSessions = oncePer(({ scenario }: Subject): readonly DeclaredSession[] => {
  if (scenario === null) return [];
  return startsIn(scenario).flatMap(({ action, request }) => {
    const group = groupOf(scenario, request.target);
    const asked = group === undefined ? null : askedOf(scenario, group, action, request);
    if (group === undefined || asked === null) return [];
    return [{ action, group, asked, path: targetPath(action) }];
  });
});

/** Those whose node is in another account or Region than their call. */
export function strayedSessions({ scenario }: Subject): readonly (Pick<DeclaredSession, 'action' | 'path'> & {
  readonly missing: Missing;
})[] {
  if (scenario === null) return [];
  return startsIn(scenario).flatMap(({ action, request: { target } }) => {
    const group = groupOf(scenario, target);
    const missing = group && absentNode(target, group.account ?? '', action.account ?? '');
    return missing ? [{ action, missing, path: targetPath(action) }] : [];
  });
}

const targetPath = ({ index, call }: Action): DataPath => ['actions', index, call, 'Target'];

function groupOf({ fleet }: Scenario, target: string): FleetGroup | undefined {
  const name = /^(.+)-\d{4,}$/.exec(target)?.[1];
  return fleet.find((group) => group.name === name || group.ids?.includes(target) === true);
}

/** As the function of the run is asked; what happens to the node before is not known here. */
function askedOf(
  scenario: Scenario,
  group: FleetGroup,
  action: Action,
  { target, document: name }: SessionRequest,
): Asked | null {
  const { account = '' } = action;
  const document = sessionDocument(scenario, name, account);
  if (document === undefined || (group.account ?? '') !== account) return null;
  const { profile, block, leadsTo } = declaredAccess(scenario, group);
  const { missingUsers, missingLogs, unencryptedLogs } = modelOfGroup(scenario, sessionsModel, group);
  const isHybrid = group.hybridActivation !== null;
  return {
    node: target,
    away: block === null ? null : causeWords(scenario, block),
    isOfStandardTier: isHybrid && accountNamed(scenario, account).instanceTier === 'standard',
    platform: platformTypeOf(group.os),
    agentVersion: group.agent.version,
    permissions: profile,
    leadsTo,
    missingUsers,
    missingLogs,
    unencryptedLogs: [...unencryptedLogs, ...unencryptedGroups(scenario)],
    ...askedByCall(scenario, document, action),
  };
}
