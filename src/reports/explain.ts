/** Why one node was or was not patched: link by link, then the answer and what would have helped. */
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
  lastChanceWords,
  proofLine,
  proofWords,
  stateWords,
  verdictOf,
} from './explain-in-words.ts';

export type { ExplainContext } from './explain-in-words.ts';

export function explanationBlocks(explanation: Explanation, context: ExplainContext): Block[] {
  const { node, scenario, links, isPatched } = explanation;
  const proof = proofLine(explanation, context);
  const also = alsoBlocking(explanation);
  return [
    heading(`${node.name}, ${scenario.name}`),
    paragraph(factsOf(explanation), 'dim'),
    ...paragraphUnlessNull(lastChanceWords(explanation)),
    ...links.map((link) => linkDetail(link, context)),
    {
      kind: 'answer',
      evidence: [],
      verdict: [
        say(verdictOf(explanation, context), isPatched ? 'good' : 'bad'),
        ...(also === null ? [] : [also]),
      ],
      advice: [...paragraphUnlessNull(chanceWords(explanation)), ...remedyBlocks(explanation)],
    },
    ...(proof === null ? [] : [command('Prove it with', proof)]),
    command('Repeat with', context.repeat),
  ];
}

function paragraphUnlessNull(text: string | null): Block[] {
  return text === null ? [] : [paragraph(text)];
}

const tones: Readonly<Record<Link['state'], Tone>> = {
  ok: 'good',
  blocks: 'bad',
  'not reached': 'dim',
  unknown: 'odd',
};

/** What blocks stands open. */
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
    isOpen: state === 'blocks',
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

function remedyBlocks({ remedy }: Explanation): Block[] {
  if (remedy === null) return [];
  const items = remedy.changes.map(({ text, kind, set }) => ({
    text: `${text} (${kind})`,
    under: set.map(({ key, value }) => say(commandLine(['--set', `${key}=${value}`]), 'code')),
  }));
  if (items.length === 0) return [paragraph(remedy.summary)];
  return [
    section('What was needed', [{ kind: 'list', items }]),
    paragraph(remedy.summary),
    paragraph(proofWords(remedy)),
  ];
}
