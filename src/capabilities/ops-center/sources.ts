/** OpsItems that calls of the file create, and whether the file has anything to do with OpsItems. */
import type { OpsItemSource } from '../../capability/ops-item-source.ts';
import { opsItemSourcesOf } from '../../capability/sources.ts';
import { madeBy } from '../../cloudformation/call-spec.ts';
import { oncePer } from '../../fields/fields.ts';
import type { Scenario } from '../../world/scenario.ts';
import { createOpsItem, updateOpsItem } from './calls.ts';
import { dedupStringOf, runbooksOf } from './data.ts';
import { operatorModels } from './model.ts';
import { severities, severityRank } from './rules.ts';

export function callOpsItems({ actions }: Scenario): OpsItemSource[] {
  return actions.flatMap((action): OpsItemSource[] => {
    const made = madeBy(action, createOpsItem);
    if (made === undefined) return [];
    const { severity, category, source, data } = made.fields;
    return [
      {
        id: action.id,
        account: action.account,
        path: ['actions', action.index, createOpsItem.call],
        severity,
        category,
        source,
        isDeduplicated: dedupStringOf(data) !== null,
        repeats: false,
        runbooks: runbooksOf(data),
      },
    ];
  });
}

/** A file that neither makes OpsItems nor says who works on them has no metrics of them. */
export function usesOpsItems(scenario: Scenario): boolean {
  return opsItemSourcesOf(scenario).length > 0 || operatorModels(scenario).size > 0;
}

/** Severities that the OpsItems of the file may have, the most severe first. */
export const severitiesIn = oncePer((scenario: Scenario): readonly string[] => {
  const given = [
    ...opsItemSourcesOf(scenario).map(({ severity }) => severity),
    ...scenario.actions.map((action) => madeBy(action, updateOpsItem)?.severity ?? null),
  ];
  // What only a run decides may be any of AWS's.
  const all = given.flatMap((one) => (one === undefined ? severities : (one ?? [])));
  return [...new Set(all)].sort((a, b) => severityRank(a) - severityRank(b) || (a < b ? -1 : 1));
});
