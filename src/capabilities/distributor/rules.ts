/**
 * What a run of AWS-ConfigureAWSPackage does on a node, from what is asked, what is published and what is installed.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/distributor-working-with-packages-deploy.html
 */
import type { FleetGroup } from '../../world/fleet.ts';
import { type PackageVersion, type SoftwarePackage, versionAt } from './catalogue.ts';
import type { PackageRequest } from './documents.ts';
import { isFor, machineInWords } from './platforms.ts';

export type RunPlan =
  | { readonly kind: 'fails'; readonly reason: PackageFailure; readonly why: string }
  /** It succeeds at once. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'install' | 'reinstall' | 'update'; readonly version: PackageVersion }
  | { readonly kind: 'uninstall' };

export const packageFailures = [
  'unknown package',
  'unknown version',
  'not for this platform',
  'no update script',
  'package storage out of reach',
  'script failed',
  'killed at its limit',
  'interrupted',
] as const;
export type PackageFailure = (typeof packageFailures)[number];

/** `installed` null: it is absent. */
export function planOf(
  request: PackageRequest,
  known: SoftwarePackage | undefined,
  installed: string | null,
  machine: Pick<FleetGroup, 'os' | 'product' | 'arch'>,
  nowMs: number,
): RunPlan {
  const { action, installationType, name } = request;
  if (action === 'Uninstall') return isToGo(request, installed) ? { kind: 'uninstall' } : { kind: 'nothing' };
  if (known === undefined) {
    return fails('unknown package', `neither the account nor AWS has a package ${name}`);
  }
  const version = versionAt(known, request.version, nowMs);
  if (version === undefined) {
    return fails('unknown version', `${name} has no version ${request.version ?? 'yet'}`);
  }
  if (!isFor(version.targets, machine)) {
    const why = `version ${version.version} of ${name} has no file for ${machineInWords(machine)}`;
    return fails('not for this platform', why);
  }
  const isInPlace = installationType === 'In-place update';
  if (isInPlace && known.isOfAws) {
    return fails('no update script', `In-place update is not supported for ${name}, which AWS publishes`);
  }
  if (installed === version.version) return { kind: 'nothing' };
  if (installed === null) return { kind: 'install', version };
  if (!isInPlace) return { kind: 'reinstall', version };
  if (!version.hasUpdateScript) {
    return fails('no update script', `version ${version.version} of ${name} has no update script`);
  }
  return { kind: 'update', version };
}

/**
 * The agent reports success where the package, or the version that is named, is not installed (amazon-ssm-agent,
 * agent/plugins/configurepackage).
 */
function isToGo({ version }: PackageRequest, installed: string | null): boolean {
  return installed !== null && (version === null || version === installed);
}

function fails(reason: PackageFailure, why: string): RunPlan {
  return { kind: 'fails', reason, why };
}
