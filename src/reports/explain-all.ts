/** Every node that is not up to date or not managed, by its first cause. */
import { type Block, command, heading, paragraph, say, section } from '../blocks/block.ts';
import { count, counted } from '../blocks/numbers.ts';
import type { CauseGroup, ExplanationOfAll } from '../explain/explanation.ts';
import { type ExplainContext, instant, stateWord } from './explain-in-words.ts';

export function explanationsBlocks(explanation: ExplanationOfAll, context: ExplainContext): Block[] {
  const { scenario, at, seed, replication, hasPatches, groups, unmanaged } = explanation;
  const [example] = [...groups, ...unmanaged][0]?.nodes ?? [];
  const run = replication === 0 ? '' : `, replication ${count(replication)}`;
  return [
    heading(`Nodes that are not ${hasPatches ? 'up to date or not ' : ''}managed, ${scenario.name}`),
    paragraph(`as of ${instant(at)} · seed ${seed}${run}`, 'dim'),
    paragraph(managedWords(explanation)),
    paragraph(patchedWords(explanation, context)),
    ...groups.map((group) =>
      groupSection(group, context, unmanaged.some((away) => isSame(group, away)) ? ', not managed' : ''),
    ),
    ...unmanaged
      .filter((away) => !groups.some((group) => isSame(group, away)))
      .map((group) => groupSection(group, context, ' not managed')),
    ...(example === undefined || context.explain === undefined
      ? []
      : [command('Next', `${context.explain} ${example}`)]),
    command('Reproduce with', context.repeat),
  ];
}

/** What keeps these nodes from being managed keeps them from being patched: told once. */
function isSame(one: CauseGroup, other: CauseGroup): boolean {
  return one.cause === other.cause && one.count === other.count && one.nodes.join() === other.nodes.join();
}

function groupSection(
  { cause, count: nodes, nodes: names, remedies }: CauseGroup,
  { words }: ExplainContext,
  what = '',
): Block {
  const items = remedies.map(({ text, fixes }) => `fixes ${counted(fixes, 'node')}: ${text}`);
  const noChange = words.unknown.has(cause)
    ? 'No change can be verified by a run.'
    : 'No change is known that fixes them.';
  const noRemedy = what === ' not managed' ? [] : [paragraph(noChange)];
  return section(
    [say(cause, 'bad'), `  ${counted(nodes, 'node')}${what}`],
    [
      paragraph(words.causes[cause] ?? ''),
      paragraph(namesInWords(names, nodes), 'dim'),
      ...(items.length === 0 ? noRemedy : [{ kind: 'list' as const, items }]),
    ],
  );
}

/** The first few, and how many more. */
function namesInWords(names: readonly string[], total: number): string {
  const shown = names.slice(0, 5);
  const hidden = total - shown.length;
  return `${shown.join(', ')}${hidden > 0 ? ` and ${count(hidden)} more` : ''}`;
}

function patchedWords(
  { nodes, states, hasPatches, groups }: ExplanationOfAll,
  { words }: ExplainContext,
): string {
  if (!hasPatches) return 'The scenario has no patches: only whether nodes are managed is explained.';
  const unknown = groups.filter(({ cause }) => words.unknown.has(cause));
  const withheld = unknown.reduce((sum, group) => sum + group.count, 0);
  const parts = [
    ...Object.entries(states).map(([state, some]) => [
      some - (state === 'missed' ? withheld : 0),
      stateWord(state),
    ]),
    ...unknown.map(({ cause, count: some }) => [some, `not known (${cause})`]),
  ].flatMap(([some, word]) => (some === 0 ? [] : [`${count(Number(some))} ${word}`]));
  return `Of ${counted(nodes, 'node')}: ${parts.join(', ')}.`;
}

function managedWords({ nodes, unmanaged }: ExplanationOfAll): string {
  const away = unmanaged.reduce((sum, group) => sum + group.count, 0);
  if (away === 0) return `All ${counted(nodes, 'node')} are managed.`;
  const why = unmanaged.map((group) => `${group.cause} ${count(group.count)}`).join(', ');
  return `${count(away)} of ${counted(nodes, 'node')} ${away === 1 ? 'is' : 'are'} not managed: ${why}.`;
}
