/** How long a document usually runs on one node: what rules of other capabilities ask. */
import type { DeclaredRun } from '../../../capability/lint/declared-run.ts';
import { meanOf } from '../../../kernel/distributions.ts';
import type { FleetGroup } from '../../../world/fleet.ts';
import type { Scenario } from '../../../world/scenario.ts';
import { isPatchRun, usualPatchRunMs } from '../../patch-manager/lint/facts.ts';

/** Null: nothing can be said. */
export function usualRunMs(
  run: DeclaredRun,
  group: FleetGroup | null,
  scenario: Scenario | null,
): number | null {
  if (isPatchRun(run)) return usualPatchRunMs(run, group, scenario);
  if (scenario === null || run.document === null) return null;
  const layers = group === null ? [] : [group.model, scenario.modelByOs.get(group.os)];
  const model =
    layers.map((layer) => layer?.documents?.get(run.document!)).find((found) => found !== undefined) ??
    scenario.model.documents.get(run.document);
  return model === undefined ? null : meanOf(model.run);
}
