/** Accounts and Regions by their ids, as AWS's calls name them. */
import type { Account, Scenario } from './scenario.ts';

/** Ids of accounts and organizational units, and Regions; what is left out is that of what asks. */
export interface Where {
  readonly Accounts?: readonly string[] | undefined;
  readonly ExcludeAccounts?: readonly string[] | undefined;
  readonly Regions?: readonly string[] | undefined;
}

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

/** An account in a Region. */
export interface Pair {
  readonly id: string;
  readonly region: string;
  /** Under which the file has it; null: it does not. */
  readonly name: string | null;
}

/**
 * The pairs that are meant, each once, in the order in which they are written, with those that the file does not have.
 * ASSUMPTION automation-locations: what is meant by a list that is left out.
 */
export function pairsIn(world: World, home: string, where: Where): Pair[] {
  const { Accounts: meant = [], ExcludeAccounts: excluded = [], Regions: regions = [] } = where;
  const inFile = [world.account, ...world.accounts.values()];
  const own = world.accounts.get(home) ?? world.account;
  const pairs = new Map<string, Pair>();
  const add = (pair: Pair) => {
    const key = `${pair.id}/${pair.region}`;
    if (!pairs.has(key)) pairs.set(key, pair);
  };
  for (const Accounts of each(meant)) {
    for (const Regions of each(regions)) {
      const known = accountsIn(world, home, { Accounts, ExcludeAccounts: excluded, Regions });
      for (const name of known) add({ ...placeNamed(world, name), name });
      const [id = own.id] = Accounts;
      const [region = own.region] = Regions;
      const isInFile = inFile.some((one) => one.id === id && (Regions.length === 0 || one.region === region));
      if (isAccountId(id) && !excluded.includes(id) && !isInFile) add({ id, region, name: null });
    }
  }
  return [...pairs.values()];
}

const isAccountId = (id: string): boolean => /^\d{12}$/.test(id);

/** One list for each; of none, the empty one. */
const each = (list: readonly string[]): string[][] => (list.length === 0 ? [[]] : list.map((one) => [one]));

function placeNamed({ account, accounts }: World, name: string): Omit<Pair, 'name'> {
  const { id, region } = accounts.get(name) ?? account;
  return { id, region };
}
