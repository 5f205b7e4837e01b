/**
 * TargetLocations: the accounts and Regions in which an association runs, each with nodes of its own.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_TargetLocation.html
 */
import * as z from 'zod/mini';
import { type Limit, parseLimit } from '../../aws/rate-control.ts';
import type { TargetGroup } from '../../capability/run-source.ts';
import type { References } from '../../cloudformation/resource-spec.ts';
import { maxConcurrency, maxErrors } from '../../cloudformation/run-settings.ts';
import { targetList } from '../../cloudformation/targets.ts';
import { listOfLength } from '../../fields/aws-fields.ts';
import { boolean, map, text } from '../../fields/fields.ts';
import type { AlarmSettings } from '../../world/alarm-settings.ts';
import type { Account, Scenario } from '../../world/scenario.ts';
import { alarmConfiguration, alarmSettingsOf } from '../cloudwatch-alarms/facts.ts';
import { groupOf } from './targets.ts';

const location = () =>
  map({
    Accounts: z.optional(
      listOfLength(text('the id of an account or of an organizational unit'), 'accounts', 1, 50),
    ),
    ExcludeAccounts: z.optional(
      listOfLength(
        text('the id of an account or of an organizational unit', {
          pattern: /^(ou-[a-z0-9]{4,32}-[a-z0-9]{8,32}|\d{12})$/,
        }),
        'accounts',
        1,
        5000,
      ),
    ),
    ExecutionRoleName: z.optional(text('the name of a role', { min: 1, max: 64, pattern: /^[\w+=,.@/-]+$/ })),
    IncludeChildOrganizationUnits: z.optional(boolean()),
    Regions: z.optional(listOfLength(text('a Region, such as eu-central-1'), 'Regions', 1, 50)),
    TargetLocationAlarmConfiguration: z.optional(alarmConfiguration()),
    TargetLocationMaxConcurrency: z.optional(maxConcurrency()),
    TargetLocationMaxErrors: z.optional(maxErrors()),
    Targets: z.optional(targetList(1)),
    TargetsMaxConcurrency: z.optional(maxConcurrency()),
    TargetsMaxErrors: z.optional(maxErrors()),
  });

export const targetLocations = () => listOfLength(location(), 'locations', 1, 100);
export type WrittenLocation = z.output<ReturnType<typeof location>>;

/** Ids of accounts and organizational units, and Regions, as AWS has them; what is left out is that of the association. */
export type Where = Pick<WrittenLocation, 'Accounts' | 'ExcludeAccounts' | 'Regions'>;
type World = Pick<Scenario, 'accounts'> & { readonly account: Pick<Account, 'id' | 'region'> };

/**
 * Those of the file that are meant, by name; '' is that of `account`. Units are compared by id: which are in another one, the
 * file does not say.
 */
export function accountsIn({ account, accounts }: World, home: string, where: Where): string[] {
  const { Accounts: meant = [], ExcludeAccounts: excluded = [], Regions: regions = [] } = where;
  const all = new Map<string, Pick<Account, 'id' | 'region' | 'organizationalUnit'>>([
    ['', { ...account, organizationalUnit: null }],
    ...accounts,
  ]);
  return [...all].flatMap(([name, { id, region, organizationalUnit: unit }]) => {
    const isIn = (ids: readonly string[]) => ids.includes(id) || (unit !== null && ids.includes(unit));
    const isOwn = id === all.get(home)?.id && (regions.length > 0 || name === home);
    const isTarget = (meant.length > 0 ? isIn(meant) : isOwn) && !isIn(excluded);
    return isTarget && (regions.length === 0 || regions.includes(region)) ? [name] : [];
  });
}

/** One entry. What is null is as the association has it. */
export interface Location {
  readonly where: Where;
  readonly target: TargetGroup | null;
  readonly maxConcurrency: Limit | null;
  readonly maxErrors: Limit | null;
  readonly alarm: AlarmSettings | null;
  /** In how many of its places it runs at a time. */
  readonly placesAtATime: Limit;
  /** After how many places with errors it begins in no further one. */
  readonly placesWithErrors: Limit;
}

/** ASSUMPTION association-locations: without limits of its own, a location runs in all its places at a time, whatever fails. */
export function locationOf(written: WrittenLocation, references: References): Location {
  const { TargetsMaxConcurrency, TargetsMaxErrors, Targets } = written;
  const { TargetLocationMaxConcurrency = '100%', TargetLocationMaxErrors = '100%' } = written;
  return {
    where: { Accounts: written.Accounts, ExcludeAccounts: written.ExcludeAccounts, Regions: written.Regions },
    target: Targets === undefined ? null : groupOf(Targets, references),
    maxConcurrency: TargetsMaxConcurrency === undefined ? null : parseLimit(TargetsMaxConcurrency),
    maxErrors: TargetsMaxErrors === undefined ? null : parseLimit(TargetsMaxErrors),
    alarm: alarmSettingsOf(written.TargetLocationAlarmConfiguration),
    placesAtATime: parseLimit(TargetLocationMaxConcurrency),
    placesWithErrors: parseLimit(TargetLocationMaxErrors),
  };
}

/** One account in one Region in which an association runs. */
export interface Place {
  readonly account: string;
  /** The entry that means it, and its index; null: the association has none. */
  readonly location: Location | null;
  readonly entry: number;
  /** How many the entry means. */
  readonly count: number;
}

/** An account that two entries mean is of the first. */
export function placesOf(world: World, home: string, locations: readonly Location[]): Place[] {
  if (locations.length === 0) return [{ account: home, location: null, entry: 0, count: 1 }];
  const places = new Map<string, Place>();
  for (const [entry, location] of locations.entries()) {
    const accounts = accountsIn(world, home, location.where);
    for (const account of accounts) {
      if (!places.has(account)) places.set(account, { account, location, entry, count: accounts.length });
    }
  }
  return [...places.values()];
}
