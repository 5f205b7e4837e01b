/** What is expected of many runs, and whether it holds, in words. */
import { type Block, say, section, type Tone } from '../blocks/block.ts';
import { count, counted } from '../blocks/numbers.ts';
import type { GateOutcome, Outcome } from '../experiment/check.ts';
import type { ReplicatedResult } from '../experiment/replicated-result.ts';
import { type ExpectationInWords, expectedInWords } from '../result/expectation-words.ts';
import type { MetricTable } from '../result/metric-table.ts';

export const outcomeTones: Readonly<Record<Outcome | 'error', Tone>> = {
  pass: 'good',
  fail: 'bad',
  inconclusive: 'odd',
  error: 'bad',
};

const lastOnes: readonly Outcome[] = ['pass', 'inconclusive', 'fail'];
const wordMarks: Readonly<Record<Outcome, string>> = { pass: 'ok', fail: 'FAIL', inconclusive: '?' };

/** What failed is last, beside the verdict. Nothing where nothing is expected. */
export function expectationSection(
  expectations: readonly ExpectationInWords[],
  marks: Readonly<Record<Outcome, string>> = wordMarks,
): Block[] {
  const rows = [...expectations]
    .sort((a, b) => lastOnes.indexOf(a.outcome) - lastOnes.indexOf(b.outcome))
    .map(({ outcome, metric, expected, observed, because }) => [
      say(marks[outcome], outcomeTones[outcome]),
      metric,
      expected,
      observed,
      because,
    ]);
  if (rows.length === 0) return [];
  const head = ['', 'metric', 'expected', 'observed', ''];
  return [
    section('Expectations', [
      { kind: 'table', head, rows, numeric: [], labels: 2, prose: 2, narrow: 'listed' },
    ]),
  ];
}

/** A stored report may name metrics of another version. */
const unknown = { unit: '', kind: 'count' } as const;

/** Of many runs. */
export function gatesInWords(gates: readonly GateOutcome[], metrics: MetricTable): ExpectationInWords[] {
  return gates.map((gate) => ({
    metric: gate.metric,
    expected: askedBy(gate, metrics),
    observed: gate.observed,
    outcome: gate.outcome,
    because: whyOf(gate),
  }));
}

/** `p95 at most 8 targets` */
export function askedBy(gate: GateOutcome, metrics: MetricTable): string {
  return expectedInWords(gate, metrics.find(gate.metric) ?? unknown);
}

/** `about 1,300 runs would settle it (4 in 5)`, unless the reason says so already. */
function whyOf({ because, needed }: GateOutcome): string {
  const settles = needed === null || because?.includes(count(needed)) ? '' : settledBy(needed);
  return [because ?? '', settles].filter((text) => text !== '').join('; ');
}

function settledBy(needed: number): string {
  return `about ${counted(needed, 'run')} would settle it (4 in 5)`;
}

export function verdictInWords(expectations: readonly GateOutcome[]): {
  words: string;
  outcome: Outcome | 'nothing';
} {
  const total = expectations.length;
  const failed = expectations.filter(({ outcome }) => outcome === 'fail').length;
  const open = expectations.filter(({ outcome }) => outcome === 'inconclusive');
  if (total === 0) return { words: 'Nothing was expected of these runs.', outcome: 'nothing' };
  const undecided =
    open.length === 0 ? '' : `${open.length} of ${counted(total, 'expectation')} inconclusive`;
  if (failed > 0) {
    const others = open.length === 0 ? '' : `, ${open.length} inconclusive`;
    return { words: `${failed} of ${counted(total, 'expectation')} FAILED${others}.`, outcome: 'fail' };
  }
  if (open.length > 0) {
    const needed = Math.max(0, ...open.map((gate) => gate.needed ?? 0));
    const help = needed === 0 ? '' : ` ${capital(settledBy(needed))}: --replications ${needed}.`;
    return { words: `${undecided}: nothing is shown to be wrong.${help}`, outcome: 'inconclusive' };
  }
  const words = total === 1 ? 'The one expectation holds.' : `All ${counted(total, 'expectation')} hold.`;
  return { words, outcome: 'pass' };
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Null: none was asked for. */
export function precisionInWords({
  precision,
  replications,
}: Pick<ReplicatedResult, 'precision' | 'replications'>): string | null {
  if (precision === undefined) return null;
  const { metric, wanted, precisionReached } = precision;
  const runs = counted(replications, 'run');
  return precisionReached
    ? `${metric} is known to ${wanted} after ${runs}.`
    : `${metric} is not known to ${wanted} after ${runs}: --max-replications allows more.`;
}
