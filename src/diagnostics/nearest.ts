/** The known word that a misspelt one most likely means; null if none is near. */
export function nearest(word: string, known: Iterable<string>): string | null {
  // A slip is about one letter in three; in a short word, one.
  const distanceMax = Math.max(1, Math.floor(word.length / 3));
  const wanted = fold(word);
  let best: string | null = null;
  let bestDistance = distanceMax + 1;
  for (const candidate of known) {
    const distance = editDistance(wanted, fold(candidate), bestDistance);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
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
