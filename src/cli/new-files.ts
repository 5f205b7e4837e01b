/** Files where there are none yet. */
import { lstatSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import type { NewFile } from '../init/index.ts';
import { describeSystemError, UsageError } from './usage-error.ts';

/** What is in the way: files of those names, and whatever stands where a folder has to be. Nothing is written then. */
export function writeNewFiles(folder: string, files: readonly NewFile[]): readonly string[] {
  const top = resolve(folder);
  const paths = files.map(({ path }) => join(folder, path));
  const obstacles = [...new Set(paths.flatMap((path) => obstaclesOf(resolve(path), top)))];
  if (obstacles.length > 0) return obstacles.map((path) => join(folder, relative(top, path)));
  for (const [index, { text }] of files.entries()) {
    const path = paths[index]!;
    try {
      mkdirSync(dirname(path), { recursive: true });
      // Should somebody else have been quicker, theirs stays.
      writeFileSync(path, text, { flag: 'wx' });
    } catch (error) {
      throw new UsageError(`${path}: ${describeSystemError(error)}`);
    }
  }
  return [];
}

function obstaclesOf(path: string, top: string): string[] {
  const folders = [top];
  for (let folder = dirname(path); folder !== top && folder !== dirname(folder); folder = dirname(folder)) {
    folders.splice(1, 0, folder);
  }
  for (const folder of folders) {
    const found = statSync(folder, { throwIfNoEntry: false });
    if (found === undefined) return [];
    if (!found.isDirectory()) return [folder];
  }
  // A link that leads nowhere is in the way as well.
  return lstatSync(path, { throwIfNoEntry: false }) === undefined ? [] : [path];
}
