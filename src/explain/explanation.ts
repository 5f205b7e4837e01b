/** Why a node was or was not patched, as plain data: link by link, in the one order of causes. */
import type { CauseId } from '../capability/causes.ts';
import type { Change } from '../capability/changes.ts';
import type { LinkDetail, LinkState } from '../capability/links.ts';

export const explanationSchema = 'fleetsim.explanation/1';
export const explanationsSchema = 'fleetsim.explanations/1';

/** What both kinds of explanation begin with. */
export interface ExplainedRun {
  readonly fleetsim: string;
  readonly scenario: { readonly name: string; readonly file: string; readonly sha256: string };
  readonly overrides: Readonly<Record<string, unknown>>;
  readonly seed: string;
  readonly replication: number;
  /** The instant that is explained: the end of the run, or `--at`. */
  readonly at: string;
}

export interface ExplainedNode {
  readonly name: string;
  readonly id: string;
  readonly group: string;
  readonly os: string;
  /** As they stand at `at`. */
  readonly tags: Readonly<Record<string, string>>;
}

export interface Explanation extends ExplainedRun {
  readonly schema: typeof explanationSchema;
  readonly node: ExplainedNode;
  readonly isPatched: boolean;
  /** As metrics write it: upToDate, heldBack, waiting or missed. */
  readonly state: string;
  /** When it came to be patched; null: it is not, or it was before the run began. */
  readonly patchedAt: string | null;
  /**
   * The last time that an Install meant it: what it needs to be managed and patched is looked at as it was then. Null:
   * none ever did, and everything is told as of `at`.
   */
  readonly lastChance: string | null;
  /** The file has patches for its operating system: without, only whether it is managed can be told. */
  readonly hasPatches: boolean;
  /** Null exactly for a node that is up to date. */
  readonly cause: CauseId | null;
  /** Null: not managed. */
  readonly pingStatus: 'Online' | 'ConnectionLost' | null;
  /** Null exactly for a managed node. */
  readonly unmanagedCause: CauseId | null;
  /** Since when it is ConnectionLost, or not managed; null: it is Online, or since before the run began. */
  readonly awaySince: string | null;
  /** Everything that blocks, in order; of a node that is up to date, what it lacks at `at` to be managed and patched. */
  readonly blocking: readonly CauseId[];
  readonly links: readonly Link[];
  readonly remedy: RemedyOutcome | null;
  readonly chance: Chance | null;
}

export interface Link {
  readonly link: string;
  readonly state: LinkState;
  /** Of `blocking`, those that this link stands for. */
  readonly causes: readonly CauseId[];
  readonly found: readonly string[];
  /** What would have been needed; null where nothing is. */
  readonly needed: string | null;
  /** What the AWS console shows. */
  readonly console: string;
  /** The line of the AWS CLI that checks it on a real account. */
  readonly cli: string;
  /** The page of AWS that says so. */
  readonly page: string;
  readonly details: readonly LinkDetail[];
}

/** A change as it is shown. */
export interface WrittenChange extends Omit<Change, 'set'> {
  /** What `--set` takes. */
  readonly set: readonly { readonly key: string; readonly value: string }[];
}

/** The whole set of changes that is needed, and the run that shows that it is. */
export interface RemedyOutcome {
  readonly changes: readonly WrittenChange[];
  readonly summary: string;
  readonly proof: {
    readonly isPatched: boolean;
    readonly isManaged: boolean;
    /** As last reported. */
    readonly compliance: string;
    readonly patchedAt: string | null;
    readonly remainingCause: CauseId | null;
  };
}

/** The share of replications in which this node is patched. */
export interface Chance {
  readonly share: number;
  readonly low: number;
  readonly high: number;
  readonly replications: number;
}

/** Every unpatched node, by its first cause. */
export interface ExplanationOfAll extends ExplainedRun {
  readonly schema: typeof explanationsSchema;
  readonly nodes: number;
  /** How many nodes are in each state, from best to worst. */
  readonly states: Readonly<Record<string, number>>;
  readonly hasPatches: boolean;
  /** Nodes that are not up to date; those causes with the most nodes first. */
  readonly groups: readonly CauseGroup[];
  /** Nodes that are not managed, whatever they lack; those causes with the most nodes first. */
  readonly unmanaged: readonly CauseGroup[];
}

export interface CauseGroup {
  readonly cause: CauseId;
  readonly count: number;
  /** The first twenty. */
  readonly nodes: readonly string[];
  readonly remedies: readonly { readonly text: string; readonly fixes: number }[];
}

/** What reports need to write an explanation, of the capabilities that took part. */
export interface ExplanationWords {
  /** What each cause means, in a sentence. */
  readonly causes: Readonly<Record<CauseId, string>>;
  /** Those with which it is not known whether a node lacks patches. */
  readonly unknown: ReadonlySet<CauseId>;
  readonly links: Readonly<Record<string, LinkWords>>;
}

export interface LinkWords {
  readonly title: string;
  readonly lines: (details: readonly LinkDetail[]) => readonly string[];
}
