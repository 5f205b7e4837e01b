/**
 * What an Install does to the patches of one node, what an interruption leaves of it, and what a boot puts into effect.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-installing-patches.html
 */
import type { Simulation } from '../../capability/simulation.ts';
import type { Catalogue } from './catalogue.ts';
import { isLacking } from './exposure.ts';
import { candidatesDoneBy, type PatchOperation } from './operation.ts';
import { type Block, patchFlag } from './patch-stock.ts';
import type { PatchTimes } from './patch-times.ts';
import { needsReboot } from './rules.ts';

export interface Installed {
  readonly catalogue: Catalogue;
  /** Places of patches in it. */
  readonly installed: readonly number[];
  readonly failed: readonly number[];
  readonly requiresReboot: boolean;
}

/** Every candidate that was done by `byMs` is in, or has failed; the rest is as it was. */
export function install(
  simulation: Simulation,
  block: Block,
  operation: PatchOperation,
  byMs: number,
): Installed {
  const base = forgetFailures(block, operation);
  const done = candidatesDoneBy(simulation, block, operation, byMs);
  const failed: number[] = [];
  let requiresReboot = false;
  for (const place of done) {
    const attempt = block.attempts[base + place]!;
    if (attempt < 255) block.attempts[base + place] = attempt + 1;
    if (failsToInstall(simulation, block, operation.node, place, attempt)) {
      block.flags[base + place]! |= patchFlag.failed;
      failed.push(place);
      continue;
    }
    // In effect only after the next boot: who reboots when is decided next.
    markInstalled(block, base + place);
    for (const replaced of block.catalogue.supersedes[place]!) markInstalled(block, base + replaced);
    if (breaksTheNode(simulation, block, operation.node, place)) {
      simulation.fleet.setBreaksAtBoot(operation.node, true);
    }
    if (block.catalogue.patches[place]!.requiresReboot) requiresReboot = true;
  }
  const installed = failed.length === 0 ? done : done.filter((place) => !failed.includes(place));
  return { catalogue: block.catalogue, installed, failed, requiresReboot };
}

/** FAILED is said of this run's attempts. Returns where the node's flags begin. */
function forgetFailures({ cohort, flags, patchCount }: Block, operation: PatchOperation): number {
  const base = (operation.node - cohort.first) * patchCount;
  if (operation.request.operation === 'Install') {
    for (let at = base; at < base + patchCount; at += 1) flags[at]! &= ~patchFlag.failed;
  }
  return base;
}

/** A patch that replaces another brings it along, where the node has what it is for. */
function markInstalled({ flags }: Block, at: number): void {
  const { applicable, installed, pendingReboot } = patchFlag;
  if ((flags[at]! & (applicable | installed)) === applicable) flags[at]! |= installed | pendingReboot;
}

/**
 * A patch's own `fails` is one draw per node and patch: the first attempt fails, and if it is sticky every later one
 * does too (ASSUMPTION failed-patch-retry: else `model.patching.retry` says what a later one does). What fails for no reason of the patch's is drawn per attempt.
 */
function failsToInstall(
  simulation: Simulation,
  block: Block,
  node: number,
  place: number,
  attempt: number,
): boolean {
  const { fleet } = simulation;
  const { failsShare, sticky } = block.catalogue.patches[place]!;
  const ordinal = fleet.ordinalOf(node);
  const { installFails, retry } = block.model;
  const isDrawnAnew = retry === 'drawnAnew' && !sticky;
  if (failsShare > 0 && (sticky || isDrawnAnew || attempt === 0)) {
    if (block.draws.fails.of(place).uniform(ordinal, isDrawnAnew ? attempt : 0) < failsShare) return true;
  }
  if (installFails === 0) return false;
  return block.draws.installFails.of(place).uniform(ordinal, attempt) < installFails;
}

/** One draw per node and patch: the node will not come back from the boot that follows. */
function breaksTheNode(simulation: Simulation, block: Block, node: number, place: number): boolean {
  const { breaksShare } = block.catalogue.patches[place]!;
  if (breaksShare === 0) return false;
  return block.draws.breaks.of(place).uniform(simulation.fleet.ordinalOf(node), 0) < breaksShare;
}

/** What earlier runs have installed and no boot has put into effect. */
export function awaitingReboot(block: Block, node: number): { count: number; requiresReboot: boolean } {
  const { catalogue, cohort, flags, patchCount } = block;
  const base = (node - cohort.first) * patchCount;
  let count = 0;
  let requiresReboot = false;
  for (let place = 0; place < patchCount; place += 1) {
    if ((flags[base + place]! & patchFlag.pendingReboot) === 0) continue;
    count += 1;
    if (catalogue.patches[place]!.requiresReboot) requiresReboot = true;
  }
  return { count, requiresReboot };
}

/** Of an Install that has put in what it could. `pending`: what earlier runs had left to a reboot. */
export function isRebootDue(
  { request }: PatchOperation,
  block: Block,
  { installed, requiresReboot }: Installed,
  pending: ReturnType<typeof awaitingReboot>,
): boolean {
  return needsReboot({
    operation: request.operation,
    rebootOption: request.rebootOption,
    installedCount: installed.length,
    pendingRebootCount: pending.count,
    installedRequiresReboot: requiresReboot || pending.requiresReboot,
    rebootIfNeeded: block.model.rebootIfNeeded,
  });
}

/** Nothing awaits a reboot any longer. Returns how many of the patches that exposure counts came into effect. */
export function putIntoEffect(block: Block, node: number, nowMs: number, times: PatchTimes): number {
  const { catalogue, cohort, flags, patchCount } = block;
  const base = (node - cohort.first) * patchCount;
  let gainedCount = 0;
  for (let place = 0; place < patchCount; place += 1) {
    const flag = flags[base + place]!;
    if ((flag & patchFlag.pendingReboot) === 0) continue;
    const wasLacking = isLacking(flag) && catalogue.patches[place]!.releasedMs <= nowMs;
    flags[base + place] = flag & ~patchFlag.pendingReboot;
    times.noteInEffect(block, node, place, nowMs);
    if (wasLacking && catalogue.countsAsExposure[place] === 1) gainedCount += 1;
  }
  return gainedCount;
}
