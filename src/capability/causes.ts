/**
 * Why a node is not patched. A cause is one object in the folder of the capability that knows it; the order in which causes
 * are named, and in which `explain` walks, is that of their stages and of their places in them.
 */
import { oncePer } from '../fields/fields.ts';
import { assert, fail } from '../kernel/assert.ts';
import { type CauseId, type CauseStage, causeStages } from './cause-stages.ts';
import type { ChangeSet, Incident } from './changes.ts';
import type { Situation } from './situation.ts';

export { type CauseId, type CauseStage, causeStages, isBefore } from './cause-stages.ts';

/** What a report can tell of one node, as an example of a cause. */
export type ExamplePart =
  | 'os'
  | 'agent'
  | 'profile'
  | 'activation'
  | 'network'
  | 'tags'
  | 'run'
  | 'ping'
  | 'run or ping'
  | 'patch'
  | 'lacks'
  | 'report';

export interface CauseSpec {
  readonly stage: CauseStage;
  /** Its place in the stage. Two causes of one place fail a test. */
  readonly place: number;
  /** The link of `explain` that it breaks. */
  readonly link: string;
  /** In one sentence, for someone who has not read the documentation. */
  readonly summary: string;
  /** What would have been needed. `by`: the moment at which it counted, such as `by 2025-01-04 18:00:12 UTC`. */
  readonly needed: (by: string) => string;
  /** What the AWS console shows. */
  readonly console: string;
  /** The line of the AWS CLI that shows it; absent: that of its link does. */
  readonly cli?: (situation: Situation) => string;
  readonly page: string;
  /** What is told of one node that has it, in this order. */
  readonly example: readonly ExamplePart[];
  /** Changes to try, the likeliest first. Which of them helps, a run decides. */
  readonly remedies: (incident: Incident) => readonly ChangeSet[];
  /** Its section in the page of causes: what it is, what is seen at AWS, and what to do. */
  readonly meaning: string;
  readonly seen: string;
  readonly advice: string;
  /** Another run may go otherwise with nothing changed. */
  readonly isChance?: boolean;
  /** Whether the node lacks patches cannot be said: what would patch it is not simulated. */
  readonly isUnknown?: boolean;
  /** It follows by itself where a prerequisite was missing, and is no second reason then. */
  readonly isConsequence?: boolean;
}

export type CauseSpecs = Readonly<Record<CauseId, CauseSpec>>;

/** A list of capabilities, as far as their causes go. */
export type WithCauses = readonly { readonly causes?: CauseSpecs }[];

/** The causes of some capabilities in their order. Each has a small number, so that a node's fits into an array of numbers. */
export class CauseTable {
  readonly ids: readonly CauseId[];
  private readonly specs: readonly CauseSpec[];
  private readonly places: ReadonlyMap<CauseId, number>;

  constructor(capabilities: WithCauses) {
    const all = capabilities.flatMap(({ causes }) => Object.entries(causes ?? {}));
    const sorted = all.sort(([, a], [, b]) => orderOf(a) - orderOf(b));
    this.ids = sorted.map(([id]) => id);
    this.specs = sorted.map(([, spec]) => spec);
    this.places = new Map(this.ids.map((id, place) => [id, place]));
    assert(this.places.size === all.length, 'two capabilities have a cause of one name');
  }

  /** From 0, in the order of causes. */
  placeOf(id: CauseId): number {
    return this.places.get(id) ?? fail(`no capability knows the cause ${id}`);
  }

  of(id: CauseId): CauseSpec {
    return this.specs[this.placeOf(id)]!;
  }

  /** In the order of causes, each once. */
  inOrder(ids: Iterable<CauseId>): CauseId[] {
    return [...new Set(ids)].sort((a, b) => this.placeOf(a) - this.placeOf(b));
  }
}

/** More than the places of any stage. */
const stageSpan = 10_000;

function orderOf({ stage, place }: CauseSpec): number {
  return causeStages.indexOf(stage) * stageSpan + place;
}

/** One table for one list of capabilities. */
export const causesOf = oncePer((capabilities: WithCauses) => new CauseTable(capabilities));
