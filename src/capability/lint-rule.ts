/** What a rule is, and what it finds. */
import type { DataPath } from '../diagnostics/problem.ts';
import type { Declares, Subject } from './lint/subject.ts';

/** `error`: it will not work, or cannot be meant. `warning`: probably. `note`: worth knowing. */
export type Severity = 'error' | 'warning' | 'note';

export interface Rule {
  /** In kebab-case; its page is docs/lint/<id>.md. */
  readonly id: string;
  /** In the table of docs/lint/README.md and in SARIF; those of a kind stand together. */
  readonly place: number;
  readonly severity: Severity;
  /** One sentence: what it finds. */
  readonly finds: string;
  /** The page of AWS that says so. */
  readonly source: string;
  /** Nearly every file has it: the text report gives it one line in all. */
  readonly isCommon?: true;
  /** What the specs refuse by themselves and this rule is the name of. */
  readonly refusals?: readonly NamedRefusals[];
  check?(subject: Subject, report: Report): void;
}

export interface NamedRefusals {
  /** A type of resource, or a call. */
  readonly of: string;
  /** One of them is on the way from the properties to what is refused. */
  readonly keys: readonly string[];
  /** Of the refusal. */
  readonly codes: readonly string[];
}

/** What a capability adds to a rule that another one declares. */
export interface AddedCheck extends Pick<Rule, 'refusals' | 'check'> {
  /** Its id. */
  readonly rule: string;
}

/** What a capability contributes to lint. */
export interface LintSpec {
  readonly rules?: readonly Rule[];
  readonly checks?: readonly AddedCheck[];
  readonly declares?: Declares;
}

export interface ReportOptions {
  /** What to do about it. */
  readonly help?: string;
  /** Point at the key instead of the value. */
  readonly at?: 'key' | 'value';
  /** Where this one weighs more or less than the rule usually does. */
  readonly severity?: Severity;
}

/** `path`: from the top of the file. `message`: what is there, and what will come of it. */
export type Report = (path: DataPath, message: string, options?: ReportOptions) => void;

export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly help: string | null;
  readonly path: DataPath;
  readonly file: string;
  /** From 1; 0: the file as a whole. */
  readonly line: number;
  readonly column: number;
  /** Exclusive, on the same line. */
  readonly endColumn: number;
}
