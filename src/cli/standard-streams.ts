/**
 * Standard output and standard error, written at once and in full. `process.stdout` is not used: setting it up takes a
 * noticeable part of a short run, and what it still holds back is lost when the process exits.
 */
import { writeSync } from 'node:fs';
import { printableLines } from '../diagnostics/safe-text.ts';
import { describeSystemError, UsageError } from '../diagnostics/usage-error.ts';

const [stdout, stderr] = [1, 2];
const pauseMs = 2;

/** The reader may have closed the pipe (`fleetsim run … | head`): that is no error. */
const closed = new Set<number>();

export function writeOut(text: string): void {
  try {
    writeFully(stdout, Buffer.from(text));
  } catch (error) {
    throw new UsageError(`cannot write to standard output: ${describeSystemError(error)}`);
  }
}

/** Messages quote files and names of users. */
export function writeError(text: string): void {
  writePainted(printableLines(text));
}

/** With colours and cursor movements of our own. A failure of standard error has nowhere to be reported. */
export function writePainted(text: string): void {
  try {
    writeFully(stderr, Buffer.from(text));
  } catch {}
}

/** Writes all of it, to whatever the descriptor leads to. */
export function writeFully(descriptor: number, bytes: Uint8Array): void {
  let written = 0;
  while (written < bytes.length && !closed.has(descriptor)) {
    try {
      written += writeSync(descriptor, bytes, written);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EPIPE' && descriptor <= stderr) closed.add(descriptor);
      // A non-blocking pipe is full: wait until it has been read from.
      else if (code === 'EAGAIN') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs);
      else throw error;
    }
  }
}
