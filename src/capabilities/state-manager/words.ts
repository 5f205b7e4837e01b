/** When an association that installs on a node is due, in words. */
import { describeSchedule } from '../../aws/schedule/describe.ts';
import type { Situation } from '../../capability/situation.ts';
import { selects } from '../../capability/sources.ts';
import { utc } from '../../world/time.ts';
import { isInstall } from '../patch-manager/facts.ts';
import { associationsView } from './associations-view.ts';
import type { Definition } from './definition.ts';
import { runsAtOnce } from './rules.ts';
import type { AssociationState } from './state.ts';

/** `every day, and at once when it is created or changed` */
export function scheduleWords(definition: Definition): string {
  const { expression, offsetDays } = definition;
  const atOnce = runsAtOnce(definition);
  if (expression === null) return atOnce ? 'once, when it is created or changed' : 'without a schedule';
  const due = `${describeSchedule(expression, offsetDays)}${expression.kind === 'rate' ? '' : ' UTC'}`;
  return atOnce ? `${due}, and at once when it is created or changed` : due;
}

/** For `explain`: the associations that install on the node. */
export function associationWords({ simulation, node }: Situation): string[] {
  return simulation.views
    .of(associationsView)
    .associations.filter(({ createdMs }) => createdMs !== null)
    .filter(({ version }) => isInstall(version.source) && selects(simulation, version.source, node))
    .flatMap(dueWords);
}

function dueWords({ id, version, intervals, nextDueMs, deletedMs }: AssociationState): string[] {
  const last = intervals.at(-1);
  const next = nextDueMs === null ? 'not due again' : `next due at ${utc(nextDueMs)}`;
  const deleted = deletedMs === null ? '' : `; deleted at ${utc(deletedMs)}`;
  const times = intervals.length === 1 ? 'once' : `${intervals.length} times`;
  return [
    `${id} selects it: ${scheduleWords(version.definition)}${deleted}`,
    last === undefined
      ? `${id} was never due; ${next}`
      : `${id} was due ${times}, last at ${utc(last.dueMs)}; ${next}`,
  ];
}
