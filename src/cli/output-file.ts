/**
 * A file that is there in full or not at all: it is written beside its place under another name, and renamed when it is
 * complete. Whatever goes wrong before that leaves what was there before.
 */

import { randomBytes } from 'node:crypto';
import {
  accessSync,
  closeSync,
  constants,
  fchmodSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { describeSystemError, UsageError } from '../diagnostics/usage-error.ts';
import { writeFully, writeOut } from './standard-streams.ts';

/** The name that stands for standard output. */
export const standardOutput = '-';
const stdout = 1;

/** Enough that writing costs nothing beside making what is written. */
const bufferSize = 64 * 1024;

/** Opening a named pipe would otherwise wait for a reader. */
const withoutWaiting = constants.O_WRONLY | constants.O_NONBLOCK;

export class OutputFile {
  private readonly path: string;
  /** Null for what is no file, such as /dev/null or a pipe, which must not be renamed over. */
  private readonly temporary: string | null;
  private readonly descriptor: number;
  private isOpen = true;
  private isDone = false;
  private pending: (string | Uint8Array)[] = [];
  private pendingLength = 0;

  /** Fails before anything is simulated if the file could not be written. `option` is how the user asked for it. */
  constructor(path: string, option: string) {
    if (path === standardOutput) {
      [this.path, this.temporary, this.descriptor, this.isOpen] = [path, null, stdout, false];
      return;
    }
    try {
      const existing = statOf(path);
      if (existing?.isDirectory()) throw new UsageError(`${option} ${path}: expected a file, found a folder`);
      // What a pipe's name leads to, such as that of /dev/stdout, is no path that could be opened.
      this.path = existing?.isFile() ? realpathSync(path) : path;
      this.temporary = isNoFile(existing) ? null : temporaryPath(this.path, option);
      this.descriptor = openSync(
        this.temporary ?? this.path,
        this.temporary === null ? withoutWaiting : 'wx',
      );
      if (existing !== null && this.temporary !== null) fchmodSync(this.descriptor, existing.mode);
    } catch (error) {
      if (error instanceof UsageError) throw error;
      throw new UsageError(`${option} ${path}: cannot be written: ${describeSystemError(error)}`);
    }
  }

  /** Whether it could be written, without a trace: a pipe that is opened and closed has ended for its reader. */
  static check(path: string, option: string): void {
    if (isNoFile(lookAt(path, option))) mustBeWritable(path, option);
    else new OutputFile(path, option).discard();
  }

  write(chunk: string | Uint8Array): void {
    this.pending.push(chunk);
    this.pendingLength += chunk.length;
    if (this.pendingLength >= bufferSize) this.flush();
  }

  commit(): void {
    try {
      this.flush();
      if (this.temporary !== null) {
        fsyncSync(this.descriptor);
        this.close();
        renameSync(this.temporary, this.path);
      } else this.close();
      this.isDone = true;
    } catch (error) {
      throw this.failure(error);
    } finally {
      this.discard();
    }
  }

  /** Harmless after `commit`. */
  discard(): void {
    if (this.isDone) return;
    this.isDone = true;
    this.close();
    if (this.temporary !== null) rmSync(this.temporary, { force: true });
  }

  private flush(): void {
    const bytes = Buffer.concat(
      this.pending.map((chunk) => (typeof chunk === 'string' ? Buffer.from(chunk) : chunk)),
    );
    this.pending = [];
    this.pendingLength = 0;
    try {
      writeFully(this.descriptor, bytes);
    } catch (error) {
      throw this.failure(error);
    }
  }

  private close(): void {
    if (this.isOpen) closeSync(this.descriptor);
    this.isOpen = false;
  }

  private failure(error: unknown): UsageError {
    if (error instanceof UsageError) return error;
    return new UsageError(`cannot write ${this.path}: ${describeSystemError(error)}`);
  }
}

/** What this run is going to write. */
const announced: { readonly option: string; readonly path: string }[] = [];

/** Whatever cannot be written is said before anything is simulated; and no file that is read later may be the same. */
export function checkOutput(
  path: string | null,
  option: string,
  {
    scenarios,
    snapshots = [],
  }: { readonly scenarios: readonly string[]; readonly snapshots?: readonly string[] },
): void {
  if (path === null) return;
  if (path === '') throw new UsageError(`${option}: expected the name of a file, found nothing`);
  if (scenarios.some((file) => isSameFile(file, path))) {
    throw new UsageError(`${option} ${path}: that is the scenario, and it would be overwritten`);
  }
  if (snapshots.some((file) => isSameFile(file, path))) {
    throw new UsageError(`${option} ${path}: that is the place of the snapshot, and it would be overwritten`);
  }
  if (path !== standardOutput) OutputFile.check(path, option);
  announced.push({ option, path });
}

/** `read` of files that must not be written over: a side file is known only when the scenario has been read. */
export function readingInputs<T>(read: (path: string) => T): (path: string) => T {
  return (path) => {
    const output = announced.find((each) => isSameFile(each.path, path));
    if (output === undefined) return read(path);
    throw new UsageError(
      `${output.option} ${output.path}: the scenario reads that file, and it would be overwritten; name another`,
    );
  };
}

/** By any name: through links, and where two names are hard links of one file. */
export function isSameFile(one: string, other: string): boolean {
  if (one === standardOutput || other === standardOutput) return false;
  if (canonicalPath(one) === canonicalPath(other)) return true;
  const [first, second] = [statQuietly(one), statQuietly(other)];
  if (!first?.isFile() || !second?.isFile()) return false;
  return first.dev === second.dev && first.ino === second.ino;
}

function statQuietly(path: string): Stats | null {
  try {
    return statOf(path);
  } catch {
    return null;
  }
}

/** To the file that `--out` names, else to standard output. */
export function writeReport(out: string | null, chunks: Iterable<string>): void {
  const file = out === null ? null : new OutputFile(out, '--out');
  try {
    for (const chunk of chunks) {
      if (file === null) writeOut(chunk);
      else file.write(chunk);
    }
    file?.commit();
  } finally {
    file?.discard();
  }
}

/** One name for one file, also where a link leads to it or where it does not exist yet. */
function canonicalPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    try {
      return join(realpathSync(dirname(resolve(path))), basename(path));
    } catch {
      return resolve(path);
    }
  }
}

/**
 * Random, so that neither two runs at once nor what a killed run left behind is in the way: in a container every run has the
 * same process number. Both threads of a run have one, so that the first can tidy up after the second.
 */
let runName: string | undefined;

export function nameOfRun(): string {
  runName ??= randomBytes(8).toString('hex');
  return runName;
}

export function useNameOfRun(name: string): void {
  runName = name;
}

function temporaryPath(path: string, option: string): string {
  return join(dirname(path), `.fleetsim-${nameOfRun()}${option}.tmp`);
}

/** Of a thread that was ended while it wrote. */
export function removeTemporaryFile(path: string | null, option: string): void {
  if (path !== null) rmSync(temporaryPath(canonicalPath(path), option), { force: true });
}

function mustBeWritable(path: string, option: string): void {
  try {
    accessSync(path, constants.W_OK);
  } catch (error) {
    throw new UsageError(`${option} ${path}: cannot be written: ${describeSystemError(error)}`);
  }
}

function isNoFile(existing: Stats | null): boolean {
  return existing !== null && !existing.isFile() && !existing.isDirectory();
}

/** What is there; links that lead nowhere are the user's to put right. */
function lookAt(path: string, option: string): Stats | null {
  try {
    return statOf(path);
  } catch (error) {
    throw new UsageError(`${option} ${path}: cannot be written: ${describeSystemError(error)}`);
  }
}

function statOf(path: string): Stats | null {
  return statSync(path, { throwIfNoEntry: false }) ?? null;
}
