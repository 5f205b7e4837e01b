/** OpsItems that steps of the file's runbooks create. */
import type { OpsItemSource } from '../../capability/ops-item-source.ts';
import { isMap } from '../../diagnostics/plain-map.ts';
import type { Scenario } from '../../world/scenario.ts';
import { documentsOf } from '../documents/facts.ts';
import { createOpsItem, dedupStringOf, fieldsInApi, runbooksOf } from '../ops-center/facts.ts';
import { calledBy, inputsOfCall } from './actions/calls.ts';
import { automationType } from './content/automation-type.ts';
import { allSteps } from './content/runbook.ts';

/** What has a reference in it is known only in a run. */
function known(value: string | null): string | null | undefined {
  return value?.includes('{{') ? undefined : value;
}

export function stepOpsItems(scenario: Scenario): OpsItemSource[] {
  return documentsOf(scenario, automationType).flatMap(({ name, content, logicalId }) =>
    allSteps(content.steps).flatMap(({ inputs }): OpsItemSource[] => {
      const { service, api } = calledBy(inputs);
      if (service !== 'ssm' || api !== createOpsItem.call) return [];
      const given = inputsOfCall(inputs);
      const fields = fieldsInApi({
        Title: '-',
        Description: '-',
        Source: '-',
        ...(isMap(given) ? given : {}),
      });
      const source = { id: name, path: ['resources', logicalId], repeats: true };
      if ('error' in fields)
        return [
          {
            ...source,
            severity: undefined,
            category: undefined,
            source: undefined,
            isDeduplicated: undefined,
            runbooks: [],
          },
        ];
      const { severity, category, source: from, data } = fields.value;
      return [
        {
          ...source,
          severity: known(severity),
          category: known(category),
          source: known(from) ?? undefined,
          isDeduplicated: dedupStringOf(data) !== null,
          runbooks: runbooksOf(data).filter((one) => !one.includes('{{')),
        },
      ];
    }),
  );
}
