/**
 * How a manifest names platforms, releases and architectures, and which of its files is for a node.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/distributor.html#what-is-a-package-platforms
 */
import type { FleetGroup } from '../../world/fleet.ts';
import { type OperatingSystem, type PlatformType, platformTypeOf } from '../../world/operating-systems.ts';

/** By platform, then by release, then by architecture: the name of the file. `_any` is every one of its kind. */
export type ManifestPackages = Readonly<
  Record<string, Readonly<Record<string, Readonly<Record<string, string>>>>>
>;

/** Of one published version: the files of a manifest, or platforms as a whole. */
export type PackageTargets = ManifestPackages | readonly PlatformType[];

/** Code values in manifest files. Undefined: Distributor has none for it. */
const codes: Readonly<Partial<Record<OperatingSystem, string>>> = {
  AMAZON_LINUX: 'amazon',
  AMAZON_LINUX_2: 'amazon',
  AMAZON_LINUX_2022: 'amazon',
  AMAZON_LINUX_2023: 'amazon',
  REDHAT_ENTERPRISE_LINUX: 'redhat',
  CENTOS: 'centos',
  ROCKY_LINUX: 'rocky',
  ALMA_LINUX: 'almalinux',
  ORACLE_LINUX: 'oracle',
  SUSE: 'suse',
  DEBIAN: 'debian',
  UBUNTU: 'ubuntu',
  WINDOWS: 'windows',
};

export const platformCodes: readonly string[] = [
  ...new Set([...Object.values(codes), 'opensuse', 'opensuseleap']),
];
export const architectures: readonly string[] = ['x86_64', '386', 'arm64'];

/** What `wmic OS get version` says, by the year in the name of the product. */
const windowsReleases: Readonly<Record<string, string>> = {
  '2012': '6.2.9200',
  '2012R2': '6.3.9600',
  '2016': '10.0.14393',
  '2019': '10.0.17763',
  '2022': '10.0.20348',
  '2025': '10.0.26100',
};
const releasesOfSystems: Readonly<Partial<Record<OperatingSystem, string>>> = {
  AMAZON_LINUX_2: '2',
  AMAZON_LINUX_2022: '2022',
  AMAZON_LINUX_2023: '2023',
};

type Machine = Pick<FleetGroup, 'os' | 'product' | 'arch'>;

/** Null: the file does not say which release the nodes have. */
export function releaseOf({ os, product = '' }: Machine): string | null {
  const known = releasesOfSystems[os];
  if (known !== undefined) return known;
  if (os === 'WINDOWS') return windowsReleases[/(\d{4}(?:R2)?)/.exec(product)?.[1] ?? ''] ?? null;
  return /(\d[\d.]*)$/.exec(product)?.[1] ?? null;
}

/** ASSUMPTION package-architecture: x86_64, where the file does not say. */
export function architectureOf({ arch = 'x86_64' }: Pick<Machine, 'arch'>): string {
  if (/^(i[3-6]86|x86|386)$/.test(arch)) return '386';
  return arch === 'aarch64' ? 'arm64' : arch;
}

/** `amazon 2023 x86_64`, for a reader. */
export function machineInWords(machine: Machine): string {
  const { os } = machine;
  return [codes[os] ?? os, releaseOf(machine), architectureOf(machine)]
    .filter((part) => part !== null)
    .join(' ');
}

/**
 * Whether a version has something for the node. "A version value must match the exact release version of the operating system";
 * `_any` matches each of its kind, and what is named goes before it.
 *
 * ASSUMPTION package-release: where the file does not say which release nodes have, it is one that the manifest names.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/distributor-working-with-packages-create.html#packages-manifest
 */
export function isFor(targets: PackageTargets, machine: Machine): boolean {
  if (isWhole(targets)) return targets.includes(platformTypeOf(machine.os));
  const releases = named(targets, codes[machine.os] ?? null);
  if (releases === undefined) return false;
  const release = releaseOf(machine);
  const candidates = release === null ? Object.values(releases) : [releases[release], releases['_any']];
  const architecture = architectureOf(machine);
  return candidates.some((files) => files !== undefined && named(files, architecture) !== undefined);
}

function isWhole(targets: PackageTargets): targets is readonly PlatformType[] {
  return Array.isArray(targets);
}

function named<T>(map: Readonly<Record<string, T>>, key: string | null): T | undefined {
  return (key !== null && Object.hasOwn(map, key) ? map[key] : undefined) ?? map['_any'];
}
