/** Which patch each node has, needs, or tried in vain: one byte for each, a block for each cohort. */

import type { Simulation } from '../../capability/simulation.ts';
import { drawsAtOnce, type RandomStream, type RandomStreams } from '../../kernel/random.ts';
import type { Cohort, FleetState } from '../../world/fleet-state.ts';
import type { Catalogue, Catalogues } from './catalogue.ts';
import { type CompiledPatching, patchingModels } from './model.ts';

export const patchFlag = {
  /** The node has the package that the patch is for. */
  applicable: 1,
  installed: 2,
  /** Installed, and not in effect before the next boot. */
  pendingReboot: 4,
  /** The last Install that tried it failed. */
  failed: 8,
} as const;

/** Every combination of them. */
export const flagCount = 16;

export interface Block {
  readonly cohort: Cohort;
  readonly catalogue: Catalogue;
  readonly model: CompiledPatching;
  readonly patchCount: number;
  /** `[place of the node in the cohort * patchCount + place of the patch]`. */
  readonly flags: Uint8Array;
  /** How often its installation was tried. */
  readonly attempts: Uint8Array;
  readonly draws: {
    readonly install: PatchStreams;
    readonly fails: PatchStreams;
    readonly breaks: PatchStreams;
    readonly installFails: PatchStreams;
  };
}

/** Streams of one purpose for the nodes of one cohort, one for each patch, made on first use. */
export class PatchStreams {
  private readonly random: RandomStreams;
  private readonly purpose: string;
  private readonly catalogue: Catalogue;
  private readonly cohortKey: string;
  private readonly streams: (RandomStream | undefined)[] = [];

  constructor(random: RandomStreams, purpose: string, catalogue: Catalogue, cohortKey: string) {
    this.random = random;
    this.purpose = purpose;
    this.catalogue = catalogue;
    this.cohortKey = cohortKey;
  }

  of(place: number): RandomStream {
    let stream = this.streams[place];
    if (stream === undefined) {
      stream = this.random.stream(this.purpose, this.catalogue.patches[place]!.id, this.cohortKey);
      this.streams[place] = stream;
    }
    return stream;
  }
}

export class PatchStock {
  readonly blocks: readonly Block[];
  private readonly fleet: FleetState;

  constructor(simulation: Simulation, catalogues: Catalogues, reused?: PatchStock) {
    const { fleet } = simulation;
    this.fleet = fleet;
    const models = patchingModels(simulation.scenario);
    this.blocks = fleet.cohorts.map((cohort, index) => {
      const catalogue = catalogues.of(cohort.group);
      const patchCount = catalogue.patches.length;
      const size = cohort.count * patchCount;
      return {
        cohort,
        model: models[cohort.groupIndex]!,
        catalogue,
        patchCount,
        flags: cleared(reused?.blocks[index]?.flags, size),
        attempts: cleared(reused?.blocks[index]?.attempts, size),
        draws: drawsOf(simulation.random, catalogue, cohort.key),
      };
    });
    for (const block of this.blocks) fill(simulation, block);
  }

  blockOf(node: number): Block {
    return this.blocks[this.fleet.cohortIndex(node)]!;
  }
}

function drawsOf(random: RandomStreams, catalogue: Catalogue, cohortKey: string): Block['draws'] {
  return {
    install: new PatchStreams(random, 'patch-manager/install', catalogue, cohortKey),
    fails: new PatchStreams(random, 'patch-manager/fails', catalogue, cohortKey),
    breaks: new PatchStreams(random, 'patch-manager/breaks', catalogue, cohortKey),
    installFails: new PatchStreams(random, 'patch-manager/installFails', catalogue, cohortKey),
  };
}

/** The buffers of the replication before are used again where they are large enough. */
function cleared(buffer: Uint8Array | undefined, size: number): Uint8Array {
  if (buffer === undefined || buffer.length < size) return new Uint8Array(size);
  buffer.fill(0, 0, size);
  return buffer;
}

/** The world at `start`: who is affected, and what has been installed long ago. */
function fill(simulation: Simulation, block: Block): void {
  const { cohort, catalogue, patchCount, flags } = block;
  const patchedUntilMs = lastPatchedMs(simulation, cohort);
  for (let place = 0; place < patchCount; place += 1) {
    const patch = catalogue.patches[place]!;
    const isInstalled = patch.releasedMs < patchedUntilMs;
    const value = patchFlag.applicable | (isInstalled ? patchFlag.installed : 0);
    if (patch.affectsShare >= 1) {
      for (let at = place; at < cohort.count * patchCount; at += patchCount) flags[at] = value;
      continue;
    }
    const stream = simulation.random.stream('patch-manager/affects', patch.id, cohort.key);
    for (let first = 0; first < cohort.count; first += drawsAtOnce) {
      const count = Math.min(drawsAtOnce, cohort.count - first);
      const drawn = stream.uniforms(first + 1, count);
      for (let index = 0, at = place + first * patchCount; index < count; index += 1, at += patchCount) {
        if (drawn[index]! < patch.affectsShare) flags[at] = value;
      }
    }
  }
  for (let place = 0; place < patchCount; place += 1) {
    for (const replaced of catalogue.supersedes[place]!) markReplaced(block, place, replaced);
  }
}

/** A node that has been running since before `start` cannot have what is released only later. */
function lastPatchedMs({ scenario }: Simulation, { group, key }: Cohort): number {
  const { patchedUntilMs, joins, name } = group;
  if (patchedUntilMs === null) return Number.NEGATIVE_INFINITY;
  const isHereAtStart = joins === undefined && key === name;
  return isHereAtStart ? Math.min(patchedUntilMs, scenario.startMs) : patchedUntilMs;
}

function markReplaced({ cohort, patchCount, flags }: Block, place: number, replaced: number): void {
  const { applicable, installed } = patchFlag;
  for (let base = 0; base < cohort.count * patchCount; base += patchCount) {
    const isReplaced =
      (flags[base + place]! & installed) !== 0 && (flags[base + replaced]! & applicable) !== 0;
    if (isReplaced) flags[base + replaced]! |= installed;
  }
}
