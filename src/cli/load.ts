/** A scenario from a file, with what is wrong in it told on standard error. */
import { formatProblems } from '../diagnostics/problem.ts';
import { loadChecked } from '../library/load.ts';
import { readFile } from '../library/read-file.ts';
import type { Loaded, LoadOptions, NotLoaded } from '../scenario/load.ts';
import { writeError } from './standard-streams.ts';

/** Null: it cannot be used, and that has been said. */
export function loadOrComplain(
  options: Omit<LoadOptions, 'read'>,
  { quiet }: { readonly quiet: boolean },
): Loaded | null {
  const loaded = loadChecked({ ...options, read: readFile });
  if ('problems' in loaded) {
    writeError(`${complaintOf(loaded)}\n`);
    return null;
  }
  if (!quiet && loaded.warnings.length > 0) {
    writeError(`${formatProblems(loaded.warnings, loaded.sources)}\n`);
  }
  return loaded;
}

export function complaintOf({ problems, sources }: NotLoaded): string {
  return formatProblems(problems, sources);
}
