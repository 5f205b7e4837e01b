/** What starts executions of runbooks: a rule's target, a remediation, a call, an association, a change request. */
export interface ExecutionSource {
  /** Its metrics are `automation.<id>.…`: logical id of the rule or remediation, id of the action. */
  readonly id: string;
  /** The runbook, by its name. */
  readonly document: string;
  /** What it runs, as Automation reads runbooks, where that is more than the document says. */
  readonly runbook?: object;
  /** What it is started with, as far as the file says it. */
  readonly parameters?: Readonly<Record<string, readonly string[]>>;
  /** In whose name it is started: a role. Absent: someone who may do everything. */
  readonly caller?: string;
  /** Roles of other accounts and Regions that it is divided among, in whose name its children call. */
  readonly actsAs?: readonly string[];
  /** A name under `accounts`; absent: that of `account`. */
  readonly account?: string | undefined;
}
