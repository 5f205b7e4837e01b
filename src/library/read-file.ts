/** Reading for the loader: only files, only of a sensible size, and never anything that could keep us waiting. */
import { closeSync, constants, fstatSync, openSync, readSync, realpathSync, type Stats } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import { describeSystemError } from '../diagnostics/usage-error.ts';
import { fileSizeMax } from '../scenario/source-bytes.ts';

type Content = Uint8Array | { readonly error: string };

/** The name that stands for standard input. */
export const standardInput = '-';
const stdin = 0;
const chunkSize = 64 * 1024;
const pauseMs = 5;

/** Standard input can be read only once, and a scenario is read again for each variant. */
let inputRead: Content | null = null;

/** In a second thread: what the first has read. */
export function useInput(content: Content | null): void {
  inputRead = content;
}

export function inputSoFar(): Content | null {
  return inputRead;
}

/** `sizeMax` in bytes: what is larger is refused before it is read. */
export function readFile(path: string, sizeMax = fileSizeMax): Content {
  if (path === standardInput) {
    inputRead ??= readInput(sizeMax);
    return inputRead;
  }
  const opened = openFile(path, sizeMax);
  if ('error' in opened) return opened;
  try {
    return readAll(opened.descriptor, opened.size, sizeMax);
  } catch (error) {
    return { error: describeSystemError(error) };
  } finally {
    closeSync(opened.descriptor);
  }
}

/** A file of this size at most, and nothing else that a path may lead to. */
export function openFile(
  path: string,
  sizeMax: number,
): { readonly descriptor: number; readonly size: number } | { readonly error: string } {
  let descriptor: number | null = null;
  try {
    // Opening a named pipe would otherwise wait for a writer.
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const stats = fstatSync(descriptor);
    const error = reasonNotToRead(stats, sizeMax);
    if (error === null) return { descriptor, size: stats.size };
    closeSync(descriptor);
    return { error };
  } catch (error) {
    if (descriptor !== null) closeSync(descriptor);
    return { error: describeSystemError(error) };
  }
}

/**
 * For one scenario: itself, and side files in or below its folder or one of `allowRead`, links followed. A scenario from a
 * pull request must not bring other files of the machine into a log.
 */
export function readerFor(file: string, allowRead: readonly string[] = []): (path: string) => Content {
  const roots = [dirname(file), ...allowRead];
  return (path) => {
    if (path === file) return readFile(path);
    const outside = `it lies outside the folder of the scenario; --allow-read ${dirname(path)} allows it`;
    // The name first, so that the answer does not tell whether such a file exists.
    if (!roots.some((root) => isWithin(resolve(path), [resolve(root), realPath(root)])))
      return { error: outside };
    const real = realPath(path);
    const realRoots = roots.map(realPath);
    // What leads nowhere fails with its own words.
    return real === null || isWithin(real, realRoots) ? readFile(path) : { error: outside };
  };
}

function isWithin(path: string, folders: readonly (string | null)[]): boolean {
  return folders.some((folder) => {
    if (folder === null) return false;
    const way = relative(folder, path);
    return way !== '..' && !way.startsWith(`..${sep}`);
  });
}

function realPath(path: string): string | null {
  try {
    return realpathSync(path);
  } catch {
    return null;
  }
}

function readInput(sizeMax: number): Content {
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    if (fstatSync(stdin).isDirectory()) return { error: 'standard input is a folder' };
    for (;;) {
      const chunk = Buffer.alloc(chunkSize);
      const count = readWaiting(chunk);
      if (count === 0) return Buffer.concat(chunks);
      chunks.push(chunk.subarray(0, count));
      length += count;
      if (length > sizeMax)
        return { error: `standard input is too large: the limit is ${megabytes(sizeMax)} MB` };
    }
  } catch (error) {
    return { error: `standard input: ${describeSystemError(error)}` };
  }
}

/** A pipe that its other end made non-blocking has nothing yet. */
function readWaiting(chunk: Uint8Array): number {
  for (;;) {
    try {
      return readSync(stdin, chunk, 0, chunk.length, null);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EOF') return 0;
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs);
    }
  }
}

function reasonNotToRead(stats: Stats, sizeMax: number): string | null {
  if (stats.isDirectory()) return 'it is a folder';
  if (!stats.isFile()) return 'it is a device, a pipe or a socket';
  if (stats.size > sizeMax) {
    return `it is too large: ${megabytes(stats.size)} MB, and the limit is ${megabytes(sizeMax)} MB`;
  }
  return null;
}

function megabytes(size: number): number {
  return Math.round(size / 1024 / 1024);
}

/** Never more than was promised: the file may grow while it is read, and some files in /proc say 0. */
function readAll(descriptor: number, size: number, sizeMax: number): Uint8Array {
  const bytes = Buffer.alloc(size === 0 ? sizeMax + 1 : size);
  let length = 0;
  for (;;) {
    const count = readSync(descriptor, bytes, length, bytes.length - length, null);
    length += count;
    if (count === 0 || length === bytes.length) return bytes.subarray(0, length);
  }
}
