/** Files where there are none yet. */
import { lstatSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import type { NewFile } from '../init/index.ts';
import { describeSystemError, UsageError } from '../library/usage-error.ts';

/** What is in the way: files of those names, and whatever stands where a folder has to be. Nothing is written then. */
export function writeNewFiles(folder: string, files: readonly NewFile[]): readonly string[] {
  const top = resolve(folder);
  const paths = files.map(({ path }) => join(folder, path));
  const obstacles = [...new Set(paths.flatMap((path) => told(path, () => obstaclesOf(resolve(path)))))];
  if (obstacles.length > 0) return obstacles.map((path) => join(folder, relative(top, path)));
  for (const [index, { text }] of files.entries()) {
    const path = paths[index]!;
    told(path, () => {
      mkdirSync(dirname(path), { recursive: true });
      // Should somebody else have been quicker, theirs stays.
      writeFileSync(path, text, { flag: 'wx' });
    });
  }
  return [];
}

function told<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new UsageError(`${path}: ${describeSystemError(error)}`);
  }
}

function obstaclesOf(path: string): string[] {
  for (const folder of foldersAbove(path)) {
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) continue;
    return exists(folder) ? [folder] : [];
  }
  return exists(path) ? [path] : [];
}

/** From the root down. */
function foldersAbove(path: string): string[] {
  const folder = dirname(path);
  return folder === path ? [] : [...foldersAbove(folder), folder];
}

/** A link that leads nowhere is in the way as well. */
function exists(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}
