/** Files where there are none yet: all of them, each in full, or none. */
import {
  constants,
  copyFileSync,
  linkSync,
  lstatSync,
  mkdirSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describeSystemError, UsageError } from '../diagnostics/usage-error.ts';
import type { NewFile } from '../init/index.ts';
import { nameOfRun } from './output-file.ts';

/** What is in the way: files of those names, and files in place of a folder. Nothing is written then. */
export function writeNewFiles(folder: string, files: readonly NewFile[]): readonly string[] {
  const top = resolve(folder);
  const paths = files.map(({ path }) => join(folder, path));
  const obstacles = [...new Set(paths.flatMap((path) => told(path, () => obstaclesOf(resolve(path)))))];
  if (obstacles.length > 0) return obstacles.map((path) => join(folder, relative(top, path)));
  const made: Made = { folders: [], temporaries: [], files: [] };
  try {
    // A disk that is full shows here, before any file has its name.
    for (const [index, { text }] of files.entries()) stage(paths[index]!, text, made);
    for (const [index, path] of paths.entries())
      told(path, () => place(made.temporaries[index]!, path, made));
  } catch (error) {
    undo(made);
    throw error;
  }
  for (const path of made.temporaries) rmSync(path, { force: true });
  return [];
}

interface Made {
  readonly folders: string[];
  readonly temporaries: string[];
  readonly files: string[];
}

function stage(path: string, text: string, made: Made): void {
  makeFolder(dirname(resolve(path)), made);
  const temporary = join(dirname(path), `.fleetsim-${nameOfRun()}-${made.temporaries.length}.tmp`);
  made.temporaries.push(temporary);
  told(path, () => writeFileSync(temporary, text, { flag: 'wx' }));
}

/** One by one from the top: below /proc Node.js tries for ever to make several at once. */
function makeFolder(path: string, made: Made): void {
  if (exists(path)) return;
  makeFolder(dirname(path), made);
  try {
    mkdirSync(path);
    made.folders.push(path);
  } catch (error) {
    throw new UsageError(`${path}: the folder cannot be made: ${describeSystemError(error)}`);
  }
}

/** Should a file of that name have come up meanwhile, it stays. Some file systems have no links. */
function place(temporary: string, path: string, { files }: Made): void {
  try {
    linkSync(temporary, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw error;
    copyFileSync(temporary, path, constants.COPYFILE_EXCL);
  }
  files.push(path);
}

function undo({ folders, temporaries, files }: Made): void {
  for (const path of [...files, ...temporaries]) rmSync(path, { force: true });
  for (const path of [...folders].reverse()) {
    try {
      rmdirSync(path);
    } catch {
      // Another program has put something there meanwhile.
    }
  }
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
