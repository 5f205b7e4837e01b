/** fleetsim as a library: load a scenario, simulate it, take the result as data. */

export { formatProblems, type Problem } from './diagnostics/problem.ts';
export { prepareDistributions } from './kernel/gamma.ts';
export type { JournalEntry, JournalSink } from './result/journal.ts';
export type { RunOutcome } from './result/outcome.ts';
export { type Result, type ResultOptions, resultOf } from './result/result.ts';
export { type Loaded, type LoadOptions, loadScenario, type NotLoaded } from './scenario/load.ts';
export { type Recording, Simulator } from './simulate.ts';
export { distributionsOf, type Scenario } from './world/scenario.ts';
