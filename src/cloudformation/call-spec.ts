/** A call of an operator, in the API's own request shape. */
import type * as z from 'zod/mini';
import type { AccountAndRegion } from '../aws/arn.ts';
import type { Ask } from '../aws/authorization.ts';
import type { Target } from '../aws/targets.ts';
import type { DataPath } from '../diagnostics/problem.ts';
import type { LoadContext } from '../fields/context.ts';
import type { Action } from '../world/actions.ts';
import type { Scenario } from '../world/scenario.ts';
import type { Fields, Known, Seen } from './read-fields.ts';
import { type References, type SchemaParts, withFields } from './resource-spec.ts';
import type { KeysWithoutEffect } from './without-effect.ts';

export interface CallSpec<Name extends string, F extends Fields, Made> {
  /** `SendCommand` */
  readonly call: Name;
  /** Where AWS documents it. */
  readonly page: string;
  /** In a sentence. */
  readonly is: string;
  /** The action of IAM that its caller needs; `ssm:` and the call, unless said otherwise. Null: no call of AWS. */
  readonly permission?: string | null;
  /** What IAM is asked for, where the resource counts; absent: the action alone. */
  asks?(made: Made, about: AskedAbout): readonly Ask[];
  /** The role that it hands on, for which its caller needs iam:PassRole too: its ARN or name; empty: not told. Null: none. */
  passesRole?(made: Made, scenario: Scenario): string | null;
  /** Tags of nodes are other ones after it: what depends on them is not known before. */
  readonly changesTags?: true;
  /** It answers with the id of an execution of Automation, which signals may name. */
  readonly startsExecution?: true;
  readonly fields: F;
  readonly withoutEffect?: KeysWithoutEffect;
  readonly schema?: SchemaParts;
  /** What AWS answers where a field is wrong; ValidationException, unless said otherwise. */
  readonly awsError?: string;
  refusals(seen: Seen<F>, reading: CallReading): void;
  /** Undefined: the call has no effect on a run, which has been said. */
  build(known: Known<F>, reading: CallReading): Made | undefined;
  /** The resources that it names: of those in another account or Region AWS knows none, and answers with this error. */
  readonly names?: { readonly ids: (made: Made) => readonly string[]; readonly error: string };
  /** The hybrid activation that it creates, which nodes of the fleet may name. */
  activation?(made: Made): string;
}

/** Nodes that a call means, as IAM is asked about them. */
export type AskedNode = Required<Pick<Ask, 'resource' | 'tags'>>;

/** What a call is asked about: the account and Region in which it is made, and the nodes there at that moment. */
export interface AskedAbout {
  readonly account: AccountAndRegion;
  readonly scenario: Scenario;
  nodes(meant: {
    readonly instanceIds: readonly string[];
    readonly targets: readonly Target[];
  }): readonly AskedNode[];
}

export interface CallReading {
  /** Of the action. */
  readonly id: string;
  readonly atMs: number;
  /** Of the request. */
  readonly path: DataPath;
  readonly context: LoadContext;
  readonly references: References;
  /** All actions of the file. */
  readonly actions: readonly {
    readonly id: string;
    readonly call: string;
    readonly startsExecution: boolean;
  }[];
}

type Open = <R>(use: <Name extends string, F extends Fields, Made>(spec: CallSpec<Name, F, Made>) => R) => R;

/** Any spec in a list of many; `open` hands it on with its types. */
export interface AnyCallSpec {
  readonly call: string;
  readonly page: string;
  readonly is: string;
  readonly permission?: string | null;
  readonly changesTags?: true;
  readonly startsExecution?: true;
  readonly fields: Readonly<Record<string, z.ZodMiniType>>;
  readonly withoutEffect?: KeysWithoutEffect;
  readonly schema?: SchemaParts;
  readonly open: Open;
}

type Given<Name extends string, F extends Fields, Made> = Omit<CallSpec<Name, F, Made>, 'fields'> & {
  readonly fields: () => F;
};

/** The spec itself, typed, and with its opener. Its fields are made when a file first has the call. */
export function call<const Name extends string, F extends Fields, Made>({
  fields,
  ...rest
}: Given<Name, F, Made>): CallSpec<Name, F, Made> & AnyCallSpec {
  const spec: CallSpec<Name, F, Made> = withFields(rest, fields);
  const open: Open = (use) => use(spec);
  return Object.assign(spec, { open });
}

/** What the spec has made of an action; undefined: it is another call. */
export function madeBy<Name extends string, F extends Fields, Made>(
  action: Pick<Action, 'call' | 'made'>,
  spec: Pick<CallSpec<Name, F, Made>, 'call' | 'build'>,
): Made | undefined {
  // The content of the call has been made by its spec.
  return action.call === spec.call ? (action.made as Made) : undefined;
}

/** Null: no principal makes it. */
export function permissionOf({
  call: name,
  permission,
}: Pick<AnyCallSpec, 'call' | 'permission'>): string | null {
  return permission === undefined ? `ssm:${name}` : permission;
}
