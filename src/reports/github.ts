/**
 * A check as annotations of GitHub: a line for whatever needs attention, at its place in the YAML.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#setting-an-error-message
 */
import type { FileReport, GateOutcome } from '../experiment/check.ts';
import type { MetricTable } from '../result/metric-table.ts';
import { type ReadableCheck, snapshotSentences } from './check-rows.ts';
import { askedBy } from './gates-in-words.ts';
import { type Annotation, annotationLines } from './github-annotations.ts';
import type { InconclusiveOption } from './junit.ts';

export function renderGitHubAnnotations(
  { files, metrics }: ReadableCheck,
  { inconclusive }: InconclusiveOption,
): string {
  return annotationLines(files.flatMap((file) => annotationsOf(file, metrics, inconclusive)));
}

function annotationsOf(
  report: FileReport,
  metrics: MetricTable,
  inconclusive: InconclusiveOption['inconclusive'],
): Annotation[] {
  const { file, problems, warnings, expectations, snapshot, outcome, repeat } = report;
  const levelOf = (one: GateOutcome['outcome']): Annotation['level'] | null => {
    if (one === 'fail') return 'error';
    if (one === 'pass' || inconclusive === 'pass') return null;
    return inconclusive === 'fail' ? 'error' : 'warning';
  };
  const found: Annotation[] = [];
  for (const message of outcome === 'error' ? problems.flatMap((text) => oneByOne(text, file)) : []) {
    found.push({ level: 'error', ...placeIn(message, file), title: 'cannot be checked', message });
  }
  for (const gate of expectations) {
    const level = levelOf(gate.outcome);
    if (level === null) continue;
    const { metric, observed, because, line, column } = gate;
    const reason = because === null ? '' : `; ${because}`;
    const message = `expected ${askedBy(gate, metrics)}, observed ${observed}${reason}\nReproduce with: ${repeat}`;
    const place = line > 0 ? { line, column } : {};
    found.push({ level, file, ...place, title: `${metric}: ${wordOf(gate.outcome)}`, message });
  }
  const level = snapshot === null ? null : levelOf(snapshot.outcome);
  if (snapshot !== null && level !== null) {
    const moved = snapshot.moved.filter((move) => move.outcome !== 'pass').map(({ metric }) => metric);
    const message = [...snapshotSentences(snapshot), ...moved.slice(0, 10)].join('\n');
    found.push({ level, file, line: 1, title: `snapshot: ${wordOf(snapshot.outcome)}`, message });
  }
  for (const message of warnings) {
    found.push({ level: 'warning', ...placeIn(message, file), title: 'warning', message });
  }
  return found;
}

function wordOf(outcome: GateOutcome['outcome']): string {
  return outcome === 'fail' ? 'failed' : 'inconclusive';
}

/** Several problems of a file are one text, each from the line on that begins with the name of the file. */
function oneByOne(text: string, file: string): string[] {
  const problems: string[][] = [];
  for (const line of text.split('\n')) {
    if (problems.length === 0 || line.startsWith(`${file}:`)) problems.push([line]);
    else problems.at(-1)!.push(line);
  }
  return problems.map((lines) => lines.join('\n'));
}

/** Messages begin with `file:line:column:` where they have a place. */
function placeIn(message: string, file: string): Pick<Annotation, 'file' | 'line' | 'column'> {
  const rest = message.startsWith(`${file}:`) ? message.slice(file.length) : '';
  const [, line, column] = /^:(\d+):(\d+):/.exec(rest) ?? [];
  return line === undefined || line === '0' ? { file } : { file, line: Number(line), column: Number(column) };
}
