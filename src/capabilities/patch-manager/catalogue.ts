/** The patches of one replication, as each kind of node sees them: in the order in which they are released. */
import { chooseByShare, type Sampler, samplerOf } from '../../kernel/distributions.ts';
import type { RandomStream, RandomStreams } from '../../kernel/random.ts';
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

/** The patches of one replication after another; what is the same in all of them is worked out once. */
export class PatchReleases {
  private readonly scenario: Scenario;
  private readonly streams: readonly ArrivingPatches[];

  constructor(scenario: Scenario, random: RandomStreams) {
    this.scenario = scenario;
    this.streams = scenario.patchStreams.map((stream) => new ArrivingPatches(scenario, stream, random));
  }

  /** Everything that is released before the end, by date, then id. */
  ofReplication(): Patch[] {
    const { endMs, patches } = this.scenario;
    const released = patches.filter((patch) => patch.releasedMs < endMs);
    for (const stream of this.streams) stream.addTo(released);
    return released.sort((a, b) => a.releasedMs - b.releasedMs || (a.id < b.id ? -1 : 1));
  }
}

/** One stream of patches. */
class ArrivingPatches {
  private readonly stream: PatchStream;
  private readonly untilMs: number;
  private readonly gap: Sampler;
  private readonly gaps: RandomStream;
  private readonly classification: Choice;
  private readonly severity: Choice;
  private readonly variants = new Map<string, Patch>();
  /** By arrival, as far as any replication has come. */
  private readonly ids: string[] = [];

  constructor(scenario: Scenario, stream: PatchStream, random: RandomStreams) {
    const { name } = stream;
    this.stream = stream;
    this.untilMs = Math.min(stream.untilMs ?? scenario.endMs, scenario.endMs);
    this.gap = samplerOf(stream.every);
    this.gaps = random.stream('patch-manager/stream-gap', name);
    this.classification = new Choice(
      random.stream('patch-manager/stream-classification', name),
      stream.classification,
    );
    this.severity = new Choice(random.stream('patch-manager/stream-severity', name), stream.severity);
  }

  /** The first one comes a gap after `from`. */
  addTo(patches: Patch[]): void {
    let atMs = this.stream.fromMs;
    for (let arrival = 0; ; arrival += 1) {
      // A gap of nothing would never end.
      atMs += Math.max(1, this.gap.durationMs(this.gaps, 0, arrival));
      if (atMs >= this.untilMs) return;
      patches.push(this.patch(arrival, atMs));
    }
  }

  private patch(arrival: number, releasedMs: number): Patch {
    const classification = this.classification.of(arrival);
    const severity = this.severity.of(arrival);
    return { ...this.variant(classification, severity), id: this.idOf(arrival), releasedMs };
  }

  /** There are few, and copying one is quicker than putting it together again. */
  private variant(classification: string | undefined, severity: string | undefined): Patch {
    const key = `${classification} ${severity}`;
    let variant = this.variants.get(key);
    if (variant === undefined) {
      variant = {
        ...this.stream.template,
        id: '',
        releasedMs: 0,
        ...(classification === undefined ? {} : { classification }),
        ...(severity === undefined ? {} : { severity }),
      };
      this.variants.set(key, variant);
    }
    return variant;
  }

  /** `<name>-0001`, `<name>-0002`, … */
  private idOf(arrival: number): string {
    this.ids[arrival] ??= `${this.stream.name}-${String(arrival + 1).padStart(4, '0')}`;
    return this.ids[arrival];
  }
}

/** One of several values by their shares; undefined: there are none. */
class Choice {
  private readonly draws: RandomStream;
  private readonly values: readonly string[];
  private readonly shares: readonly number[];

  constructor(draws: RandomStream, choices: readonly ShareOf[]) {
    this.draws = draws;
    this.values = choices.map(({ value }) => value);
    this.shares = choices.map(({ share }) => share);
  }

  of(arrival: number): string | undefined {
    if (this.values.length === 0) return undefined;
    return this.values[chooseByShare(this.draws.uniform(0, arrival), this.shares)];
  }
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

const none: readonly number[] = [];

/** The patches that one replaces, and those that they replace, ascending. */
function replacedBy(
  patch: Patch,
  patches: readonly Patch[],
  places: ReadonlyMap<string, number>,
): readonly number[] {
  if (patch.supersedes.length === 0) return none;
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
