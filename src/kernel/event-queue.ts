/**
 * What happens next: the earliest event, and of events at one time the one that was pushed first.
 *
 * Wheels within wheels instead of a heap, since time is a whole number and never runs backwards. (Varghese, Lauck,
 * "Hashed and hierarchical timing wheels", SOSP 1987; Ahuja, Mehlhorn, Orlin, Tarjan, "Faster algorithms for the
 * shortest path problem", J. ACM 37, 1990, whose radix heap this is with wider digits.) A step is a look at a few bits
 * rather than a path of comparisons, and first in, first out needs no sequence number: lists keep their order.
 *
 * A time is written in digits of 8 bits. `reached` is a time that no pending event precedes. An event is kept at the level
 * of the highest digit in which its time differs from `reached`, in the list of its own digit there. So:
 * - the lowest digit in use on the lowest level in use has the earliest events;
 * - events at one time are always in one list, in the order in which they came;
 * - when the earliest event of a list is taken, `reached` becomes its time and the rest of the list falls to lower levels,
 *   which were empty, in order. No other event has to move.
 */

const digitCount = 256;
/** 53 bits in digits of 8: four in the low word of a time, three in the high word. */
const levelCount = 7;
const lowWordLevelCount = 4;
const listCount = levelCount * digitCount;
const twoToMinus32 = 2.3283064365386963e-10;

/** An event is a row of eight words: the next row of its list, these, and as doubles its time and its argument. */
const typeWord = 1;
const subjectWord = 2;
const timeDouble = 2;
const argumentDouble = 3;
const rowWords = 8;

/**
 * All words are in one array, which is cheaper to reach than five. First the heads of the lists, one word for each, so that
 * an empty list can have itself as its last element and appending needs no branch; then the last row of each list, or the
 * list itself while it is empty; one bit for each list, in the order of their digits; one bit for each word of bits; rows.
 */
const lastsStart = listCount;
const listBitsStart = lastsStart + listCount;
const wordBitsStart = listBitsStart + listCount / 32;
const rowsStart = wordBitsStart + 8;

/** No row: rows come after the heads of the lists. */
export const noEvent = 0;

export class EventQueue {
  /** Lists, bits and rows, all by index of their first word. */
  private words: Int32Array;
  private doubles: Float64Array;
  /** One bit for each level. */
  private levelBits = 0;
  private reachedHigh = 0;
  private reachedLow = 0;
  /** Rows given back, linked by their first word; behind `fresh`, rows never used. */
  private freed = noEvent;
  private fresh = rowsStart;

  constructor(capacity = 1024) {
    this.words = new Int32Array(rowsStart + rowWords * capacity);
    this.doubles = new Float64Array(this.words.buffer);
    this.clear();
  }

  get isEmpty(): boolean {
    return this.levelBits === 0;
  }

  /** Forgets all events and goes back to a time, no event before it; keeps the memory. */
  clear(time = 0): void {
    for (let list = 0; list < listCount; list += 1) this.words[lastsStart + list] = list;
    this.words.fill(0, listBitsStart, rowsStart);
    this.levelBits = 0;
    this.reach(time);
    this.freed = noEvent;
    this.fresh = rowsStart;
  }

  /** `time`: whole, from 0, not before the event taken last. `type` and `subject`: 32 bits. The caller has checked. */
  push(time: number, type: number, subject: number, argument: number): void {
    const row = this.freed === noEvent ? this.takeFresh() : this.takeFreed();
    this.words[row + typeWord] = type;
    this.words[row + subjectWord] = subject;
    this.doubles[(row >> 1) + timeDouble] = time;
    this.doubles[(row >> 1) + argumentDouble] = argument;
    this.append(row, (time * twoToMinus32) | 0, time | 0);
  }

  /** Takes out the next event; its row can be read until the next push. `noEvent` when there is none. */
  take(): number {
    const levelBits = this.levelBits;
    if (levelBits === 0) return noEvent;
    const words = this.words;
    const level = lowestBit(levelBits);
    const wordBits = words[wordBitsStart + level]!;
    const word = (level << 3) | lowestBit(wordBits);
    const bits = words[listBitsStart + word]!;
    const list = (word << 5) | lowestBit(bits);
    const first = words[list]!;
    const last = words[lastsStart + list]!;

    if (level === 0 && first !== last) {
      // All of one time: the others stay.
      words[list] = words[first]!;
    } else {
      words[lastsStart + list] = list;
      const bitsLeft = bits & (bits - 1);
      words[listBitsStart + word] = bitsLeft;
      const wordBitsLeft = wordBits & (wordBits - isZero(bitsLeft));
      words[wordBitsStart + level] = wordBitsLeft;
      this.levelBits = levelBits & (levelBits - isZero(wordBitsLeft));
    }
    const row = first === last || level === 0 ? first : this.scatter(first, last);
    this.reach(this.timeOf(row));
    words[row] = this.freed;
    this.freed = row;
    return row;
  }

  timeOf(row: number): number {
    return this.doubles[(row >> 1) + timeDouble]!;
  }

  typeOf(row: number): number {
    return this.words[row + typeWord]!;
  }

  subjectOf(row: number): number {
    return this.words[row + subjectWord]!;
  }

  argumentOf(row: number): number {
    return this.doubles[(row >> 1) + argumentDouble]!;
  }

  /** Whether an event is pending at the time of the one taken last: only such events differ from `reached` in no digit. */
  hasMoreNow(): boolean {
    const digit = this.reachedLow & (digitCount - 1);
    return ((this.words[listBitsStart + (digit >> 5)]! >>> (digit & 31)) & 1) === 1;
  }

  private reach(time: number): void {
    this.reachedHigh = (time * twoToMinus32) | 0;
    this.reachedLow = time | 0;
  }

  private append(row: number, high: number, low: number): void {
    const list =
      high === this.reachedHigh
        ? listOf(0, low ^ this.reachedLow, low)
        : listOf(lowWordLevelCount, high ^ this.reachedHigh, high);
    const words = this.words;
    words[words[lastsStart + list]!] = row;
    words[lastsStart + list] = row;
    const word = list >> 5;
    words[listBitsStart + word]! |= 1 << list;
    // Mostly set already, and then not written: a write that is not made costs no wait.
    const wordBits = words[wordBitsStart + (list >> 8)]!;
    if (((wordBits >> (word & 7)) & 1) === 0) {
      words[wordBitsStart + (list >> 8)] = wordBits | (1 << (word & 7));
      this.levelBits |= 1 << (list >> 8);
    }
  }

  /** Returns the earliest of a list already taken off the wheels, and appends the others where they now belong. */
  private scatter(first: number, last: number): number {
    const words = this.words;
    let earliest = first;
    for (let row = first; row !== last; ) {
      row = words[row]!;
      if (this.timeOf(row) < this.timeOf(earliest)) earliest = row;
    }
    this.reach(this.timeOf(earliest));
    let next = first;
    for (let row = next; ; row = next) {
      // Read before the row is linked elsewhere.
      next = words[row]!;
      if (row !== earliest) {
        const time = this.timeOf(row);
        this.append(row, (time * twoToMinus32) | 0, time | 0);
      }
      if (row === last) return earliest;
    }
  }

  private takeFreed(): number {
    const row = this.freed;
    this.freed = this.words[row]!;
    return row;
  }

  private takeFresh(): number {
    const row = this.fresh;
    this.fresh += rowWords;
    if (this.fresh > this.words.length) {
      const larger = new Int32Array(2 * this.words.length);
      larger.set(this.words);
      this.words = larger;
      this.doubles = new Float64Array(larger.buffer);
    }
    return row;
  }
}

function lowestBit(bits: number): number {
  return 31 - Math.clz32(bits & -bits);
}

/** The list, counted from a level, of a word's digit at the highest digit in which it differs from another. */
function listOf(level: number, difference: number, word: number): number {
  const digit = (31 - Math.clz32(difference | 1)) >> 3;
  return ((level + digit) << 8) | ((word >>> (digit << 3)) & (digitCount - 1));
}

/** 1 or 0, without a branch. */
function isZero(bits: number): number {
  return 1 - ((bits | -bits) >>> 31);
}
