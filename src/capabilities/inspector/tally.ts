/** Instances by their status, and findings, counted. */
import { type CoverageStatus, coverageStatuses } from './rules.ts';

/** One patch that instances lack, as Inspector sees it, and as it is. */
export interface Finding {
  readonly patch: string;
  readonly cves: readonly string[];
  /** Instances that are reported to lack it, and are scanned. */
  readonly found: readonly number[];
  /** Those among them that have it by now. */
  readonly fixed: readonly number[];
  /** Instances that lack it and are not among those found. */
  readonly missed: readonly number[];
}

export interface Coverage {
  readonly node: number;
  readonly status: CoverageStatus;
  /** Null: it has no inventory. */
  readonly reportedMs: number | null;
}

export interface InspectorTally {
  readonly byStatus: Readonly<Record<CoverageStatus, number>>;
  readonly coverage: readonly Coverage[];
  readonly findings: readonly Finding[];
  /** Instances and patches together. */
  readonly found: number;
  readonly fixed: number;
  readonly missed: number;
}

export function tallyOf(inspector: {
  coverage(): readonly Coverage[];
  findings(coverage: readonly Coverage[]): readonly Finding[];
}): InspectorTally {
  const coverage = inspector.coverage();
  const findings = inspector.findings(coverage);
  const byStatus = Object.fromEntries(
    coverageStatuses.map((status) => [status, coverage.filter((one) => one.status === status).length]),
  ) as Record<CoverageStatus, number>;
  const sum = (of: (one: Finding) => readonly number[]) =>
    findings.reduce((total, one) => total + of(one).length, 0);
  return {
    byStatus,
    coverage,
    findings,
    found: sum(({ found }) => found),
    fixed: sum(({ fixed }) => fixed),
    missed: sum(({ missed }) => missed),
  };
}
