/** Documents that patch: what rules of other capabilities ask. */

import { type DeclaredRun, parameterOf, parameterText } from '../../../capability/lint/declared-run.ts';
import type { Subject } from '../../../capability/lint/subject.ts';
import { minuteMs } from '../../../capability/lint/words.ts';
import { modelOfGroup } from '../../../capability/model.ts';
import { entry, isPartlyUnknown, textsOf, type Value } from '../../../cloudformation/value.ts';
import { meanOf } from '../../../kernel/distributions.ts';
import type { FleetGroup } from '../../../world/fleet.ts';
import type { Scenario } from '../../../world/scenario.ts';
import { rebootModel } from '../../managed-nodes/facts.ts';
import { judge } from '../approval.ts';
import { patchDocuments } from '../documents.ts';
import { patchingModel } from '../model.ts';
import { patchGroupOf, selectBaseline } from '../patch-groups.ts';
import { baselinesOf } from '../resources/baselines.ts';
import { runPatchBaselineAssociation } from '../rules.ts';
import { declaredBaselines } from './declared-baselines.ts';

const names: readonly string[] = [...patchDocuments.map(({ name }) => name), 'AWS-ApplyPatchBaseline'];

export function isPatchRun({ document }: DeclaredRun): boolean {
  return document !== null && names.includes(document);
}

/**
 * Certain to write the patch compliance of its nodes. A BaselineOverride is reported only for a patch policy, which fills in
 * AssociationId; AWS-RunPatchBaselineAssociation reports to its association.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-baselineoverride-parameter.html
 */
export function reportsPatches(run: DeclaredRun): boolean {
  if (!isPatchRun(run) || run.document === runPatchBaselineAssociation) return false;
  const override = parameterOf(run, 'BaselineOverride');
  if (override === undefined || parameterText(run, 'BaselineOverride') === '') return true;
  return !isPartlyUnknown(override) && (parameterText(run, 'AssociationId') ?? '') !== '';
}

/** Certain to install patches. */
export function isInstall(run: DeclaredRun): boolean {
  return isPatchRun(run) && parameterText(run, 'Operation') === 'Install';
}

/**
 * RebootIfNeeded unless said otherwise: https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-aws-runpatchbaseline.html
 */
export function mayReboot(run: DeclaredRun): boolean {
  const option = parameterOf(run, 'RebootOption');
  return !isPartlyUnknown(option) && parameterText(run, 'RebootOption') !== 'NoReboot';
}

/** What was meant counts here, also where it has no effect. */
export function operationIn(parameters: Value | undefined): string | null {
  const given = entry(parameters, 'Operation');
  const [first] = textsOf(entry(given, 'Values') ?? given);
  return first ?? null;
}

/**
 * ASSUMPTION patching-durations: AWS says of no operation how long it takes. A scan, ten patches and a reboot by the
 * defaults of `model`; AWS Managed Services reckons with twice as much:
 * https://docs.aws.amazon.com/managedservices/latest/accelerate-guide/acc-p-maint-window.html
 */
const usualInstallMs = 15 * minuteMs;

/** How long it usually takes on one node: by the model of a scenario, else by rule of thumb. Null: nothing can be said. */
export function usualPatchRunMs(
  run: DeclaredRun,
  group: FleetGroup | null,
  scenario: Scenario | null,
): number | null {
  const operation = parameterText(run, 'Operation');
  if (operation !== 'Install' && operation !== 'Scan') return null;
  if (scenario === null || group === null) return operation === 'Install' ? usualInstallMs : minuteMs;
  return patchingMs(run, group, scenario);
}

/** Patches that have yet to be released, and those of streams, come on top. */
function patchingMs(run: DeclaredRun, group: FleetGroup, scenario: Scenario): number {
  const model = {
    ...modelOfGroup(scenario, patchingModel, group),
    ...modelOfGroup(scenario, rebootModel, group),
  };
  const scanMs = meanOf(model.scan);
  if (!isInstall(run)) return scanMs;
  const patchGroup = patchGroupOf(group.tags, scenario.model.patchGroupKeys);
  const { os, account } = group;
  const baseline = selectBaseline({ patchGroup, os, account, baselines: baselinesOf(scenario) });
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

/** Patch groups on Windows, each with the days that its security updates wait for approval. */
export function windowsApprovals(
  subject: Subject,
): { readonly id: string; readonly group: string; readonly days: number }[] {
  return declaredBaselines(subject).flatMap(({ os, id, groups, rules }) => {
    const ofSecurity = rules.filter(({ filters }) =>
      filters.every(
        ({ key, values }) =>
          key !== 'CLASSIFICATION' || values.some(({ text }) => /^(\*|securityupdates)$/i.test(text)),
      ),
    );
    const days = ofSecurity.map(({ afterDays }) => afterDays);
    if (os !== 'WINDOWS' || days.length === 0 || days.includes(null)) return [];
    const soonest = Math.min(...days.filter((each) => each !== null));
    return groups.map(({ name }) => ({ id, group: name, days: soonest }));
  });
}
