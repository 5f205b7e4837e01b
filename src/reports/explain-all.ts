/** Every unpatched node by its first cause. */
import { type Block, command, heading, paragraph, say, section } from '../blocks/block.ts';
import { count, counted } from '../blocks/numbers.ts';
import type { CauseGroup, ExplanationOfAll } from '../explain/explanation.ts';
import { type ExplainContext, instant } from './explain-in-words.ts';

export function explanationsBlocks(explanation: ExplanationOfAll, context: ExplainContext): Block[] {
  const { scenario, at, seed, replication, groups } = explanation;
  const run = replication === 0 ? '' : `, replication ${count(replication)}`;
  return [
    heading(`Why nodes are not patched, ${scenario.name}`),
    paragraph(`as of ${instant(at)} · seed ${seed}${run}`, 'dim'),
    ...groups.map((group) => groupSection(group, context)),
    { kind: 'answer', evidence: [], verdict: [say(patchedWords(explanation))], advice: [] },
    command('Repeat with', context.repeat),
  ];
}

function groupSection(
  { cause, count: nodes, nodes: names, remedies }: CauseGroup,
  { words }: ExplainContext,
): Block {
  const items = remedies.map(({ text, wins }) => `wins ${counted(wins, 'node')}: ${text}`);
  return section(
    [say(cause, 'bad'), `  ${counted(nodes, 'node')}`],
    [
      paragraph(words.causes[cause] ?? ''),
      paragraph(namesInWords(names, nodes), 'dim'),
      items.length === 0 ? paragraph('no change is known that wins them back') : { kind: 'list', items },
    ],
  );
}

/** The first few, and how many more. */
function namesInWords(names: readonly string[], total: number): string {
  const shown = names.slice(0, 5);
  const hidden = total - shown.length;
  return `${shown.join(', ')}${hidden > 0 ? ` and ${count(hidden)} more` : ''}`;
}

function patchedWords({ nodes, patched, groups }: ExplanationOfAll): string {
  const left = nodes - patched;
  if (left === 0) return `All ${counted(nodes, 'node')} are patched`;
  return `${count(patched)} of ${counted(nodes, 'node')} patched; ${count(left)} not, for ${counted(groups.length, 'cause')}`;
}
