/** The report of one run. */
import {
  type Block,
  command,
  heading,
  linesIn,
  listUnder,
  paragraph,
  say,
  section,
} from '../blocks/block.ts';
import { count, counted, duration } from '../blocks/numbers.ts';
import { dateAndTime } from '../blocks/times.ts';
import type { ExpectationOutcome } from '../result/expectations.ts';
import type { RunReport } from '../result/report.ts';

export { rendered } from '../blocks/render.ts';

export function runBlocks(report: RunReport): Block[] {
  const { result, parts, warnings, notes, description, repeat } = report;
  const { scenario, seed, expectations } = result;
  return [
    heading(scenario.name),
    ...(description === '' ? [] : [paragraph(description)]),
    paragraph(factsOf(report), 'dim'),
    ...parts,
    ...listUnder('Warnings', warnings.map(linesIn)),
    ...listUnder(
      'Notes',
      notes.map(({ text, page }) => [text, { text: 'AWS', link: page }]),
    ),
    {
      kind: 'answer',
      evidence: [expectationSection(expectations)],
      verdict: [verdictOn(expectations)],
      advice: [],
    },
    command(`seed ${seed}, repeat with`, repeat),
  ];
}

function factsOf({ nodeCount, result: { seed, start, end } }: RunReport): string {
  const span = duration(Date.parse(end) - Date.parse(start));
  const times = `${dateAndTime(Date.parse(start))} to ${dateAndTime(Date.parse(end))} UTC (${span})`;
  return `seed ${seed} · ${counted(nodeCount, 'node')} · ${times}`;
}

/** What failed stands last, beside the verdict. */
function expectationSection(expectations: readonly ExpectationOutcome[]): Block {
  if (expectations.length === 0) return section('Expectations', [paragraph('none')]);
  const isFailed = ({ outcome }: ExpectationOutcome) => Number(outcome === 'fail');
  const rows = [...expectations]
    .sort((a, b) => isFailed(a) - isFailed(b))
    .map(({ metric, expected, observed, outcome, because }) => [
      outcome === 'pass' ? say('ok', 'good') : say('FAIL', 'bad'),
      metric,
      expected,
      typeof observed === 'number' ? count(observed) : observed === null ? 'none' : String(observed),
      because ?? '',
    ]);
  const head = ['', 'metric', 'expected', 'observed', ''];
  return section('Expectations', [
    { kind: 'table', head, rows, numeric: [3], labels: 2, prose: 1, narrow: 'listed' },
  ]);
}

function verdictOn(expectations: readonly ExpectationOutcome[]) {
  const total = expectations.length;
  const failed = expectations.filter(({ outcome }) => outcome === 'fail').length;
  if (total === 0) return say('Nothing was expected of this run.');
  if (failed > 0) return say(`${failed} of ${counted(total, 'expectation')} FAILED.`, 'bad');
  return say(
    total === 1 ? 'The one expectation holds.' : `All ${counted(total, 'expectation')} hold.`,
    'good',
  );
}
