/** What is expected of many runs, and whether it holds, in words. */
import { type Block, say, section, type Tone } from '../blocks/block.ts';
import { count, counted } from '../blocks/numbers.ts';
import type { GateOutcome, Outcome } from '../experiment/check.ts';
import type { ReplicatedResult } from '../experiment/replicated-result.ts';

export const outcomeTones: Readonly<Record<Outcome | 'error', Tone>> = {
  pass: 'good',
  fail: 'bad',
  inconclusive: 'odd',
  error: 'bad',
};

const lastOnes: readonly Outcome[] = ['pass', 'inconclusive', 'fail'];

/** What failed stands last, beside the verdict. */
export function gateSection(gates: readonly GateOutcome[], marks: Readonly<Record<Outcome, string>>): Block {
  const rows = [...gates]
    .sort((a, b) => lastOnes.indexOf(a.outcome) - lastOnes.indexOf(b.outcome))
    .map((gate) => [
      say(marks[gate.outcome], outcomeTones[gate.outcome]),
      gate.metric,
      askedBy(gate),
      gate.observed,
      whyOf(gate),
    ]);
  const head = ['', 'metric', 'expected', 'observed', ''];
  return section('Expectations', [
    { kind: 'table', head, rows, numeric: [], labels: 2, prose: 2, narrow: 'listed' },
  ]);
}

/** `p95 at most 8`; the statistic of a bare value goes without saying. */
export function askedBy({ statistic, expected }: GateOutcome): string {
  return statistic === 'value' || expected.startsWith(statistic) ? expected : `${statistic} ${expected}`;
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
