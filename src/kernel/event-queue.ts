/**
 * What happens next: the earliest event, and of events at one time the one that was pushed first.
 *
 * Wheels within wheels instead of a heap, since time is a whole number and never runs backwards. (Varghese, Lauck,
 * "Hashed and hierarchical timing wheels", SOSP 1987; Ahuja, Mehlhorn, Orlin, Tarjan, "Faster algorithms for the
 * shortest path problem", J. ACM 37, 1990, whose radix heap this is with wider digits.) A step is a look at a few bits
 * rather than a path of comparisons, and first in, first out needs no sequence number: lists keep their order.
 *
 * A time is written in digits of 8 bits. `reached` is a time that no pending event precedes. An event stands at the level
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
const two32 = 4294967296;
const twoToMinus32 = 2.3283064365386963e-10;

/** An event is a row of eight words: the next row of its list first, then these; words 6 and 7 are one double. */
const highWord = 1;
const lowWord = 2;
const typeWord = 3;
const subjectWord = 4;
const argumentDouble = 3;
const rowWords = 8;

/** No row: rows come after the heads of the lists. */
export const noEvent = 0;

export class EventQueue {
  /**
   * First one word for each list, its head, then the rows, all by index of their first word. Heads are cells of the same
   * array so that an empty list can have itself as its last element, and appending needs no branch.
   */
  private words: Int32Array;
  private doubles: Float64Array;
  /** For each list its last row, or the list itself while it is empty. */
  private readonly lasts = new Int32Array(listCount);
  /** One bit for each list, digit by digit; above that one bit for each word of the former; above that one a level. */
  private readonly listBits = new Int32Array(listCount / 32);
  private readonly wordBits = new Int32Array(levelCount);
  private levelBits = 0;
  private reachedHigh = 0;
  private reachedLow = 0;
  /** Rows given back, linked by their first word; behind `fresh`, rows never used. */
  private freed = noEvent;
  private fresh = listCount;

  constructor(capacity = 1024) {
    this.words = new Int32Array(listCount + rowWords * capacity);
    this.doubles = new Float64Array(this.words.buffer);
    this.clear();
  }

  get isEmpty(): boolean {
    return this.levelBits === 0;
  }

  /** Forgets all events and goes back to time 0; keeps the memory. */
  clear(): void {
    for (let list = 0; list < listCount; list += 1) this.lasts[list] = list;
    this.listBits.fill(0);
    this.wordBits.fill(0);
    this.levelBits = 0;
    this.reachedHigh = 0;
    this.reachedLow = 0;
    this.freed = noEvent;
    this.fresh = listCount;
  }

  /** `time`: whole, from 0, not before the event taken last. `type` and `subject`: 32 bits. The caller has checked. */
  push(time: number, type: number, subject: number, argument: number): void {
    const row = this.freed === noEvent ? this.takeFresh() : this.takeFreed();
    const high = (time * twoToMinus32) | 0;
    const low = time | 0;
    const words = this.words;
    words[row + highWord] = high;
    words[row + lowWord] = low;
    words[row + typeWord] = type;
    words[row + subjectWord] = subject;
    this.doubles[(row >> 1) + argumentDouble] = argument;
    this.append(row, high, low);
  }

  /** Takes out the next event; its row can be read until the next push. `noEvent` when there is none. */
  take(): number {
    const levelBits = this.levelBits;
    if (levelBits === 0) return noEvent;
    const words = this.words;
    const level = lowestBit(levelBits);
    const wordBits = this.wordBits[level]!;
    const word = (level << 3) | lowestBit(wordBits);
    const bits = this.listBits[word]!;
    const list = (word << 5) | lowestBit(bits);
    const first = words[list]!;
    const last = this.lasts[list]!;

    if (level === 0 && first !== last) {
      // All of one time: the others stay.
      words[list] = words[first]!;
    } else {
      this.lasts[list] = list;
      const bitsLeft = bits & (bits - 1);
      this.listBits[word] = bitsLeft;
      const wordBitsLeft = wordBits & (wordBits - isZero(bitsLeft));
      this.wordBits[level] = wordBitsLeft;
      this.levelBits = levelBits & (levelBits - isZero(wordBitsLeft));
    }
    const row = first === last || level === 0 ? first : this.scatter(first, last);
    this.reachedHigh = words[row + highWord]!;
    this.reachedLow = words[row + lowWord]!;
    words[row] = this.freed;
    this.freed = row;
    return row;
  }

  timeOf(row: number): number {
    return this.words[row + highWord]! * two32 + (this.words[row + lowWord]! >>> 0);
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

  /** Whether an event is pending at the time of the one taken last: such events differ from `reached` in no digit. */
  hasMoreNow(): boolean {
    const digit = this.reachedLow & (digitCount - 1);
    return ((this.listBits[digit >> 5]! >>> (digit & 31)) & 1) === 1;
  }

  private append(row: number, high: number, low: number): void {
    let list: number;
    let level: number;
    if (high === this.reachedHigh) {
      level = highestDigit(low ^ this.reachedLow);
      list = (level << 8) | ((low >>> (level << 3)) & (digitCount - 1));
    } else {
      const digit = highestDigit(high ^ this.reachedHigh);
      level = lowWordLevelCount + digit;
      list = (level << 8) | ((high >>> (digit << 3)) & (digitCount - 1));
    }
    this.words[this.lasts[list]!] = row;
    this.lasts[list] = row;
    const word = list >> 5;
    this.listBits[word]! |= 1 << list;
    if ((this.wordBits[level]! & (1 << (word & 7))) === 0) this.wordBits[level]! |= 1 << (word & 7);
    if ((this.levelBits & (1 << level)) === 0) this.levelBits |= 1 << level;
  }

  /** Returns the earliest of a list already taken off the wheels, and appends the others where they now belong. */
  private scatter(first: number, last: number): number {
    const words = this.words;
    let earliest = first;
    for (let row = first; row !== last; ) {
      row = words[row]!;
      if (this.isBefore(row, earliest)) earliest = row;
    }
    this.reachedHigh = words[earliest + highWord]!;
    this.reachedLow = words[earliest + lowWord]!;
    let next = first;
    for (let row = next; ; row = next) {
      // Read before the row is linked elsewhere.
      next = words[row]!;
      if (row !== earliest) this.append(row, words[row + highWord]!, words[row + lowWord]!);
      if (row === last) return earliest;
    }
  }

  private isBefore(row: number, other: number): boolean {
    const words = this.words;
    const high = words[row + highWord]!;
    const otherHigh = words[other + highWord]!;
    if (high !== otherHigh) return high < otherHigh;
    return words[row + lowWord]! >>> 0 < words[other + lowWord]! >>> 0;
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

/** The digit of 8 bits that the highest bit is in; 0 for none. */
function highestDigit(bits: number): number {
  return (31 - Math.clz32(bits | 1)) >> 3;
}

/** 1 or 0, without a branch. */
function isZero(bits: number): number {
  return 1 - ((bits | -bits) >>> 31);
}
