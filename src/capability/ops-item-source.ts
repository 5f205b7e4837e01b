/** What creates OpsItems, as far as the file says it: a call, an alarm's action, a rule's target, a step of a runbook. */
import type { DataPath } from '../diagnostics/problem.ts';

export interface OpsItemSource {
  /** Id of the action, logical id of the alarm or rule, name of the runbook. */
  readonly id: string;
  /** A name under `accounts`; absent: that of `account`. */
  readonly account?: string | undefined;
  /** Where in the file. */
  readonly path: DataPath;
  /** Null: the OpsItem has none. Undefined: only a run decides it. */
  readonly severity: string | null | undefined;
  readonly category: string | null | undefined;
  readonly source: string | undefined;
  /** Whether it has a deduplication string. */
  readonly isDeduplicated: boolean | undefined;
  /** Whether it may create many, as an alarm or a rule does. */
  readonly repeats: boolean;
  /** Associated runbooks, in their order. */
  readonly runbooks: readonly string[];
}
