/** Every unpatched node by its first cause, for an issue or a pull request. */

import { count } from '../blocks/numbers.ts';
import type { CauseGroup, ExplanationOfAll } from '../explain/explanation.ts';
import { causesInWords } from './causes-in-words.ts';
import { namesInWords, patchedWords, remedyWords } from './explain-all-text.ts';
import { type ExplainContext, instant } from './explain-in-words.ts';
import { inline, table } from './markdown-parts.ts';

export function renderExplanationsMarkdown(explanation: ExplanationOfAll, context: ExplainContext): string {
  const { scenario, at, seed, groups } = explanation;
  const sections = [
    [`## ${inline(`Why nodes are not patched, ${scenario.name}`)}`],
    [`**${inline(patchedWords(explanation))}**`],
    [inline(`As of ${instant(at)}, seed ${seed}`)],
    groups.length === 0 ? [] : causeTable(groups),
    ...groups.map(remedySection),
    ['Repeat with:', '', '```sh', context.repeat, '```'],
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function causeTable(groups: readonly CauseGroup[]): string[] {
  const rows = groups.map(({ cause, count: nodes, nodes: names }) => [
    cause,
    count(nodes),
    causesInWords[cause],
    namesInWords(names, nodes),
  ]);
  return table({ head: ['cause', 'nodes', '', 'which'], rows, numeric: new Set([1]) });
}

function remedySection({ cause, remedies }: CauseGroup): string[] {
  return [
    `### ${inline(cause)}`,
    '',
    ...remedies.map((remedy) => `- ${inline(remedyWords(remedy))}`),
    ...(remedies.length === 0 ? ['No change is known that wins them back.'] : []),
  ];
}
