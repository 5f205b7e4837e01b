import type { Distribution } from '../kernel/distributions.ts';
import type { Action } from './actions.ts';
import type { Expectation, Tolerance } from './expectations.ts';
import type { Experiment } from './experiment.ts';
import type { Fault } from './faults.ts';
import type { FleetGroup } from './fleet.ts';
import type { Activation, InstanceProfile, Principal } from './identity.ts';
import type { Model, ModelOverrides } from './model.ts';
import type { Subnet } from './network.ts';
import type { OperatingSystem } from './operating-systems.ts';
import type { Patch, PatchStream } from './patches.ts';

/**
 * A scenario that can be simulated: everything checked, converted and looked up. Times are epoch milliseconds,
 * durations milliseconds, shares numbers from 0 to 1. Lists and maps are in the order of the file.
 */
export interface Scenario {
  readonly name: string;
  readonly description: string;
  /** As written: `7` and `"7"` are one seed. */
  readonly seed: string;
  readonly startMs: number;
  readonly endMs: number;
  /** Absent unless the file says how many. */
  readonly replications?: number;
  readonly account: {
    readonly id: string;
    readonly region: string;
    readonly defaultHostManagement: boolean;
    readonly instanceTier: InstanceTier;
  };
  /** Others beside it, by name. */
  readonly accounts: ReadonlyMap<string, Account>;
  /** The account of each resource and action that is in one of them, by logical id or by the id of the action. */
  readonly homes: ReadonlyMap<string, string>;
  readonly subnets: ReadonlyMap<string, Subnet>;
  /** `instanceProfiles` and AWS::IAM::InstanceProfile, by name or logical id, the AWS-managed one included. */
  readonly instanceProfiles: ReadonlyMap<string, InstanceProfile>;
  /** Who makes calls, by name. */
  readonly principals: ReadonlyMap<string, Principal>;
  readonly activations: ReadonlyMap<string, Activation>;
  readonly fleet: readonly FleetGroup[];
  readonly patches: readonly Patch[];
  readonly patchStreams: readonly PatchStream[];
  readonly faults: readonly Fault[];
  readonly model: Model;
  readonly modelByOs: ReadonlyMap<OperatingSystem, ModelOverrides>;
  /** What is built of each resource, by type and then by logical id. */
  readonly nouns: ReadonlyMap<string, ReadonlyMap<string, unknown>>;
  /** What parameters of documents name by an address, by parameter and then by address. */
  readonly parameterFiles: ReadonlyMap<string, ReadonlyMap<string, unknown>>;
  /** What the file has and this version does not simulate, in the order of the file. */
  readonly notSimulated: readonly NotSimulatedAt[];
  /** Resources among them that install patches. */
  readonly unsimulatedInstalls: readonly UnsimulatedInstall[];
  readonly actions: readonly Action[];
  readonly expectations: readonly Expectation[];
  /** Of `tolerance` in `expect`, by metric; a share from 0 to 1 where a metric is yes or no. */
  readonly tolerances: ReadonlyMap<string, Tolerance>;
  readonly experiment: Experiment | null;
  /** Metrics that the file or an option names: a run has those, though there may be too many of their kind to list. */
  readonly metricsNamed: readonly string[];
  readonly eventCountMax: number;
}

/** An account in one Region: what is in another account, or in another Region, is out of its reach. */
export interface Account {
  readonly id: string;
  readonly region: string;
  readonly organizationalUnit: string | null;
  readonly defaultHostManagement: boolean;
  readonly instanceTier: InstanceTier;
}

export type InstanceTier = 'standard' | 'advanced';

/** The account of this name; '' is that of `account`. */
export function accountNamed(
  { account, accounts }: Pick<Scenario, 'account' | 'accounts'>,
  name: string,
): Pick<Account, 'id' | 'region' | 'defaultHostManagement' | 'instanceTier'> {
  return accounts.get(name) ?? account;
}

/** ` in account 111111111111 and Region us-east-1`; of a file with one account and Region nothing. */
export function placeSuffix(places: Pick<Scenario, 'account' | 'accounts'>, name: string): string {
  const { id, region } = accountNamed(places, name);
  return places.accounts.size === 0 ? '' : ` in account ${id} and Region ${region}`;
}

/** What AWS has and this version does not simulate. Results list it, so that a report can mark what it touches. */
export interface NotSimulatedAt {
  /** Where the file has it, as `--set` takes it. */
  readonly path: string;
  /** As AWS and the file have it, such as `AWS::Events::Rule Weekly`. */
  readonly name: string;
  /** Which answers are other than AWS's by it. */
  readonly touches: string;
  readonly instead: string;
}

/** A resource that installs patches on nodes and is not simulated: it may mean any of them. */
export interface UnsimulatedInstall {
  /** `AWS::Scheduler::Schedule Weekly` */
  readonly name: string;
}

/**
 * Every distribution that a scenario draws from, wherever it is, so that what they need can be loaded before the
 * run. A walk instead of a list of places: a place that a list forgot would be found out in the middle of a run.
 */
export function distributionsOf(scenario: Scenario): Distribution[] {
  const found: Distribution[] = [];
  const seen = new Set<unknown>();
  const open: unknown[] = [scenario];
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value !== 'object' || value === null || seen.has(value)) continue;
    seen.add(value);
    if ('family' in value && typeof value.family === 'string') found.push(value as Distribution);
    else if (value instanceof Map || value instanceof Set || Array.isArray(value)) {
      for (const one of value.values()) open.push(one);
    } else for (const one of Object.values(value)) open.push(one);
  }
  return found;
}
