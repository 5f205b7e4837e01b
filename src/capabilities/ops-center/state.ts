/** An OpsItem, and the one door through which its status changes. */
import { assert } from '../../kernel/assert.ts';
import type { DataValue } from './data.ts';
import type { OpsItemFields, Origin } from './request.ts';
import type { OpsItemStatus } from './rules.ts';

export interface OpsItemEvent {
  readonly atMs: number;
  readonly status: OpsItemStatus;
  /** Who changed it, and why. */
  readonly by: string;
  readonly why: string;
}

export interface OpsItem extends Pick<OpsItemFields, 'source' | 'type'> {
  /** `oi-` and 12 hexadecimal digits. */
  readonly id: string;
  /** Of the request that made it. */
  readonly requestId: string;
  readonly origin: Origin;
  /** A name under `accounts`; '' is `account`. */
  readonly account: string;
  readonly node: number | null;
  readonly createdMs: number;
  readonly createdBy: string;
  /** Null: it is never taken for a duplicate. */
  readonly dedup: string | null;
  title: string;
  description: string;
  priority: number | null;
  severity: string | null;
  category: string | null;
  data: Readonly<Record<string, DataValue>>;
  notifications: readonly string[];
  related: readonly string[];
  status: OpsItemStatus;
  modifiedMs: number;
  modifiedBy: string;
  /** When it was resolved last; null: it is not resolved. */
  resolvedMs: number | null;
  /** When it was first in progress; null: it never was. */
  begunMs: number | null;
  /** The operator who has it, or had it last. Null: none. */
  operator: string | null;
  /** Requests that it kept out. */
  duplicates: number;
  /** Ids of executions of its runbooks. */
  readonly executions: string[];
  readonly history: OpsItemEvent[];
}

/** An editor may set any of the three at any time; a change to the same status is none. */
const mayFollow: Readonly<Record<OpsItemStatus, readonly OpsItemStatus[]>> = {
  Open: ['InProgress', 'Resolved'],
  InProgress: ['Open', 'Resolved'],
  Resolved: ['Open', 'InProgress'],
};

export function changeStatus(
  item: OpsItem,
  status: OpsItemStatus,
  atMs: number,
  by: string,
  why: string,
): void {
  assert(mayFollow[item.status].includes(status), `an OpsItem ${item.status} cannot become ${status}`);
  item.status = status;
  item.resolvedMs = status === 'Resolved' ? atMs : null;
  if (status === 'InProgress') item.begunMs ??= atMs;
  item.history.push({ atMs, status, by, why });
}
