/** Packages that a run may name: those that the file declares, those of AWS, and what `model.packages` says of either. */

import type { RunSource } from '../../capability/run-source.ts';
import { sourcesOf } from '../../capability/sources.ts';
import { oncePer } from '../../fields/fields.ts';
import type { Distribution } from '../../kernel/distributions.ts';
import type { Scenario } from '../../world/scenario.ts';
import { documentsOf } from '../documents/facts.ts';
import { awsPackages } from './aws-packages.ts';
import { configurePackage, requestIn } from './documents.ts';
import { packageType } from './manifest.ts';
import { type PackageModel, packageModelsOf } from './model.ts';
import type { PackageTargets } from './platforms.ts';

export interface PackageVersion {
  readonly version: string;
  /** Null: before `start`. */
  readonly releasedMs: number | null;
  /** Null: what `model.documents` says of AWS-ConfigureAWSPackage. */
  readonly run: Distribution | null;
  readonly failsShare: number | null;
  readonly hasUpdateScript: boolean;
  readonly targets: PackageTargets;
}

export interface SoftwarePackage {
  readonly name: string;
  readonly isOfAws: boolean;
  /** From the oldest. */
  readonly versions: readonly PackageVersion[];
}

export const cataloguesOf = oncePer((scenario: Scenario): ReadonlyMap<string, SoftwarePackage> => {
  const models = packageModelsOf(scenario);
  const declared = new Map(documentsOf(scenario, packageType).map(({ name, content }) => [name, content]));
  const names = new Set([...declared.keys(), ...Object.keys(awsPackages), ...models.keys()]);
  return new Map(
    [...names].map((name) => {
      const manifest = declared.get(name);
      const ofAws =
        manifest === undefined && Object.hasOwn(awsPackages, name) ? awsPackages[name] : undefined;
      const model = models.get(name) ?? {};
      const targets = manifest?.packages ?? ofAws?.platforms ?? model.platforms ?? ['Linux', 'Windows'];
      const current = manifest?.version ?? ofAws?.version;
      return [name, { name, isOfAws: ofAws !== undefined, versions: versionsOf(model, current, targets) }];
    }),
  );
});

/** What was there before `start` from the oldest, the current one last; then the others as they are published. */
function versionsOf(
  model: PackageModel,
  current: string | undefined,
  targets: PackageTargets,
): PackageVersion[] {
  const { versions = {} } = model;
  const order = Object.keys(versions).filter((version) => version !== current);
  const released = (version: string) => versions[version]?.released ?? null;
  const isLater = (version: string) => released(version) !== null;
  const before = order.filter((version) => !isLater(version));
  const later = order.filter(isLater).sort((a, b) => released(a)! - released(b)!);
  return [...before, ...(current === undefined ? [] : [current]), ...later].map((version) => {
    const own = versions[version];
    return {
      version,
      releasedMs: released(version),
      run: own?.run ?? model.run ?? null,
      failsShare: own?.fails ?? model.fails ?? null,
      hasUpdateScript: own?.updateScript ?? model.updateScript ?? false,
      targets,
    };
  });
}

/** Those published so far; an empty version means the last of them. */
export function latestAt({ versions }: SoftwarePackage, nowMs: number): PackageVersion | undefined {
  return versions.filter((one) => isOut(one, nowMs)).at(-1);
}

export function versionAt(
  known: SoftwarePackage,
  version: string | null,
  nowMs: number,
): PackageVersion | undefined {
  if (version === null) return latestAt(known, nowMs);
  return known.versions.find((one) => one.version === version && isOut(one, nowMs));
}

function isOut({ releasedMs }: PackageVersion, nowMs: number): boolean {
  return releasedMs === null || releasedMs <= nowMs;
}

/** What sends AWS-ConfigureAWSPackage, as far as the file says. */
export const packageSources = oncePer((scenario: Scenario): readonly RunSource[] =>
  sourcesOf(scenario).filter(({ document }) => document === configurePackage),
);

/** Packages that a run of the file names, that it declares, or that its model describes. */
export const packageNames = oncePer((scenario: Scenario): readonly string[] => {
  const asked = packageSources(scenario).map(({ parameters }) => requestIn(parameters).name);
  const declared = documentsOf(scenario, packageType).map(({ name }) => name);
  const names = [...declared, ...packageModelsOf(scenario).keys(), ...asked];
  return [...new Set(names)].filter((name) => name !== '' && !name.includes('{{'));
});
