/** `--where`: nodes whose inventory fits a condition. */
import { type Block, paragraph, say, sentences } from '../../../blocks/block.ts';
import { count, counted, duration } from '../../../blocks/numbers.ts';
import { dateAndTime } from '../../../blocks/times.ts';
import type { QueryProblem, QuerySpec } from '../../../capability/at-time.ts';
import {
  instantOrNothing,
  listOf,
  count as number,
  orNothing,
  said,
  text,
} from '../../../fields/json-parts.ts';
import { exactly, type JsonSchema } from '../../../fields/json-schema.ts';
import type { Machine } from '../machine.ts';
import type { Item } from '../reports.ts';
import { answerQuery, type Found, type FoundNode } from './answer.ts';
import { type ParsedQuery, parseQuery } from './parse.ts';
import { type Failure, isFailure } from './tokens.ts';

const items = listOf({ type: 'object', additionalProperties: text });
const countOrNothing: JsonSchema = { type: ['integer', 'null'] };

const foundSchema: JsonSchema = exactly({
  type: text,
  reporting: said('Nodes that have a report of the type.', number),
  neverReported: said('Nodes that exist and have none.', number),
  stale: said('Reports older than model.inventory.staleAfter.', number),
  matching: said('Nodes whose report fits.', number),
  noLongerTrue: said(
    'Those among them that do not fit any more, whatever is reported. Null: a run does not know.',
    countOrNothing,
  ),
  notReportedYet: said('Nodes that fit and whose report does not say so, or that have none.', countOrNothing),
  nodes: listOf(
    exactly({
      node: text,
      id: text,
      group: text,
      reported: said('Items that fit, as reported. Empty: none does.', items),
      collected: said('Null: it has no report.', instantOrNothing),
      ageHours: { type: ['number', 'null'] },
      actual: said(
        'What is on the node: items that fit or, if none does, those with a reported name. Null: a run does not know.',
        orNothing(items),
      ),
      isTrue: said('Whether report and node say the same.', { type: ['boolean', 'null'] }),
    }),
  ),
});

export const inventoryQuery: QuerySpec<Machine> = {
  schema: foundSchema,
  read(condition) {
    const parsed = parseQuery(condition);
    if (isFailure(parsed)) return problemOf(condition, parsed);
    return ({ inventory }, simulation) => {
      const found = answerQuery(inventory, simulation, parsed);
      return { data: found, blocks: blocksOf(found, parsed) };
    };
  },
};

/** With a caret below the place. */
function problemOf(condition: string, { at, problem, help }: Failure): QueryProblem {
  const caret = condition.includes('\n') ? '' : `\n  ${condition}\n  ${' '.repeat(at)}^`;
  const said = `--where: column ${at + 1}: ${problem}`;
  return help === undefined ? { problem: `${said}${caret}` } : { problem: said, help: `${help}${caret}` };
}

const rowsMax = 40;

function blocksOf(found: Found, { conditions }: ParsedQuery): Block[] {
  const { nodes } = found;
  const hidden = nodes.length - rowsMax;
  const attributes = [...new Set([...nameOf(found.type), ...conditions.map(({ attribute }) => attribute)])];
  return [
    ...sentences(summary(found)),
    ...(nodes.length === 0
      ? []
      : [
          {
            kind: 'table' as const,
            head: ['node', 'reported', 'collected (UTC)', 'age', 'actual', 'true'],
            rows: nodes.slice(0, rowsMax).map((one) => rowOf(one, attributes)),
            numeric: [],
          },
        ]),
    ...(hidden > 0 ? [paragraph(`… and ${count(hidden)} more; --json has all`)] : []),
  ];
}

/** An item is called by its name, whatever the condition asks. */
function nameOf(type: string): string[] {
  return /Application|AWSComponent/.test(type) ? ['Name', 'Version'] : [];
}

function summary({ type, matching, reporting, neverReported, stale, noLongerTrue, notReportedYet }: Found) {
  const never = neverReported === 0 ? '' : `, and ${counted(neverReported, 'node')} never reported it`;
  return [
    `${count(matching)} of ${counted(reporting, 'node')} with a report of ${type} ${matching === 1 ? 'fits' : 'fit'}${never}.`,
    ...(stale === 0 ? [] : [say(`${counted(stale, 'report')} ${stale === 1 ? 'is' : 'are'} stale.`, 'odd')]),
    ...(noLongerTrue === null || noLongerTrue === 0
      ? []
      : [
          say(
            `${count(noLongerTrue)} of them no longer ${noLongerTrue === 1 ? 'fits' : 'fit'}: changed since the report.`,
            'odd',
          ),
        ]),
    ...(notReportedYet === null || notReportedYet === 0
      ? []
      : [
          say(
            `${counted(notReportedYet, 'node')} actually ${notReportedYet === 1 ? 'fits' : 'fit'} and no report says so.`,
            'bad',
          ),
        ]),
  ];
}

function rowOf({ node, reported, collected, ageHours, actual, isTrue }: FoundNode, attributes: string[]) {
  return [
    node,
    reported.length === 0 ? '-' : itemWords(reported, attributes),
    collected === null ? 'never' : dateAndTime(Date.parse(collected)),
    ageHours === null ? '-' : duration(ageHours * 3_600_000),
    actual === null ? 'not known' : actual.length === 0 ? '-' : itemWords(actual, attributes),
    isTrue === null ? '-' : isTrue ? 'yes' : say('no', 'bad'),
  ];
}

/** `httpd 2.4.54` */
function itemWords(found: readonly Item[], attributes: readonly string[]): string {
  const [first] = found;
  const words = attributes
    .map((name) => first![name] ?? '')
    .join(' ')
    .trim();
  return found.length === 1 ? words : `${words} and ${count(found.length - 1)} more`;
}
