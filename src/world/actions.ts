/** A call to AWS's API at an instant, as `actions` of a scenario has it. */
export interface Action {
  readonly id: string;
  readonly atMs: number;
  /** Its place in the list of the file. */
  readonly index: number;
  /** A name under `accounts`, in which the call is made; absent: that of `account`. */
  readonly account?: string;
  /** A name under `principals`, in whose name it is made; absent: of someone who may do everything. */
  readonly as?: string;
  /** `SendCommand` */
  readonly call: string;
  /** What the spec of the call has made of the request: `madeBy(action, sendCommand)` gives it typed. */
  readonly made: unknown;
}
