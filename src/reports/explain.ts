/** Why one node was or was not patched: the answer, the links that block, what would have helped, and what to type next. */
import {
  type Block,
  command,
  heading,
  paragraph,
  say,
  section,
  sentences,
  type Tone,
} from '../blocks/block.ts';
import { commandLine } from '../diagnostics/command-line.ts';
import type { Explanation, Link } from '../explain/explanation.ts';
import {
  alsoBlocking,
  chanceWords,
  type ExplainContext,
  factsOf,
  managedLine,
  opportunityWords,
  proofLine,
  proofWords,
  stateWords,
  verdictOf,
} from './explain-in-words.ts';

export type { ExplainContext } from './explain-in-words.ts';

export function explanationBlocks(explanation: Explanation, context: ExplainContext): Block[] {
  const { node, scenario, links, isPatched, pingStatus } = explanation;
  const proof = proofLine(explanation, context);
  const isGood = isPatched && pingStatus === 'Online';
  const shown = links.filter(
    ({ state, causes }) => context.isFull === true || causes.length > 0 || state === 'failed',
  );
  const hidden = links.length - shown.length;
  return [
    heading(`${node.name}, ${scenario.name}`),
    paragraph(factsOf(explanation), 'dim'),
    paragraph(verdictOf(explanation, context), isGood ? 'good' : 'bad'),
    ...paragraphUnlessNull(alsoBlocking(explanation)),
    ...paragraphUnlessNull(opportunityWords(explanation)),
    ...shown.map((link) => linkDetail(link, context)),
    ...paragraphUnlessNull(chanceWords(explanation)),
    ...remedyBlocks(explanation),
    ...(proof === null ? [] : [command('Next', proof)]),
    ...(hidden === 0 ? [] : [command(`All ${links.length} links`, `${context.repeat} --full`)]),
    command('Reproduce with', context.repeat),
    paragraph(managedLine(explanation), pingStatus === 'Online' ? 'good' : 'bad'),
  ];
}

function paragraphUnlessNull(text: string | null): Block[] {
  return text === null ? [] : [paragraph(text)];
}

const tones: Readonly<Record<Link['state'], Tone>> = {
  ok: 'good',
  blocks: 'bad',
  'not reached': 'dim',
  failed: 'bad',
  unknown: 'odd',
};

/** A link that blocks is not folded away. */
function linkDetail(
  { link, state, causes, found, needed, details, console, cli, page }: Link,
  { words }: ExplainContext,
): Block {
  const names = causes.length === 0 ? '' : ` ${causes.join(', ')}`;
  const last = found.length - 1;
  const under = [...(words.links[link]?.lines(details) ?? [])];
  return {
    kind: 'detail',
    title: [`${words.links[link]?.title ?? link}: `, say(`${stateWords[state]}${names}`, tones[state])],
    isOpen: state === 'blocks' || state === 'failed',
    blocks: [
      ...sentences(found.map((text, index) => (index === last ? { text, under } : text))),
      {
        kind: 'facts',
        facts: [
          ...(needed === null ? [] : [{ label: 'needed', value: needed }]),
          { label: 'console', value: console },
          { label: 'check', value: cli, isCode: true },
          { label: 'AWS', value: { text: page, link: page, tone: 'dim' } },
        ],
      },
    ],
  };
}

function remedyBlocks(explanation: Explanation): Block[] {
  const { remedy } = explanation;
  if (remedy === null) return [];
  const items = remedy.changes.map((change) => ({
    text: change.kind === 'time' ? change.text : `${change.text} (${change.kind})`,
    under: change.set.map(({ key, value }) => say(commandLine(['--set', `${key}=${value}`]), 'code')),
  }));
  if (items.length === 0) return [paragraph(remedy.summary)];
  return [
    section('Remedy', [{ kind: 'list', items }]),
    paragraph(remedy.summary),
    paragraph(proofWords(remedy, explanation)),
  ];
}
