/** A scenario from a file, with what is wrong in it told on standard error. */
import { formatProblems } from '../diagnostics/problem.ts';
import { loadChecked } from '../library/load.ts';
import { readerFor } from '../library/read-file.ts';
import type { Loaded, LoadOptions, NotLoaded } from '../scenario/load.ts';
import type { ReadFile } from '../scenario/scenario-context.ts';
import { readingInputs } from './output-file.ts';
import { writeError } from './standard-streams.ts';

/** Null: it cannot be used, and that has been said. */
export function loadOrComplain(
  options: Omit<LoadOptions, 'read'> & { readonly allowRead: readonly string[] },
  { quiet }: { readonly quiet: boolean },
): Loaded | null {
  const loaded = loadChecked({ ...options, read: inputReader(options.file, options.allowRead) });
  if ('problems' in loaded) {
    writeError(`${complaintOf(loaded)}\n`);
    return null;
  }
  if (!quiet && loaded.warnings.length > 0) {
    writeError(`${formatProblems(loaded.warnings, loaded.sources)}\n`);
  }
  return loaded;
}

/** Of one scenario; it never reads what this run is going to write. */
export function inputReader(file: string, allowRead: readonly string[]): ReadFile {
  return readingInputs(readerFor(file, allowRead));
}

export function complaintOf({ problems, sources }: NotLoaded): string {
  return formatProblems(problems, sources);
}
