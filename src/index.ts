/** fleetsim as a library: a scenario in, plain data out, the same that the commands print as JSON. See docs/library.md. */

export type { DataPath, Problem } from './diagnostics/problem.ts';
export { UsageError } from './diagnostics/usage-error.ts';
export type { CheckReport } from './experiment/check.ts';
export type { Comparison } from './experiment/comparison.ts';
export type { MetricSummary } from './experiment/summary.ts';
export type { FleetAtTime } from './explain/at-time.ts';
export type { Explanation, ExplanationOfAll } from './explain/explanation.ts';
export type { Walked } from './explain/walk.ts';
export type { BlockRuns, MergeOptions } from './library/blocks.ts';
export { type CheckOptions, check, checkBlock } from './library/check.ts';
export { type CompareOptions, compare, compareBlock } from './library/compare.ts';
export {
  type ExplainAllOptions,
  type ExplainExecutionOptions,
  type ExplainOptions,
  explain,
} from './library/explain.ts';
export { type InventoryOptions, inventory } from './library/inventory.ts';
export { type LintOptions, lint } from './library/lint.ts';
export type { NodeResult, ReplicatedResult, Result } from './library/result-types.ts';
export {
  type CalendarOptions,
  type NextStartsOptions,
  type ScheduleText,
  schedule,
} from './library/schedule.ts';
export { type Simulated, type SimulateOptions, simulate, simulateBlock } from './library/simulate.ts';
export {
  type LoadingOptions,
  type ReadSideFile,
  ScenarioError,
  type Settings,
  type Source,
  type SourceFile,
} from './library/source.ts';
export { type Validated, validate } from './library/validate.ts';
export { version } from './library/version.ts';
export type { LintResult } from './lint/lint-result.ts';
export type { JournalEntry } from './result/journal.ts';
export type { NodesWanted } from './result/result.ts';
export type { CalendarResult } from './schedule/calendar-json.ts';
export type { NextStarts } from './schedule/preview.ts';
