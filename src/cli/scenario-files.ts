/** Scenarios that the command line names, by path or by pattern, each once. */
import { existsSync } from 'node:fs';
import { globSync } from 'tinyglobby';
import { UsageError } from '../diagnostics/usage-error.ts';

const snapshotEnding = '.snapshot.json';
const patternSigns = /[*?[\]{}!()]/;

/** In the order given; those of one pattern in the order of their names. */
export function scenarioFiles(given: readonly string[]): string[] {
  return [...new Set(given.flatMap(filesOf))];
}

function filesOf(given: string): string[] {
  // A shell leaves a name alone that holds such a sign and exists.
  if (!patternSigns.test(given) || existsSync(given)) return [given];
  const found = globSync(given, {
    onlyFiles: true,
    dot: false,
    ignore: ['**/node_modules/**'],
    expandDirectories: false,
  })
    .filter((path) => !path.endsWith(snapshotEnding))
    .sort();
  if (found.length === 0) throw new UsageError(`${given}: no file matches this pattern`);
  return found;
}
