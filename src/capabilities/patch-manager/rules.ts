/**
 * AWS-RunPatchBaseline: what is installed, and whether the node reboots. What a baseline approves is in approval.ts,
 * what is reported in compliance.ts.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-aws-runpatchbaseline.html
 */
import type { RunSource } from '../../capability/run-source.ts';
import { sourcesOf } from '../../capability/sources.ts';
import { oncePer } from '../../fields/fields.ts';
import type { PatchBaseline } from '../../world/baselines.ts';
import type { OperatingSystem } from '../../world/operating-systems.ts';
import type { Patch } from '../../world/patches.ts';
import type { Scenario } from '../../world/scenario.ts';
import type { Verdict } from './approval.ts';
import type { Operation } from './compliance.ts';
import type { ExitCode } from './exit-codes.ts';
import { isListed } from './package-names.ts';

export const runPatchBaseline = 'AWS-RunPatchBaseline';
/** It reports to its association instead of overwriting the node's patch compliance. */
export const runPatchBaselineAssociation = 'AWS-RunPatchBaselineAssociation';

/** What it is asked to do; null: another document, or it does not say. */
export function patchOperationOf({
  document,
  parameters,
}: Pick<RunSource, 'document' | 'parameters'>): Operation | null {
  if (document !== runPatchBaseline && document !== runPatchBaselineAssociation) return null;
  const operation = parameters['Operation']?.[0];
  return operation === 'Install' || operation === 'Scan' ? operation : null;
}

export function isInstall(source: Pick<RunSource, 'document' | 'parameters'>): boolean {
  return patchOperationOf(source) === 'Install';
}

const startersOfInstalls = oncePer(
  (scenario: Scenario) => new Set(sourcesOf(scenario).flatMap((one) => (isInstall(one) ? [one.parent] : []))),
);

/** What it is to do to the nodes that it means: a task or an association whose runbook installs is an Install. */
export function operationMeant(scenario: Scenario, source: RunSource): Operation | null {
  return patchOperationOf(source) ?? (startersOfInstalls(scenario).has(source.id) ? 'Install' : null);
}

/** Everything that installs patches, itself or by a runbook. */
export function installsOf(scenario: Scenario): RunSource[] {
  return sourcesOf(scenario).filter((source) => operationMeant(scenario, source) === 'Install');
}

export type RebootOption = 'RebootIfNeeded' | 'NoReboot';

/** BaselineOverride and InstallOverrideList exclude each other; null: the parameters are fit to run. */
export function parameterConflict(parameters: {
  readonly hasBaselineOverride: boolean;
  readonly hasInstallOverrideList: boolean;
}): ExitCode | null {
  return parameters.hasBaselineOverride && parameters.hasInstallOverrideList ? 167 : null;
}

export interface InstallRun {
  readonly os: OperatingSystem;
  readonly operation: Operation;
  /** The entries of the InstallOverrideList; null: none was given. */
  readonly overrideList: readonly string[] | null;
}

/** A patch that the node lacks and could take. */
export interface LackingPatch {
  readonly patch: Patch;
  readonly verdict: Verdict;
}

/**
 * Without a list, what the baseline approves. With one: on Linux and macOS whatever it lists, even what the baseline
 * rejects; on Windows what it lists and the baseline approves. A Scan installs nothing and ignores the list.
 *
 * #patch-manager-aws-runpatchbaseline-parameters-installoverridelist
 */
export function isInstallCandidate(run: InstallRun, { patch, verdict }: LackingPatch): boolean {
  if (run.operation === 'Scan') return false;
  const isApproved = verdict === 'approved';
  if (run.overrideList === null) return isApproved;
  // The list names patches as the approved list does.
  return isListed(run.overrideList, 'approved', run.os, patch) && (run.os !== 'WINDOWS' || isApproved);
}

export interface RebootFacts {
  readonly operation: Operation;
  readonly rebootOption: RebootOption;
  /** Patches that this run installed. */
  readonly installedCount: number;
  /** Patches that earlier runs installed with NoReboot since the last boot. */
  readonly pendingRebootCount: number;
  /** Whether any patch of those two kinds needs a reboot. */
  readonly installedRequiresReboot: boolean;
  readonly rebootIfNeeded: 'anyInstalled' | 'required';
}

/**
 * RebootIfNeeded reboots after any installation, without asking whether the patch needs it, and for patches that still
 * await a reboot; never after a Scan. Study guides take it by its name (`required`).
 *
 * #patch-manager-aws-runpatchbaseline-parameters-norebootoption
 */
export function needsReboot(facts: RebootFacts): boolean {
  if (facts.operation === 'Scan' || facts.rebootOption === 'NoReboot') return false;
  if (facts.rebootIfNeeded === 'required') return facts.installedRequiresReboot;
  return facts.installedCount + facts.pendingRebootCount > 0;
}

/**
 * Whether it is about applications released by Microsoft, which hybrid nodes of the standard tier are not patched with:
 * UnsupportedFeatureRequiredException.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetDeployablePatchSnapshotForInstance.html
 */
export function approvesApplications({ globalFilters, rules }: PatchBaseline): boolean {
  return [globalFilters, ...rules.map(({ filters }) => filters)].some((filters) =>
    filters.some(({ key, values }) => key === 'PATCH_SET' && values.includes('APPLICATION')),
  );
}
