/** The patches of one replication, as each kind of node sees them: in the order in which they are released. */
import { chooseByShare, samplerOf } from '../../kernel/distributions.ts';
import type { RandomStreams } from '../../kernel/random.ts';
import type { FleetGroup } from '../../world/fleet.ts';
import type { Patch, PatchStream, ShareOf } from '../../world/patches.ts';
import type { Scenario } from '../../world/scenario.ts';

/** Patches for nodes of one operating system, product and architecture. */
export interface Catalogue {
  readonly patches: readonly Patch[];
  /** For each patch the places of those that it replaces, by way of others too, and of those that replace it. */
  readonly supersedes: readonly (readonly number[])[];
  readonly supersededBy: readonly (readonly number[])[];
  /** Whether its severity is one that exposure counts. */
  readonly countsAsExposure: Uint8Array;
}

/** Everything that is released before `endMs`, by date, then id. */
export function patchesOfReplication(scenario: Scenario, random: RandomStreams): Patch[] {
  const patches = [
    ...scenario.patches,
    ...scenario.patchStreams.flatMap((stream) => expand(scenario, stream, random)),
  ];
  return patches
    .filter((patch) => patch.releasedMs < scenario.endMs)
    .sort((a, b) => a.releasedMs - b.releasedMs || (a.id < b.id ? -1 : 1));
}

/** `<name>-0001`, `<name>-0002`, …: the first one gap after `from`. */
function expand(scenario: Scenario, stream: PatchStream, random: RandomStreams): Patch[] {
  const { name, template } = stream;
  const gap = samplerOf(stream.every);
  const gaps = random.stream('patch-manager/stream-gap', name);
  const untilMs = Math.min(stream.untilMs ?? scenario.endMs, scenario.endMs);
  const patches: Patch[] = [];
  let atMs = stream.fromMs;
  for (let arrival = 0; ; arrival += 1) {
    // A gap of nothing would never end.
    atMs += Math.max(1, gap.durationMs(gaps, 0, arrival));
    if (atMs >= untilMs) return patches;
    const classification = choose(
      random,
      'patch-manager/stream-classification',
      name,
      arrival,
      stream.classification,
    );
    const severity = choose(random, 'patch-manager/stream-severity', name, arrival, stream.severity);
    patches.push({
      ...template,
      id: `${name}-${String(arrival + 1).padStart(4, '0')}`,
      releasedMs: atMs,
      ...(classification === undefined ? {} : { classification }),
      ...(severity === undefined ? {} : { severity }),
    });
  }
}

function choose(
  random: RandomStreams,
  purpose: string,
  name: string,
  arrival: number,
  shares: readonly ShareOf[],
): string | undefined {
  if (shares.length === 0) return undefined;
  const cumulative: number[] = [];
  let sum = 0;
  for (const { share } of shares) {
    sum += share;
    cumulative.push(sum);
  }
  const index = chooseByShare(random.stream(purpose, name).uniform(0, arrival), cumulative);
  return shares[Math.min(index, shares.length - 1)]!.value;
}

/** Catalogues are shared by the groups that see the same patches. */
export class Catalogues {
  private readonly patches: readonly Patch[];
  private readonly exposureSeverities: ReadonlySet<string>;
  private readonly byKind = new Map<string, Catalogue>();

  constructor(patches: readonly Patch[], exposureSeverities: readonly string[]) {
    this.patches = patches;
    this.exposureSeverities = new Set(exposureSeverities.map((one) => one.toLowerCase()));
  }

  of(group: FleetGroup): Catalogue {
    const kind = `${group.os}\n${group.product ?? ''}\n${group.arch ?? ''}`;
    let catalogue = this.byKind.get(kind);
    if (catalogue === undefined) {
      catalogue = this.build(this.patches.filter((patch) => isFor(patch, group)));
      this.byKind.set(kind, catalogue);
    }
    return catalogue;
  }

  private build(patches: readonly Patch[]): Catalogue {
    const places = new Map(patches.map((patch, place) => [patch.id, place]));
    const supersedes = patches.map((patch) => replacedBy(patch, patches, places));
    const supersededBy = patches.map((): number[] => []);
    supersedes.forEach((replaced, place) => {
      for (const one of replaced) supersededBy[one]!.push(place);
    });
    const countsAsExposure = Uint8Array.from(patches, (patch) => {
      const severities = [patch.severity, patch.msrcSeverity];
      return severities.some((one) => one !== undefined && this.exposureSeverities.has(one.toLowerCase()))
        ? 1
        : 0;
    });
    return { patches, supersedes, supersededBy, countsAsExposure };
  }
}

/** The patches that one replaces, and those that they replace, ascending. */
function replacedBy(
  patch: Patch,
  patches: readonly Patch[],
  places: ReadonlyMap<string, number>,
): readonly number[] {
  const found = new Set<number>();
  const ids = [...patch.supersedes];
  for (let id = ids.pop(); id !== undefined; id = ids.pop()) {
    const place = places.get(id);
    // A circle of patches that replace each other is the author's; no patch replaces itself.
    if (place === undefined || id === patch.id || found.has(place)) continue;
    found.add(place);
    ids.push(...patches[place]!.supersedes);
  }
  return [...found].sort((a, b) => a - b);
}

/** A key that only one side names does not part them. */
function isFor(patch: Patch, group: FleetGroup): boolean {
  if (!patch.os.includes(group.os)) return false;
  if (patch.product !== undefined && group.product !== undefined && patch.product !== group.product)
    return false;
  return patch.arch === undefined || group.arch === undefined || patch.arch === group.arch;
}
