/** Why a node was or was not patched, as plain data: link by link, in the one order of causes. */
import type { CauseId } from '../capability/causes.ts';

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
  /** When it came to be patched; null: it is not, or it was before the run began. */
  readonly patchedAt: string | null;
  /**
   * The last time that an Install meant it: what it needs to be managed and patched is looked at as it was then. Null:
   * none ever did, and everything is told as of `at`.
   */
  readonly lastChance: string | null;
  /** The first of `blocking`; null exactly for a patched node. */
  readonly cause: CauseId | null;
  /** Everything that blocks, in order. */
  readonly blocking: readonly CauseId[];
  readonly links: readonly Link[];
  readonly remedy: RemedyOutcome | null;
  readonly chance: Chance | null;
}

export const linkNames = [
  'agent',
  'instance-profile',
  'network',
  'registration',
  'patching-permission',
  'tags-and-patch-group',
  'baseline',
  'window-and-target',
  'rate-control',
  'run',
  'reboot',
  'report',
] as const;
export type LinkName = (typeof linkNames)[number];

/**
 * `unknown`: nothing in the run says; what comes before it was not looked at, or no longer leaves a trace.
 * `not reached`: the chain broke before it.
 */
export type LinkState = 'ok' | 'blocks' | 'not reached' | 'unknown';

export interface Link {
  readonly link: LinkName;
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

export type LinkDetail = PatchDetail | QueueDetail | StepDetail;

/** A patch that the node lacks, or that waits for its reboot; with `--patch` whichever was asked about. */
export interface PatchDetail {
  readonly kind: 'patch';
  readonly patch: string;
  readonly classification: string;
  readonly severity: string;
  readonly released: string;
  readonly verdict: 'approved' | 'not approved yet' | 'rejected' | 'not selected' | 'not released yet';
  /** The rule or list that decided, in words. */
  readonly by: string;
  /** The second from which the baseline approves it; null: it never does as it stands. */
  readonly approvedAt: string | null;
  /** How it stands on the node. */
  readonly state:
    | 'missing'
    | 'failed'
    | 'pending reboot'
    | 'replaced by a newer one'
    | 'installed'
    | 'not applicable';
}

/** The node's place in the order in which one command goes out. */
export interface QueueDetail {
  readonly kind: 'queue';
  readonly command: string;
  /** From 1; null: it was not among the targets. */
  readonly place: number | null;
  readonly targets: number;
  readonly sentTo: number;
  readonly maxConcurrency: number | null;
  readonly maxErrors: number | null;
  readonly errors: number;
  readonly sentAt: string | null;
  readonly haltedAt: string | null;
  /** Whose error passed MaxErrors. */
  readonly haltedBy: string | null;
}

/** One thing that happened to the node, with what the journal says of it. */
export interface StepDetail {
  readonly kind: 'step';
  readonly at: string;
  /** As in the journal. */
  readonly event: string;
  readonly text: string;
  readonly exitCode: number | null;
}

/** The whole set of changes that is needed, and the run that shows that it is. */
export interface RemedyOutcome {
  readonly changes: readonly Change[];
  readonly summary: string;
  readonly proof: {
    readonly isPatched: boolean;
    /** As last reported. */
    readonly compliance: string;
    readonly patchedAt: string | null;
    readonly remainingCause: CauseId | null;
  };
}

export interface Change {
  readonly text: string;
  readonly cause: CauseId;
  readonly kind: 'configuration' | 'operator action' | 'schedule';
  /** What `--set` takes. */
  readonly set: readonly { readonly key: string; readonly value: string }[];
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
  readonly patched: number;
  /** Those with the most nodes first. */
  readonly groups: readonly CauseGroup[];
}

export interface CauseGroup {
  readonly cause: CauseId;
  readonly count: number;
  /** The first twenty. */
  readonly nodes: readonly string[];
  readonly remedies: readonly { readonly text: string; readonly wins: number }[];
}

/** What an explanation is written with, by capability: what each cause means in a sentence, and what each link is called. */
export interface ExplanationWords {
  readonly causes: Readonly<Record<CauseId, string>>;
  readonly links: Readonly<Record<string, string>>;
}
