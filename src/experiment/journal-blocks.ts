/**
 * The journal of a run in a few hundred bytes: a rolling hash, noted after every thousand events. Where two journals
 * part is then known to a thousand events, and a snapshot can name the place without keeping the journal.
 */
import type { JournalEntry, JournalSink } from '../result/journal.ts';

export interface EventBlock {
  /** Events so far, those of the blocks before included. */
  readonly events: number;
  /** When the last of them happened. */
  readonly until: string;
  /** Of all events so far: blocks after the first difference differ too. */
  readonly hash: string;
}

/** The smallest number of events of a block. */
const blockEventsMin = 1000;

/** A journal of millions gets larger blocks instead of more: dropping every other note of a rolling hash loses nothing else. */
const blockCountMax = 256;

/** Makes the blocks of one journal. Hand its `sink` to the simulator. */
export class JournalHasher {
  private readonly hash = new RollingHash();
  private noted: EventBlock[] = [];
  private blockEvents = blockEventsMin;
  private eventCount = 0;
  private lastAt = '';

  readonly sink: JournalSink = (entry) => {
    this.hash.add(journalLine(entry));
    this.eventCount += 1;
    this.lastAt = entry.at;
    if (this.eventCount % this.blockEvents === 0) this.note();
  };

  /** Of the events so far. The last block may be a short one. */
  blocks(): readonly EventBlock[] {
    const isWhole = this.eventCount % this.blockEvents === 0;
    return isWhole ? this.noted : [...this.noted, this.current()];
  }

  private note(): void {
    if (this.noted.length === blockCountMax) {
      this.noted = this.noted.filter((_, index) => index % 2 === 1);
      this.blockEvents *= 2;
      if (this.eventCount % this.blockEvents !== 0) return;
    }
    this.noted.push(this.current());
  }

  private current(): EventBlock {
    return { events: this.eventCount, until: this.lastAt, hash: this.hash.text() };
  }
}

/** As `--events` writes it. */
export function journalLine(entry: JournalEntry): string {
  return JSON.stringify(entry);
}

/** A stretch of the journal of ours, in which the first event lies that the other does not have. */
export interface DifferentBlock {
  /** From 1. */
  readonly block: number;
  readonly firstEvent: number;
  readonly lastEvent: number;
  /** Time of the last event before it; null: it begins with the run. */
  readonly from: string | null;
  /** Null: ours ended before it. */
  readonly until: string | null;
}

/** Null: the journals are the same. */
export function firstDifferentBlock(
  stored: readonly EventBlock[],
  ours: readonly EventBlock[],
): DifferentBlock | null {
  const size = Math.max(blockEventsOf(stored), blockEventsOf(ours));
  const [theirs, mine] = [stored, ours].map((blocks) =>
    blocks.filter(({ events }, index) => events % size === 0 || index === blocks.length - 1),
  ) as [EventBlock[], EventBlock[]];
  const count = Math.max(theirs.length, mine.length);
  for (let index = 0; index < count; index += 1) {
    if (isSame(theirs[index], mine[index])) continue;
    const before = mine[index - 1];
    return {
      block: index + 1,
      firstEvent: (before?.events ?? 0) + 1,
      lastEvent: mine[index]?.events ?? before?.events ?? 0,
      from: before?.until ?? null,
      until: mine[index]?.until ?? null,
    };
  }
  return null;
}

function isSame(a: EventBlock | undefined, b: EventBlock | undefined): boolean {
  return a !== undefined && b !== undefined && a.hash === b.hash && a.events === b.events;
}

/** Blocks but the last are of one size. */
function blockEventsOf(blocks: readonly EventBlock[]): number {
  return Math.max(blockEventsMin, blocks.length > 1 ? blocks[0]!.events : 0);
}

/**
 * FNV-1a with 64 bits, in two halves of 32: Fowler, Noll, Vo and Eastlake, RFC 9923. It tells journals apart that differ by
 * accident, which is all that is asked of it.
 */
export class RollingHash {
  private high = 0xcbf29ce4 | 0;
  private low = 0x84222325 | 0;
  private readonly encoder = new TextEncoder();

  add(text: string): void {
    let { high, low } = this;
    for (const byte of this.encoder.encode(text)) {
      low ^= byte;
      // The prime is 2^40 + 435. Lower half times 435 by its two quarters, so that what is carried over is not lost.
      const first = (low & 0xffff) * primeLow;
      const second = (low >>> 16) * primeLow + (first >>> 16);
      high = (Math.imul(high, primeLow) + (second >>> 16) + (low << 8)) | 0;
      low = (second << 16) | (first & 0xffff);
    }
    this.high = high;
    this.low = low;
  }

  /** 16 hexadecimal digits. */
  text(): string {
    return [this.high, this.low].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');
  }
}

const primeLow = 435;
