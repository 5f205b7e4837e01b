/** `patches`, `patchFiles` and `patchStreams`: what vendors release, and how it behaves on a node. */

import { suggestion } from '../diagnostics/nearest.ts';
import { isMap } from '../diagnostics/plain-map.ts';
import type { LoadContext } from '../fields/context.ts';
import { distribution } from '../fields/distribution-field.ts';
import {
  boolean,
  choice,
  described,
  type Field,
  field,
  listOf,
  map,
  once,
  optional,
  read,
  refuse,
  Slip,
  text,
  withDefault,
} from '../fields/fields.ts';
import { parseShare, share, time } from '../fields/quantities.ts';
import { meanOf } from '../kernel/distributions.ts';
import { operatingSystems } from '../world/operating-systems.ts';
import type { Patch, PatchStream, ShareOf } from '../world/patches.ts';
import type { ScenarioContext } from './scenario-context.ts';
import { entriesOf } from './surroundings.ts';

/** More would take longer to judge than anyone waits. */
const streamedCountMax = 100_000;

const word = (what: string) => text(what, { min: 1, max: 1_000 });

/** What a patch and the patches of a stream have in common. */
function commonShape() {
  return {
    os: described(listOf(choice(...operatingSystems)), 'Operating systems that it is released for'),
    product: described(optional(word('a product')), 'What PRODUCT filters compare'),
    productFamily: described(optional(word('a product family')), 'What PRODUCT_FAMILY filters compare'),
    patchSet: described(optional(word('OS or APPLICATION')), 'What PATCH_SET filters compare'),
    msrcSeverity: described(optional(word('a severity')), 'What MSRC_SEVERITY filters compare, on Windows'),
    priority: described(optional(word('a priority')), 'What PRIORITY filters compare, on Debian and Ubuntu'),
    section: described(optional(word('a section')), 'What SECTION filters compare, on Debian and Ubuntu'),
    packages: described(withDefault(listOf(word('the name of a package')), []), 'Packages that it updates'),
    cves: described(withDefault(listOf(word('a CVE id')), []), 'What CVE_ID filters and lists compare'),
    advisory: described(optional(word('an advisory')), 'What ADVISORY_ID filters compare'),
    arch: described(optional(word('an architecture')), 'What ARCH filters compare'),
    version: described(optional(word('a version')), 'What VERSION filters compare'),
    repository: described(optional(word('a repository')), 'What REPOSITORY filters compare'),
    supersedes: described(withDefault(listOf(word('a patch id')), []), 'Patches that it replaces'),
    affects: described(withDefault(share(), '100%'), 'Share of the nodes that have the package'),
    install: described(optional(distribution()), 'How long it installs; left out: `model.patching.install`'),
    reboot: described(withDefault(boolean(), 'false'), 'Whether it requires a reboot'),
    fails: described(withDefault(share(), '0%'), 'Share of the nodes on which its installation fails'),
    breaks: described(withDefault(share(), '0%'), 'Share of the nodes that do not come back from the reboot'),
    sticky: described(withDefault(boolean(), 'false'), 'Whether a node on which it failed fails it again'),
  };
}

interface GivenCommon
  extends Pick<Patch, OptionalKey | 'os' | 'packages' | 'cves' | 'supersedes' | 'sticky'> {
  readonly affects: number;
  readonly reboot: boolean;
  readonly fails: number;
  readonly breaks: number;
}
type OptionalKey =
  | 'product'
  | 'productFamily'
  | 'patchSet'
  | 'msrcSeverity'
  | 'priority'
  | 'section'
  | 'advisory'
  | 'arch'
  | 'version'
  | 'repository'
  | 'install';

interface GivenPatch extends GivenCommon {
  readonly classification?: string;
  readonly severity?: string;
  readonly released: number;
  readonly updated?: number;
}

interface GivenStream extends GivenCommon {
  readonly every: PatchStream['every'];
  readonly from?: number;
  readonly until?: number;
  readonly classification: readonly ShareOf[];
  readonly severity: readonly ShareOf[];
}

export const patchField = once((): Field<GivenPatch> => {
  return map({
    ...commonShape(),
    classification: described(optional(word('a classification')), 'What CLASSIFICATION filters compare'),
    severity: described(optional(word('a severity')), 'What SEVERITY filters compare'),
    released: described(time(), 'When the vendor released it'),
    updated: described(optional(time()), 'When the vendor last changed its notice'),
  }) as unknown as Field<GivenPatch>;
});

export const patchStreamField = once((): Field<GivenStream> => {
  return map({
    ...commonShape(),
    classification: described(
      withDefault(sharesField('Security', 'Bugfix'), {}),
      'Shares of classifications',
    ),
    severity: described(withDefault(sharesField('Critical', 'Important'), {}), 'Shares of severities'),
    every: described(distribution(), 'Time between two releases'),
    from: described(optional(time()), 'Left out: `start`'),
    until: described(optional(time()), 'Left out: `end`'),
  }) as unknown as Field<GivenStream>;
});

/** Of `patches`, and of each of the `patchFiles`, whose shape is the same. */
export function readPatches(raw: unknown, files: unknown, context: ScenarioContext): Patch[] {
  const patches = new Map<string, Patch>();
  const add = (given: unknown, path: readonly string[], within: LoadContext) => {
    for (const [id, value] of entriesOf(given, path, within)) {
      if (patches.has(id)) {
        within.error([...path, id], 'duplicate-key', `expected each patch once: ${id} is already known`, {
          at: 'key',
        });
        continue;
      }
      const patch = read(patchField(), value, [...path, id], within);
      if (patch !== undefined) patches.set(id, asPatch(id, patch, [...path, id], within));
    }
  };
  add(raw, ['patches'], context);
  const paths =
    files === undefined || files === null ? [] : read(listOf(word('a path')), files, ['patchFiles'], context);
  for (const [index, file] of (paths ?? []).entries()) {
    const bytes = context.read(file);
    if (!(bytes instanceof Uint8Array)) {
      context.error(['patchFiles', index], 'unreadable-file', `expected a file to read: ${bytes.error}`);
      continue;
    }
    const data = context.parse(bytes, context.nameOf(file));
    if (data === undefined) continue;
    if (isMap(data)) add(data, [], context.within(data));
    else
      context.error(['patchFiles', index], 'bad-value', 'expected a file that holds a map of patches by id');
  }
  return [...patches.values()];
}

/** A superseded patch that is not declared is a slip, or was never released: either way nothing is replaced. */
export function checkSupersedes(patches: readonly Patch[], context: LoadContext): void {
  const ids = patches.map(({ id }) => id);
  const known = new Set(ids);
  for (const { id, supersedes } of patches) {
    for (const [index, other] of supersedes.entries()) {
      if (known.has(other)) continue;
      const help = suggestion(other, ids.slice(0, 1_000));
      context.warning(
        ['patches', id, 'supersedes', index],
        'unknown-patch',
        `${other} is no patch of this scenario`,
        { help },
      );
    }
  }
}

export function readPatchStreams(raw: unknown, context: LoadContext): PatchStream[] {
  const streams: PatchStream[] = [];
  for (const [name, value] of entriesOf(raw, ['patchStreams'], context)) {
    const path = ['patchStreams', name];
    const given = read(patchStreamField(), value, path, context);
    if (given === undefined) continue;
    const { every, from, until, classification, severity, ...common } = given;
    if (every.family === 'constant' && every.value === 0) {
      context.error([...path, 'every'], 'out-of-range', 'expected a time above 0 between two releases');
      continue;
    }
    const untilMs = Math.min(until ?? context.endMs, context.endMs);
    if ((untilMs - (from ?? context.startMs)) / meanOf(every) > streamedCountMax) {
      const message = 'expected at most about 100,000 patches from one stream';
      context.error([...path, 'every'], 'too-many-patches', message);
      continue;
    }
    streams.push({
      name,
      every,
      fromMs: from ?? context.startMs,
      ...(until === undefined ? {} : { untilMs: until }),
      classification,
      severity,
      template: commonOf(common),
    });
  }
  return streams;
}

function asPatch(id: string, given: GivenPatch, path: readonly string[], context: LoadContext): Patch {
  const { released, updated, classification, severity, ...common } = given;
  if (updated !== undefined && updated < released) {
    context.error([...path, 'updated'], 'out-of-range', 'expected a time that is not before released');
  }
  return {
    id,
    ...commonOf(common),
    ...(classification === undefined ? {} : { classification }),
    ...(severity === undefined ? {} : { severity }),
    releasedMs: released,
    ...(updated === undefined ? {} : { updatedMs: updated }),
  };
}

function commonOf(given: GivenCommon): PatchStream['template'] {
  const { affects, reboot, fails, breaks, ...same } = given;
  return { ...same, affectsShare: affects, requiresReboot: reboot, failsShare: fails, breaksShare: breaks };
}

/** `{ Security: 60%, Bugfix: 40% }` as shares that sum to 1; one word alone is all of them. */
const sharesHint = {
  anyOf: [
    { type: ['string', 'number'] },
    { type: 'object', additionalProperties: { $ref: '#/definitions/share' } },
  ],
} as const;

function sharesField(first: string, second: string): Field<readonly ShareOf[]> {
  const expected = `shares that sum to 100%, such as { ${first}: 60%, ${second}: 40% }, or one word`;
  return field((value) => {
    if (typeof value === 'string') return [{ value, share: 1 }];
    if (!isMap(value)) return refuse(value, expected);
    const shares: ShareOf[] = [];
    let sum = 0;
    for (const [name, given] of Object.entries(value)) {
      const part = typeof given === 'string' ? parseShare(given) : refuse(given, 'a share such as 60%');
      if (part instanceof Slip) return new Slip(part.message, { ...part.options, path: [name] });
      sum += part;
      shares.push({ value: name, share: part });
    }
    if (shares.length === 0) return [];
    if (Math.abs(sum - 1) > 1e-9) {
      return new Slip(`expected ${expected}; these sum to ${Math.round(sum * 1e6) / 1e4}%`, {
        code: 'bad-shares',
      });
    }
    return shares;
  }, sharesHint);
}
