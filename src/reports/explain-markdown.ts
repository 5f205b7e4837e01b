/** Why one node was or was not patched, for an issue or a pull request: the answer first, the links fold away. */
import type { Explanation, Link } from '../explain/explanation.ts';
import {
  alsoBlocking,
  chanceWords,
  detailLines,
  type ExplainContext,
  factsOf,
  lastChanceWords,
  linkTitles,
  proofLine,
  proofWords,
  stateWords,
  verdictOf,
} from './explain-in-words.ts';
import { inline, table } from './markdown-parts.ts';

export function renderExplanationMarkdown(explanation: Explanation, context: ExplainContext): string {
  const also = alsoBlocking(explanation);
  const chance = chanceWords(explanation);
  const lastChance = lastChanceWords(explanation);
  const sections = [
    [`## ${inline(`${explanation.node.name}, ${explanation.scenario.name}`)}`],
    [`**${inline(verdictOf(explanation))}**`, ...(also === null ? [] : ['', inline(also)])],
    [inline(factsOf(explanation)), ...(lastChance === null ? [] : ['', inline(lastChance)])],
    chance === null ? [] : [inline(chance)],
    remedySection(explanation),
    chainTable(explanation.links),
    ...explanation.links.map(linkSection),
    proofSection(explanation, context),
    ['Repeat with:', '', ...fenced(context.repeat)],
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function remedySection({ remedy }: Explanation): string[] {
  if (remedy === null) return [];
  if (remedy.changes.length === 0) return [inline(remedy.summary)];
  return [
    '### What was needed',
    '',
    ...remedy.changes.map(({ text, kind }) => `- ${inline(text)} (${kind})`),
    '',
    inline(remedy.summary),
    '',
    inline(proofWords(remedy)),
  ];
}

function proofSection(explanation: Explanation, context: ExplainContext): string[] {
  const line = proofLine(explanation, context);
  return line === null ? [] : ['Prove it with:', '', ...fenced(line)];
}

function chainTable(links: readonly Link[]): string[] {
  const rows = links.map(({ link, state, causes, found }) => [
    linkTitles[link],
    stateWords[state],
    causes.join(', '),
    found[0] ?? '',
  ]);
  return table({ head: ['link', '', 'cause', 'found'], rows, numeric: new Set() });
}

/** What blocks stands open. */
function linkSection(link: Link): string[] {
  const { state, found, needed, details, console, cli, page } = link;
  return [
    `<details${state === 'blocks' ? ' open' : ''}><summary>${linkTitles[link.link]}: ${stateWords[state]}</summary>`,
    '',
    ...found.map((text) => `- ${inline(text)}`),
    ...detailLines(details).map((text) => `  - ${inline(text)}`),
    ...(needed === null ? [] : ['', `Needed: ${inline(needed)}.`]),
    '',
    `Console: ${inline(console)} ([AWS](${page})).`,
    '',
    ...fenced(cli),
    '',
    '</details>',
  ];
}

/** A line may hold backticks of its own: the fence is longer than any. */
function fenced(line: string): string[] {
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(Math.max(3, longest + 1));
  return [`${fence}sh`, line, fence];
}
