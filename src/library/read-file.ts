/** Reading for the loader: only files, only of a sensible size, and never anything that could keep us waiting. */
import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import { fileSizeMax } from '../scenario/source-bytes.ts';
import { describeSystemError } from './usage-error.ts';

/** `sizeMax` in bytes: what is larger is refused before it is read. */
export function readFile(path: string, sizeMax = fileSizeMax): Uint8Array | { readonly error: string } {
  let descriptor: number;
  try {
    // Opening a named pipe would otherwise wait until somebody writes to it.
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    const isStandardInput = path === '-';
    return { error: describeSystemError(error) + (isStandardInput ? '; standard input is not read' : '') };
  }
  try {
    const stats = fstatSync(descriptor);
    const error = reasonNotToRead(stats, sizeMax);
    return error === null ? readAll(descriptor, stats.size, sizeMax) : { error };
  } catch (error) {
    return { error: describeSystemError(error) };
  } finally {
    closeSync(descriptor);
  }
}

function reasonNotToRead(stats: Stats, sizeMax: number): string | null {
  if (stats.isDirectory()) return 'it is a folder';
  if (!stats.isFile()) return 'it is a device, a pipe or a socket';
  const megabytes = (size: number) => Math.round(size / 1024 / 1024);
  if (stats.size > sizeMax) {
    return `it is too large: ${megabytes(stats.size)} MB, and the limit is ${megabytes(sizeMax)} MB`;
  }
  return null;
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
