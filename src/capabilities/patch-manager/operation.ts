/** One run of AWS-RunPatchBaseline on one node, worked out when it begins: nothing but a reboot or a kill can change it. */

import type { DocumentRun } from '../../capability/document-run.ts';
import type { RunSource } from '../../capability/run-source.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { fileNamed } from '../../cloudformation/parameter-file.ts';
import { type Sampler, samplerOf } from '../../kernel/distributions.ts';
import type { PatchBaseline } from '../../world/baselines.ts';
import type { Scenario } from '../../world/scenario.ts';
import type { PatchingObstacle } from '../managed-nodes/facts.ts';
import { type BaselineTags, parseBaselineTags } from './baseline-tags.ts';
import type { Operation } from './compliance.ts';
import { baselineOverrideFile, installOverrideListFile } from './override-files.ts';
import { type Block, patchFlag } from './patch-stock.ts';
import {
  isInstallCandidate,
  parameterConflict,
  type RebootOption,
  runPatchBaselineAssociation,
} from './rules.ts';
import { isReplacedOnNode, type Verdicts } from './verdicts.ts';

/** Kept small: a large fleet has a hundred thousand of them at once. */
export interface PatchOperation {
  readonly node: number;
  readonly run: DocumentRun;
  /** Shared by all nodes of the run. */
  readonly request: OperationRequest;
  readonly verdicts: Verdicts;
  readonly startedMs: number;
  readonly scanMs: number;
  /** Places of the patches to install, in order. */
  readonly candidates: readonly number[];
  readonly obstacle: PatchingObstacle | null;
  /** When the last installation is done. */
  readonly doneAtMs: number;
  phase: 'working' | 'rebooting' | 'rescanning';
  exitCode: number;
  /** The agent will kill it before its work is done. */
  isTimedOut: boolean;
}

/** What the parameters of the run ask for. */
export interface OperationRequest {
  readonly operation: Operation;
  readonly rebootOption: RebootOption;
  /** Null: in a window that of the execution; else each node has its own. */
  readonly snapshotId: string | null;
  readonly baselineOverride: readonly PatchBaseline[] | null;
  readonly overrideList: readonly string[] | null;
  /** AssociationId is given: a patch policy, whose results are reported although its baseline is an override. */
  readonly isOfPolicy: boolean;
  /** Null: the patch group decides. */
  readonly baselineTags: BaselineTags | null;
  /** It reports to its association, and the node's patch compliance stays as it is. */
  readonly isOfAssociation: boolean;
  /** It fails before it begins: 153 for tags of another form, 162 for an address that does not exist, 167 for both overrides. */
  readonly exitCode: number | null;
}

export function readOperationRequest(scenario: Scenario, source: RunSource): OperationRequest {
  const text = (name: string) => source.parameters[name]?.[0] ?? '';
  const baselineAddress = text('BaselineOverride');
  const listAddress = text('InstallOverrideList');
  const baselineOverride =
    baselineAddress === '' ? null : fileNamed(scenario, baselineOverrideFile, baselineAddress);
  const overrideList = listAddress === '' ? null : fileNamed(scenario, installOverrideListFile, listAddress);
  const conflict = parameterConflict({
    hasBaselineOverride: baselineAddress !== '',
    hasInstallOverrideList: listAddress !== '',
  });
  const isUnserved = baselineOverride === undefined || overrideList === undefined;
  const snapshotId = text('SnapshotId');
  const tags = text('BaselineTags');
  const baselineTags = tags === '' ? null : parseBaselineTags(tags);
  return {
    operation: text('Operation') === 'Install' ? 'Install' : 'Scan',
    rebootOption: text('RebootOption') === 'NoReboot' ? 'NoReboot' : 'RebootIfNeeded',
    snapshotId: snapshotId === '' || snapshotId.startsWith('{{') ? null : snapshotId,
    baselineOverride: baselineOverride ?? null,
    overrideList: overrideList?.map(({ id }) => id) ?? null,
    baselineTags: baselineTags ?? null,
    isOfPolicy: text('AssociationId') !== '',
    isOfAssociation: source.document === runPatchBaselineAssociation,
    exitCode: conflict ?? (isUnserved ? 162 : baselineTags === undefined ? 153 : null),
  };
}

/** The one baseline of the override for the node's operating system, or the code with which the run fails. */
export function pickOverride(override: readonly PatchBaseline[], os: string): PatchBaseline | 163 | 165 {
  const fitting = override.filter(({ operatingSystem }) => operatingSystem === os);
  if (fitting.length === 1) return fitting[0]!;
  return fitting.length === 0 ? 163 : 165;
}

/** Scan, then the installations one after another. */
export function planOperation(options: {
  readonly simulation: Simulation;
  readonly block: Block;
  readonly node: number;
  readonly run: DocumentRun;
  readonly request: OperationRequest;
  readonly verdicts: Verdicts;
  readonly scanMs: number;
  readonly obstacle: PatchingObstacle | null;
}): PatchOperation {
  const { simulation, block, node, request, verdicts, scanMs, obstacle } = options;
  const startedMs = simulation.kernel.nowMs;
  const isStopped = obstacle !== null && !obstacle.isAtReport;
  const candidates =
    request.operation === 'Scan' || isStopped ? nothing : candidatesOf(block, node, request, verdicts);
  let doneAtMs = startedMs + scanMs;
  for (const place of candidates) doneAtMs += installMs(simulation, block, node, place);
  return {
    node,
    run: options.run,
    request,
    verdicts,
    startedMs,
    scanMs,
    candidates,
    obstacle,
    doneAtMs,
    phase: 'working',
    exitCode: isStopped ? obstacle.exitCode : 0,
    isTimedOut: false,
  };
}

function candidatesOf(block: Block, node: number, request: OperationRequest, verdicts: Verdicts): number[] {
  const { catalogue, cohort, flags, patchCount } = block;
  const base = (node - cohort.first) * patchCount;
  const run = { os: cohort.group.os, operation: request.operation, overrideList: request.overrideList };
  const candidates: number[] = [];
  for (let place = 0; place < verdicts.releasedCount; place += 1) {
    const isLacking =
      (flags[base + place]! & (patchFlag.applicable | patchFlag.installed)) === patchFlag.applicable;
    if (!isLacking || isReplacedOnNode(verdicts, flags, base, place)) continue;
    const lacking = { patch: catalogue.patches[place]!, verdict: verdicts.judgements[place]!.verdict };
    if (isInstallCandidate(run, lacking)) candidates.push(place);
  }
  return candidates;
}

const nothing: readonly number[] = [];

/** Drawn, not remembered: the same until it has been tried. */
function installMs(simulation: Simulation, block: Block, node: number, place: number): number {
  const patch = block.catalogue.patches[place]!;
  const sampler = patch.install === undefined ? block.model.install : installSamplerOf(patch);
  const attempt = block.attempts[(node - block.cohort.first) * block.patchCount + place]!;
  const ordinal = simulation.fleet.ordinalOf(node);
  return sampler.durationMs(block.draws.install.of(place), ordinal, attempt);
}

/** Those of the candidates whose installation is over by `byMs`: all, unless the operation was cut short. */
export function candidatesDoneBy(
  simulation: Simulation,
  block: Block,
  operation: PatchOperation,
  byMs: number,
): readonly number[] {
  return byMs >= operation.doneAtMs ? operation.candidates : someDoneBy(simulation, block, operation, byMs);
}

function someDoneBy(
  simulation: Simulation,
  block: Block,
  { candidates, startedMs, scanMs, node }: PatchOperation,
  byMs: number,
): readonly number[] {
  let atMs = startedMs + scanMs;
  return candidates.filter((place) => {
    atMs += installMs(simulation, block, node, place);
    return atMs <= byMs;
  });
}

const installSamplers = new WeakMap<object, Sampler>();

/** The sampler of a patch that names its own `install`. */
function installSamplerOf(patch: { readonly install?: Parameters<typeof samplerOf>[0] }): Sampler {
  const { install } = patch;
  let sampler = installSamplers.get(install!);
  if (sampler === undefined) {
    sampler = samplerOf(install!);
    installSamplers.set(install!, sampler);
  }
  return sampler;
}
