/** Findings as JSON, `fleetsim.lint/1`. */
import type { LintReport } from '../lint/lint.ts';
import { lintResultOf } from '../lint/lint-result.ts';

/** `version`: of fleetsim. */
export function renderLintJson(reports: readonly LintReport[], version: string): string {
  return `${JSON.stringify(lintResultOf(reports, version), null, 2)}\n`;
}
