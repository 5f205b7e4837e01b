/** Blocks of runs as bytes: written as the runs come, and read piece by piece with their checksum. */
import { createHash } from 'node:crypto';
import { closeSync, readSync } from 'node:fs';
import { describeSystemError, UsageError } from '../diagnostics/usage-error.ts';
import {
  type BlockHeader,
  blockEndLength,
  blockLengthOf,
  blockStartLength,
  headerBytes,
  headerLengthOf,
  readHeader,
} from '../experiment/block-header.ts';
import { rowBytes } from '../experiment/block-rows.ts';
import type { RowSink } from '../experiment/replicate.ts';
import { openFile } from './read-file.ts';

/** A block that cannot be merged is a mistake in the question, not an outcome of a scenario. */
export class BlockError extends UsageError {}

/** Takes the rows of every variant, and hands on the bytes of a block. */
export class BlockWriter {
  readonly sinks: readonly RowSink[];
  private count = 0;
  private readonly hash = createHash('sha256');
  private readonly handOn: (bytes: Uint8Array) => void;

  constructor(header: BlockHeader, handOn: (bytes: Uint8Array) => void) {
    this.handOn = handOn;
    this.write(headerBytes(header));
    const width = header.metrics.length;
    const waiting: Float64Array[] = [];
    // Replications come in chunks, one variant after the other.
    const append = (rows: Float64Array) => {
      waiting.push(rows);
      if (waiting.length < header.variants.length) return;
      const count = rows.length / width;
      this.write(rowBytes(waiting, count));
      waiting.length = 0;
      this.count += count;
    };
    const countNow = () => this.count;
    this.sinks = header.variants.map(() => ({
      get count() {
        return countNow();
      },
      reserve() {},
      append,
    }));
  }

  end(): void {
    this.handOn(this.hash.digest());
  }

  private write(bytes: Uint8Array): void {
    this.hash.update(bytes);
    this.handOn(bytes);
  }
}

/** Where the bytes of a block are. */
export interface BlockInput {
  readonly name: string;
  open(): OpenInput;
}

export interface OpenInput {
  readonly size: number;
  /** The next bytes; fewer at the end. */
  read(length: number): Uint8Array;
  close(): void;
}

export function blockInFile(path: string): BlockInput {
  return {
    name: path,
    open() {
      const opened = openFile(path, Number.MAX_SAFE_INTEGER);
      if ('error' in opened) throw new BlockError(`${path}: cannot be read: ${opened.error}`);
      const { descriptor, size } = opened;
      return {
        size,
        read(length) {
          const bytes = Buffer.alloc(length);
          let read = 0;
          try {
            for (let more = 1; more > 0 && read < length; read += more)
              more = readSync(descriptor, bytes, read, length - read, null);
          } catch (error) {
            throw new BlockError(`${path}: cannot be read: ${describeSystemError(error)}`);
          }
          return bytes.subarray(0, read);
        },
        close: () => closeSync(descriptor),
      };
    },
  };
}

/** A block that is being read. */
export class BlockReader {
  readonly name: string;
  readonly header: BlockHeader;
  private readonly input: OpenInput;
  private readonly hash = createHash('sha256');
  /** Of the rows, in bytes. */
  private left: number;

  constructor({ name, open }: BlockInput) {
    this.name = name;
    this.input = open();
    try {
      const length = headerLengthOf(this.next(Math.min(blockStartLength, this.input.size)));
      if (typeof length !== 'number') throw this.refusal(length.error);
      if (this.input.size < blockStartLength + length + blockEndLength) throw this.refusal(cutShort);
      const header = readHeader(this.next(length));
      if ('error' in header) throw this.refusal(header.error);
      const size = blockLengthOf(header, length);
      if (this.input.size < size) throw this.refusal(cutShort);
      if (this.input.size > size) throw this.refusal('it is damaged: it is longer than its header says');
      this.header = header;
      this.left = size - blockStartLength - length - blockEndLength;
    } catch (error) {
      this.input.close();
      throw error;
    }
  }

  rows(length: number): Uint8Array {
    this.left -= length;
    return this.next(length);
  }

  /** Whether what was read, and whatever is left, is what was written. */
  verify(): void {
    while (this.left > 0) this.rows(Math.min(this.left, chunkLength));
    const sum = this.input.read(blockEndLength);
    if (!this.hash.digest().equals(sum)) throw this.refusal('it is damaged: its checksum does not match');
  }

  close(): void {
    this.input.close();
  }

  private next(length: number): Uint8Array {
    const bytes = this.input.read(length);
    if (bytes.length < length) throw this.refusal(cutShort);
    this.hash.update(bytes);
    return bytes;
  }

  private refusal(why: string): BlockError {
    return new BlockError(`${this.name}: ${why}`);
  }
}

const cutShort = 'it is cut short: the file ends before its block does';
/** In bytes. */
export const chunkLength = 1024 * 1024;
