/**
 * Which of two versions of a package is the newer one: by runs of digits and letters, as RPM and dpkg compare them, so that
 * 2.4.10 is newer than 2.4.9.
 *
 * Source: https://rpm-software-management.github.io/rpm/man/rpm-version.7
 */

/** Negative if `a` is the older one, 0 if they are the same, positive if it is the newer one. */
export function comparePackageVersions(a: string, b: string): number {
  const [epochA, restA] = withEpoch(a);
  const [epochB, restB] = withEpoch(b);
  if (epochA !== epochB) return epochA - epochB;
  const partsOfA = partsIn(restA);
  const partsOfB = partsIn(restB);
  for (let index = 0; index < Math.min(partsOfA.length, partsOfB.length); index += 1) {
    const difference = comparePart(partsOfA[index]!, partsOfB[index]!);
    if (difference !== 0) return difference;
  }
  return rank(partsOfA[partsOfB.length]) - rank(partsOfB[partsOfA.length]);
}

/** `1:2.4.55`: an epoch outweighs everything after it; none is 0. */
function withEpoch(version: string): [epoch: number, rest: string] {
  const found = /^(\d{1,9}):/.exec(version);
  return found === null ? [0, version] : [Number(found[1]), version.slice(found[0].length)];
}

/** Other signs separate. `~` begins a version before that without it: 2.0~rc1 is older than 2.0. */
function partsIn(version: string): readonly string[] {
  return version.match(/\d+|[a-z]+|~/gi) ?? [];
}

function comparePart(a: string, b: string): number {
  const isNumberA = isDigits(a);
  const isNumberB = isDigits(b);
  if (isNumberA && isNumberB) return compareNumbers(a, b);
  if (isNumberA !== isNumberB || a === '~' || b === '~') return rank(a) - rank(b);
  return a === b ? 0 : a < b ? -1 : 1;
}

/** Digits may be more than a number holds exactly. */
function compareNumbers(a: string, b: string): number {
  const [digitsA, digitsB] = [a, b].map((digits) => digits.replace(/^0+/, ''));
  if (digitsA!.length !== digitsB!.length) return digitsA!.length - digitsB!.length;
  return digitsA === digitsB ? 0 : digitsA! < digitsB! ? -1 : 1;
}

/** What follows makes a version newer, except `~`; a number is newer than letters. */
function rank(part: string | undefined): number {
  if (part === undefined) return 0;
  if (part === '~') return -1;
  return isDigits(part) ? 2 : 1;
}

function isDigits(part: string): boolean {
  return /^\d/.test(part);
}
