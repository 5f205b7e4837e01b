/** What is kept of the last install opportunity of each node, packed, since a fleet has millions of nodes. */
import { type CauseId, type CauseTable, causesOf } from '../../capability/causes.ts';
import { capabilitiesOf } from '../../capability/registry.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { assert } from '../../kernel/assert.ts';
import type { Approvals } from './approvals.ts';

/** More than there are causes: two of them make one number. */
const codeBase = 256;

export interface Opportunity {
  /** When what it needed is looked at. */
  readonly atMs: number;
  readonly approvals: Approvals;
  readonly prerequisite: CauseId | null;
  /** Null: it went through, or only the reboot after it failed. */
  readonly outcome: CauseId | null;
  readonly isInProgress: boolean;
}

/** With when the run asked for it: of several the last one counts. */
export interface Noted extends Opportunity {
  readonly askedMs: number;
}

export class OpportunityRecords {
  /** By node: when the run asked, when its prerequisites counted, and the codes of the prerequisite and of the outcome. */
  private readonly askedMs: Float64Array;
  private readonly atMs: Float64Array;
  private readonly codes: Uint16Array;
  private readonly inProgress: Uint8Array;
  private readonly approvals: (Approvals | undefined)[];
  private readonly causes: CauseTable;

  constructor({ fleet: { count }, scenario }: Simulation) {
    this.causes = causesOf(capabilitiesOf(scenario));
    assert(this.causes.ids.length < codeBase, `more than ${codeBase - 1} causes`);
    this.askedMs = new Float64Array(count);
    this.atMs = new Float64Array(count);
    this.codes = new Uint16Array(count);
    this.inProgress = new Uint8Array(count);
    this.approvals = new Array(count).fill(undefined);
  }

  clear(): void {
    this.askedMs.fill(Number.NEGATIVE_INFINITY);
    this.atMs.fill(Number.NEGATIVE_INFINITY);
    this.codes.fill(0);
    this.inProgress.fill(0);
    this.approvals.fill(undefined);
  }

  askedAt(node: number): number {
    return this.askedMs[node]!;
  }

  isInProgress(node: number): boolean {
    return this.inProgress[node] === 1;
  }

  /** Null: nothing ever tried to install on this node. */
  of(node: number): Noted | null {
    const approvals = this.approvals[node];
    if (approvals === undefined) return null;
    const code = this.codes[node]!;
    return {
      askedMs: this.askedMs[node]!,
      atMs: this.atMs[node]!,
      approvals,
      prerequisite: this.causeOf(Math.floor(code / codeBase)),
      outcome: this.causeOf(code % codeBase),
      isInProgress: this.isInProgress(node),
    };
  }

  note(node: number, noted: Noted | null): void {
    this.askedMs[node] = noted?.askedMs ?? Number.NEGATIVE_INFINITY;
    this.atMs[node] = noted?.atMs ?? Number.NEGATIVE_INFINITY;
    this.codes[node] =
      noted === null ? 0 : this.codeOf(noted.prerequisite) * codeBase + this.codeOf(noted.outcome);
    this.inProgress[node] = noted?.isInProgress === true ? 1 : 0;
    this.approvals[node] = noted?.approvals;
  }

  /** The cause's place, plus one; 0 is none. */
  private codeOf(cause: CauseId | null): number {
    return cause === null ? 0 : this.causes.placeOf(cause) + 1;
  }

  private causeOf(code: number): CauseId | null {
    return code === 0 ? null : this.causes.ids[code - 1]!;
  }
}
