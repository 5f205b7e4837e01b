/**
 * TargetLocations: the accounts and Regions in which an association runs, each with nodes of its own.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_TargetLocation.html
 */
import type { TargetGroup } from '../../capability/run-source.ts';
import { accountsIn } from '../../world/places.ts';
import type { Scenario } from '../../world/scenario.ts';
import type { Location } from '../automation/facts.ts';

export type AssociationLocation = Location<TargetGroup>;

/** ASSUMPTION association-locations: without limits of its own, a location runs in all its places at a time, whatever fails. */
export const locationDefaults = { placesAtATime: '100%', placesWithErrors: '100%' };

/** One account in one Region in which an association runs. */
export interface Place {
  readonly account: string;
  /** The entry that means it, and its index; null: the association has none. */
  readonly location: AssociationLocation | null;
  readonly entry: number;
  /** How many the entry means. */
  readonly count: number;
}

/** An account that two entries mean is of the first. */
export function placesOf(
  world: Pick<Scenario, 'account' | 'accounts'>,
  home: string,
  locations: readonly AssociationLocation[],
): Place[] {
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
