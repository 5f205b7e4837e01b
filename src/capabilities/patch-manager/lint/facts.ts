/** How long a document usually runs on one node: by the model of a scenario, for a template by rule of thumb. */

import { type DocumentRun, isPatchRun, parameterText } from '../../../capability/lint/document-runs.ts';
import { isInstall, mayReboot, minuteMs } from '../../../capability/lint/windows.ts';
import { modelOfGroup } from '../../../capability/model.ts';
import { type Distribution, samplerOf } from '../../../kernel/distributions.ts';
import type { FleetGroup } from '../../../world/fleet.ts';
import type { Scenario } from '../../../world/scenario.ts';
import { rebootModel } from '../../managed-nodes/facts.ts';
import { judge } from '../approval.ts';
import { patchingModel } from '../model.ts';
import { patchGroupOf, selectBaseline } from '../patch-groups.ts';

/**
 * ASSUMPTION patching-durations: AWS says of no operation how long it takes. A scan, ten patches and a reboot by the
 * defaults of `model`; AWS Managed Services reckons with twice as much:
 * https://docs.aws.amazon.com/managedservices/latest/accelerate-guide/acc-p-maint-window.html
 */
export const usualInstallMs = 15 * minuteMs;

/** Null: nothing can be said. */
export function usualRunMs(
  run: DocumentRun,
  group: FleetGroup | null,
  scenario: Scenario | null,
): number | null {
  if (isPatchRun(run)) {
    const operation = parameterText(run, 'Operation');
    if (operation !== 'Install' && operation !== 'Scan') return null;
    if (scenario === null || group === null) return operation === 'Install' ? usualInstallMs : minuteMs;
    return patchingMs(run, group, scenario);
  }
  if (scenario === null || run.document === null) return null;
  const layers = group === null ? [] : [group.model, scenario.modelByOs.get(group.os)];
  const model =
    layers.map((layer) => layer?.documents?.get(run.document!)).find((found) => found !== undefined) ??
    scenario.model.documents.get(run.document);
  return model === undefined ? null : meanOf(model.run);
}

/** Patches that have yet to be released, and those of streams, come on top. */
function patchingMs(run: DocumentRun, group: FleetGroup, scenario: Scenario): number {
  const model = {
    ...modelOfGroup(scenario, patchingModel, group),
    ...modelOfGroup(scenario, rebootModel, group),
  };
  const scanMs = meanOf(model.scan);
  if (!isInstall(run)) return scanMs;
  const patchGroup = patchGroupOf(group.tags, scenario.model.patchGroupKeys);
  const baseline = selectBaseline({ patchGroup, os: group.os, baselines: scenario.baselines });
  const missing = scenario.patches.filter(
    (patch) =>
      patch.os.includes(group.os) &&
      (group.patchedUntilMs === null || patch.releasedMs >= group.patchedUntilMs) &&
      judge(baseline, patch, scenario.startMs, group.product).verdict === 'approved',
  );
  const installMs = missing.reduce(
    (sum, { affectsShare, install }) => sum + affectsShare * meanOf(install ?? model.install),
    0,
  );
  const isNothingShare = missing.reduce((share, { affectsShare }) => share * (1 - affectsShare), 1);
  const rebootMs = mayReboot(run) ? (1 - isNothingShare) * meanOf(model.reboot) : 0;
  return scanMs + installMs + rebootMs;
}

export function meanOf(distribution: Distribution): number {
  switch (distribution.family) {
    case 'constant':
      return distribution.value;
    case 'uniform':
      return (distribution.min + distribution.max) / 2;
    case 'triangular':
      return (distribution.min + distribution.mode + distribution.max) / 3;
    case 'empirical':
      return distribution.values.reduce((sum, value) => sum + value, 0) / distribution.values.length;
    case 'weibull':
      // Its mean needs the gamma function; the median says as much of what is usual.
      return samplerOf(distribution).quantile(0.5);
    default:
      return distribution.mean;
  }
}
