/**
 * What changes about a node in a run: one record of 32 bytes each, side by side in one buffer. A large fleet is visited
 * in no order that a processor could foresee; with everything in one place a visit waits for memory once, not ten
 * times. The layout is private: there is a method for each field.
 */

export const power = {
  notLaunched: 0,
  running: 1,
  rebooting: 2,
  /** Did not come back from a reboot. */
  lost: 3,
  stopped: 4,
  terminated: 5,
} as const;

/** Index into the simulation's list of instance profiles. */
export const noProfile = -1;

const recordBytes = 32;
/** Where each field lies, in units of its own view. */
const wideStride = recordBytes / 8;
const wordStride = recordBytes / 4;
const halfStride = recordBytes / 2;
const silentAt = 0;
const rhythmAt = 1;
const epochAt = 4;
const cohortAt = 5;
const profileAt = 12;
const heldProfileAt = 13;
const rebootsAt = 14;
const flagsAt = 30;
/** Power in the lower half of the byte, the agent's state in the upper one. */
const stateAt = 31;

const flag = {
  networkCut: 1,
  registered: 2,
  hasCredentials: 4,
  breaksAtBoot: 8,
  isListed: 16,
  hasStartedUp: 32,
} as const;

export class NodeRecords {
  readonly count: number;
  private readonly wide: Float64Array;
  private readonly words: Uint32Array;
  private readonly halves: Int16Array;
  private readonly bytes: Uint8Array;

  constructor(count: number) {
    this.count = count;
    const buffer = new ArrayBuffer(count * recordBytes);
    this.wide = new Float64Array(buffer);
    this.words = new Uint32Array(buffer);
    this.halves = new Int16Array(buffer);
    this.bytes = new Uint8Array(buffer);
  }

  /** Everything as before the first event; a node stays in its cohort. */
  clearRecords(): void {
    for (let node = 0; node < this.count; node += 1) {
      for (let word = 0; word < wordStride; word += 1) {
        if (word !== cohortAt) this.words[node * wordStride + word] = 0;
      }
      this.halves[node * halfStride + profileAt] = noProfile;
      this.halves[node * halfStride + heldProfileAt] = noProfile;
      this.wide[node * wideStride + rhythmAt] = Number.NEGATIVE_INFINITY;
    }
  }

  cohortIndex(node: number): number {
    return this.words[node * wordStride + cohortAt]!;
  }

  protected setCohortIndex(node: number, cohort: number): void {
    this.words[node * wordStride + cohortAt] = cohort;
  }

  powerOf(node: number): number {
    return this.bytes[node * recordBytes + stateAt]! & 15;
  }

  /** Written by managed-nodes alone, as all below but the last. */
  setPower(node: number, state: number): void {
    const at = node * recordBytes + stateAt;
    this.bytes[at] = (this.bytes[at]! & ~15) | state;
  }

  isUp(node: number): boolean {
    return this.powerOf(node) === power.running;
  }

  /** Rebooting, lost or stopped: what `peakDown` counts. */
  isDown(node: number): boolean {
    const state = this.powerOf(node);
    return state === power.rebooting || state === power.lost || state === power.stopped;
  }

  /** One of `agentState`. */
  agentOf(node: number): number {
    return this.bytes[node * recordBytes + stateAt]! >> 4;
  }

  setAgent(node: number, state: number): void {
    const at = node * recordBytes + stateAt;
    this.bytes[at] = (this.bytes[at]! & 15) | (state << 4);
  }

  /** Since when the service hears nothing; Infinity while heartbeats arrive. */
  silentSinceMs(node: number): number {
    return this.wide[node * wideStride + silentAt]!;
  }

  setSilentSince(node: number, atMs: number): void {
    this.wide[node * wideStride + silentAt] = atMs;
  }

  /** When the agent started up that pings now; -Infinity: before the run. */
  rhythmSinceMs(node: number): number {
    return this.wide[node * wideStride + rhythmAt]!;
  }

  setRhythmSince(node: number, atMs: number): void {
    this.wide[node * wideStride + rhythmAt] = atMs;
  }

  /** Whether its heartbeats reach the service right now. */
  isPinging(node: number): boolean {
    return this.silentSinceMs(node) === Number.POSITIVE_INFINITY;
  }

  /** Counts stops, starts and changes, so that a timer set before one of them is recognised as stale. */
  epochOf(node: number): number {
    return this.words[node * wordStride + epochAt]!;
  }

  startEpoch(node: number): void {
    this.words[node * wordStride + epochAt]! += 1;
  }

  profileOf(node: number): number {
    return this.halves[node * halfStride + profileAt]!;
  }

  setProfile(node: number, profile: number): void {
    this.halves[node * halfStride + profileAt] = profile;
  }

  /** That of the credentials which the agent holds, whatever profile is attached by now. */
  heldProfileOf(node: number): number {
    return this.halves[node * halfStride + heldProfileAt]!;
  }

  setHeldProfile(node: number, profile: number): void {
    this.halves[node * halfStride + heldProfileAt] = profile;
  }

  rebootCountOf(node: number): number {
    return this.halves[node * halfStride + rebootsAt]! & 0xffff;
  }

  countReboot(node: number): void {
    this.halves[node * halfStride + rebootsAt]! += 1;
  }

  isNetworkCut(node: number): boolean {
    return this.has(node, flag.networkCut);
  }

  setNetworkCut(node: number, isCut: boolean): void {
    this.put(node, flag.networkCut, isCut);
  }

  isRegistered(node: number): boolean {
    return this.has(node, flag.registered);
  }

  setRegistered(node: number, isRegistered: boolean): void {
    this.put(node, flag.registered, isRegistered);
  }

  /** Whether the agent holds credentials that the service accepts. */
  hasCredentials(node: number): boolean {
    return this.has(node, flag.hasCredentials);
  }

  setHasCredentials(node: number, hasThem: boolean): void {
    this.put(node, flag.hasCredentials, hasThem);
  }

  /** Whether DescribeInstanceInformation has it, Online or ConnectionLost. */
  isListed(node: number): boolean {
    return this.has(node, flag.isListed);
  }

  setListed(node: number, isListed: boolean): void {
    this.put(node, flag.isListed, isListed);
  }

  /** Whether the agent has come online since it last started. */
  hasStartedUp(node: number): boolean {
    return this.has(node, flag.hasStartedUp);
  }

  setStartedUp(node: number, hasStartedUp: boolean): void {
    this.put(node, flag.hasStartedUp, hasStartedUp);
  }

  /** The next boot will not succeed. */
  breaksAtBoot(node: number): boolean {
    return this.has(node, flag.breaksAtBoot);
  }

  /** Written by patch-manager, and by managed-nodes for reboots that fail for no patch's reason. */
  setBreaksAtBoot(node: number, breaks: boolean): void {
    this.put(node, flag.breaksAtBoot, breaks);
  }

  private has(node: number, bit: number): boolean {
    return (this.bytes[node * recordBytes + flagsAt]! & bit) !== 0;
  }

  private put(node: number, bit: number, isSet: boolean): void {
    const at = node * recordBytes + flagsAt;
    this.bytes[at] = isSet ? this.bytes[at]! | bit : this.bytes[at]! & ~bit;
  }
}
