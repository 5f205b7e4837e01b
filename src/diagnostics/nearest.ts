/**
 * The known word that a misspelt or shortened one most likely means; null if none is near. Only a slip of the keyboard is one: each part
 * of the word must be near by itself, so that `CreateAssociation` is never taken for `CreateActivation`, nor a word for its opposite.
 */
export function nearest(word: string, known: Iterable<string>): string | null {
  let best: string | null = null;
  let bestDistance = Number.POSITIVE_INFINITY;
  const words = [...known];
  for (const candidate of words) {
    const distance = slipDistance(word, candidate);
    const isAsNear = distance === bestDistance && best !== null;
    // Of two as near, people most likely wrote the beginning right: `2018.09` means `2018.03`, not `2012.09`.
    if (
      distance < bestDistance ||
      (isAsNear && sameBeginning(word, candidate) > sameBeginning(word, best!))
    ) {
      best = candidate;
      bestDistance = distance;
    }
  }
  if (best !== null) return best;
  const longer = words.filter((candidate) => isShortFor(word, candidate));
  return longer.length === 1 ? longer[0]! : null;
}

/** `CLASS` is short for `CLASSIFICATION`; `Install` is no `InstallOverrideList`, which has parts that say something else. */
function isShortFor(word: string, candidate: string): boolean {
  const [parts, others] = [partsOf(word), partsOf(candidate)];
  return (
    parts.length === others.length &&
    parts.every((part, index) => part.length >= 4 && others[index]!.startsWith(part))
  );
}

function sameBeginning(one: string, other: string): number {
  const [a, b] = [fold(one), fold(other)];
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return length;
}

/** How many slips lie between the two; infinite where they are two words and not one misspelt. */
function slipDistance(word: string, candidate: string): number {
  const [a, b] = [fold(word), fold(candidate)];
  if (a === b) return 0;
  if (isNegated(a, b) || isNegated(b, a)) return Number.POSITIVE_INFINITY;
  const [parts, others] = [partsOf(word), partsOf(candidate)];
  if (parts.length !== others.length) return within(a, b, allowedSlips(a, 6));
  // Parts that are written together or apart are compared as a whole.
  let sum = 0;
  for (const [index, part] of parts.entries()) {
    const other = others[index]!;
    if (isNegated(part, other) || isNegated(other, part)) return Number.POSITIVE_INFINITY;
    sum += within(part, other, allowedSlips(part, 4));
  }
  return sum;
}

/** One wrong letter is allowed for this number of letters; in a short word, one. */
function allowedSlips(word: string, lettersPerSlip: number): number {
  return Math.max(1, Math.floor(word.length / lettersPerSlip));
}

function within(a: string, b: string, distanceMax: number): number {
  // With not a letter in common, one is no slip of the other: `x` is not `*`.
  if (Math.max(a.length, b.length) <= distanceMax && a !== b) return Number.POSITIVE_INFINITY;
  const distance = editDistance(a, b, distanceMax + 1);
  return distance > distanceMax ? Number.POSITIVE_INFINITY : distance;
}

/** `NoReboot` is the opposite of `Reboot`, however few letters they differ in. */
function isNegated(longer: string, shorter: string): boolean {
  return /^(no|not|non|un|de|dis|in)$/.test(longer.slice(0, -shorter.length)) && longer.endsWith(shorter);
}

/** `CreateAssociation`, `patch-group` and `task.Install.failed` have parts. */
function partsOf(word: string): string[] {
  const apart = word.replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2');
  return apart
    .toLowerCase()
    .split(/[-_ .:]+/)
    .filter((part) => part !== '');
}

/** `did you mean web?`, else the known words if they are few enough to read. */
export function suggestion(word: string, known: Iterable<string>): string | undefined {
  const words = [...known];
  const likely = nearest(word, words);
  if (likely !== null) return `did you mean ${likely}?`;
  if (words.length === 0 || words.length > 20) return undefined;
  return `known: ${words.join(', ')}`;
}

/** `patch_group`, `PatchGroup` and `patch-group` are one word written three ways. */
function fold(word: string): string {
  return word.toLowerCase().replaceAll(/[-_ ]/g, '');
}

/** Levenshtein's distance with neighbours swapped counted once, or `limit` as soon as it is reached. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const isSame = a[row - 1] === b[column - 1];
      let distance = Math.min(
        last[column]! + 1,
        current[column - 1]! + 1,
        last[column - 1]! + (isSame ? 0 : 1),
      );
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        distance = Math.min(distance, beforeLast[column - 2]! + 1);
      }
      current.push(distance);
    }
    if (Math.min(...current) >= limit) return limit;
    beforeLast = last;
    last = current;
  }
  return Math.min(limit, last[b.length]!);
}
