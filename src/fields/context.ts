import type { NotSimulated } from '../diagnostics/not-simulated.ts';
import type { DataPath, Problems } from '../diagnostics/problem.ts';
import type { Account } from '../world/scenario.ts';

export interface ProblemOptions {
  readonly help?: string | undefined;
  /** Point at the key (for one that is unknown) or at the value, the default. */
  readonly at?: 'key' | 'value';
  /** AWS's own name for it, such as `ValidationException`. */
  readonly awsError?: string | undefined;
  /** It is not simulated by this version. */
  readonly notSimulated?: NotSimulated | undefined;
}

/**
 * What every part of the loader is given.
 *
 * The data it reads are plain: maps are objects without a prototype, lists are arrays, and **every scalar is its
 * source text** (`10`, `3.10`, `true`), or null where nothing, `~` or `null` is written. So `10` and `"10"` are one,
 * as CloudFormation has it, and nothing is lost of `0042`; what a text means is for the fields to say (`fields.ts`).
 * `!Ref x` is `{ Ref: 'x' }`, `!GetAtt a.b` is `{ 'Fn::GetAtt': ['a', 'b'] }`, `!Sub t` is `{ 'Fn::Sub': 't' }`.
 *
 * An object without a prototype cannot be put into a template string: `describe` of `fields.ts` can.
 */
export interface LoadContext {
  /**
   * Something is wrong at this place of the data. For a path that leads to nothing, such as that of a missing key, the
   * last thing on the way is pointed at.
   */
  error(path: DataPath, code: string, message: string, options?: ProblemOptions): void;
  warning(path: DataPath, code: string, message: string, options?: ProblemOptions): void;
  readonly problems: Problems;

  readonly startMs: number;
  readonly endMs: number;
  readonly account: Omit<Account, 'organizationalUnit'>;

  /** Under `accounts`, by name. */
  readonly accounts: ReadonlyMap<string, Account>;
  /** The account of a resource or an action, by logical id or id: a name under `accounts`, or '' for that of `account`. */
  accountOf(id: string): string;
  /** Notes the account of a resource or an action, which is refused unless it is a name under `accounts`. */
  placeIn(account: string, id: string, path: DataPath): void;

  /** Is there a node `web-0007`? */
  isNodeName(name: string): boolean;
  /** Is it the id of a node, as far as the scenario gives ids (`fleet.<group>.ids`)? */
  isGivenNodeId(id: string): boolean;
  /** True for the name of a node of a group with `hybrid`, whose id begins with mi-. */
  isHybridNodeName(name: string): boolean;
  /** The groups of the fleet, for suggestions. */
  readonly groupNames: readonly string[];
  /** Names under `subnets` and `instanceProfiles`, which calls may name. */
  readonly worldNames: Readonly<Record<'subnets' | 'instanceProfiles', readonly string[]>>;
  /** Documents, functions and state machines that `model.documents` names, built-in documents included. */
  isKnownDocument(name: string): boolean;
  /** The scenario's `files`: what AWS would read from an address such as `s3://b/override.json`. */
  isFileAddress(address: string): boolean;

  /** Whether the text at this path is written in quotes, so that `300` in it is no number. */
  isQuoted(path: DataPath): boolean;
  /** A file beside the scenario; the path is relative to the scenario's folder. */
  read(path: string): Uint8Array | { readonly error: string };
  /**
   * YAML or JSON text as plain data of the kind above, with problems in it reported and placed. Undefined: it could
   * not be read, and that has been reported.
   */
  parse(bytes: Uint8Array, file: string): unknown;
  /** A context whose paths begin in `data`, which `parse` has returned, instead of in the scenario. */
  within(data: unknown): LoadContext;
}

export type { DataPath };
