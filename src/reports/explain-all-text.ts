/** Every unpatched node by its first cause, for a terminal. */

import { count, counted } from '../blocks/numbers.ts';
import type { CauseGroup, ExplanationOfAll } from '../explain/explanation.ts';
import { causesInWords } from './causes-in-words.ts';
import { type ExplainContext, instant } from './explain-in-words.ts';
import { indented, oneLine, type Page, wrap } from './layout.ts';
import { pageFor, type TextStyle, textOf } from './sections.ts';

export function renderExplanationsText(
  explanation: ExplanationOfAll,
  context: ExplainContext,
  style: TextStyle,
): string {
  const page = pageFor(style);
  const sections = [
    titleLines(explanation, page),
    ...explanation.groups.map((group) => groupLines(group, page)),
    wrap(patchedWords(explanation), page.width).map((line) => page.chalk.bold(line)),
    [`Repeat with: ${context.repeat}`],
  ];
  return textOf(sections, style);
}

function titleLines({ scenario, at, seed, replication }: ExplanationOfAll, { chalk, width }: Page): string[] {
  const run = replication === 0 ? '' : `, replication ${count(replication)}`;
  return [
    ...wrap(oneLine(`Why nodes are not patched, ${scenario.name}`), width).map((line) => chalk.bold(line)),
    ...wrap(oneLine(`as of ${instant(at)} · seed ${seed}${run}`), width).map((line) => chalk.dim(line)),
  ];
}

function groupLines({ cause, count: nodes, nodes: names, remedies }: CauseGroup, page: Page): string[] {
  const { chalk, width } = page;
  return [
    `${chalk.red.bold(cause)}  ${counted(nodes, 'node')}`,
    ...indented([
      ...wrap(causesInWords[cause], width - 2),
      ...wrap(namesInWords(names, nodes), width - 2).map((line) => chalk.dim(line)),
      ...remedies.flatMap((remedy) => wrap(oneLine(`- ${remedyWords(remedy)}`), width - 2, 2)),
      ...(remedies.length === 0 ? ['no change is known that wins them back'] : []),
    ]),
  ];
}

/** The first few, and how many more. */
export function namesInWords(names: readonly string[], total: number): string {
  const shown = names.slice(0, 5);
  const hidden = total - shown.length;
  return `${shown.join(', ')}${hidden > 0 ? ` and ${count(hidden)} more` : ''}`;
}

/** `wins 20 nodes: add a gateway endpoint …` */
export function remedyWords({ text, wins }: CauseGroup['remedies'][number]): string {
  return `wins ${counted(wins, 'node')}: ${text}`;
}

export function patchedWords({ nodes, patched, groups }: ExplanationOfAll): string {
  const left = nodes - patched;
  if (left === 0) return `All ${counted(nodes, 'node')} are patched`;
  return `${count(patched)} of ${counted(nodes, 'node')} patched; ${count(left)} not, for ${counted(groups.length, 'cause')}`;
}
