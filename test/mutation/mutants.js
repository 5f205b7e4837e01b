/**
 * Every small mistake that could be made in a source text, as the text with that one mistake in it. Found in the syntax
 * tree, so that comments, types and words meant for people stay as they are.
 */
import { parseAst } from 'rolldown/parseAst';

/** @typedef {{ kind: string, start: number, end: number, text: string }} Mutant */

const operators = {
  '<': '<=',
  '<=': '<',
  '>': '>=',
  '>=': '>',
  '+': '-',
  '-': '+',
  '*': '/',
  '/': '*',
  '===': '!==',
  '!==': '===',
  '&&': '||',
  '||': '&&',
};

/** Statuses of AWS by what they are of: each is swapped for the next of its row. */
const statuses = [
  ['Success', 'Failed'],
  ['Incomplete', 'Failed'],
  ['Pending', 'InProgress'],
  ['Delayed', 'Pending'],
  ['ExecutionTimedOut', 'DeliveryTimedOut'],
  ['DeliveryTimedOut', 'ExecutionTimedOut'],
  ['Undeliverable', 'Terminated'],
  ['Terminated', 'Cancelled'],
  ['Cancelled', 'Terminated'],
  ['InvalidPlatform', 'AccessDenied'],
  ['AccessDenied', 'Failed'],
  ['Failed', 'Success'],
  ['InProgress', 'Success'],
  ['SUCCESS', 'FAILED'],
  ['FAILED', 'SUCCESS'],
  ['TIMED_OUT', 'FAILED'],
  ['Online', 'ConnectionLost'],
  ['ConnectionLost', 'Online'],
  ['pass', 'fail'],
  ['fail', 'pass'],
  ['inconclusive', 'pass'],
];
const nextStatus = new Map(statuses);

/** @returns {Mutant[]} */
export function mutantsOf(/** @type {string} */ source) {
  const found = [];
  const add = (kind, { start, end }, text) => found.push({ kind, start, end, text });
  const textOf = ({ start, end }) => source.slice(start, end);
  const looks = {
    BinaryExpression: (node) => swapOperator(node),
    LogicalExpression: (node) => swapOperator(node),
    Literal(node) {
      if (typeof node.value === 'boolean') add('true and false', node, String(!node.value));
      else if (typeof node.value === 'number') {
        add('constant plus one', node, `(${node.raw} + 1)`);
        add('constant minus one', node, `(${node.raw} - 1)`);
      } else if (nextStatus.has(node.value)) add('status', node, `'${nextStatus.get(node.value)}'`);
    },
    UnaryExpression(node) {
      if (node.operator === '!') add('negation left out', node, textOf(node.argument));
    },
    IfStatement({ test }) {
      add('condition always true', test, 'true');
      add('condition never true', test, 'false');
    },
    ExpressionStatement(node) {
      if (node.directive === undefined) add('statement left out', node, ';');
    },
  };
  function swapOperator({ left, right, operator }) {
    const other = operators[operator];
    if (other === undefined) return;
    const between = { start: left.end, end: right.start };
    // Texts are joined by +: their difference is no mistake that anyone makes.
    if (operator === '+' && [left, right].some(isText)) return;
    add(`${operator} is ${other}`, between, textOf(between).replace(operator, other));
  }
  walk(parseAst(source, { lang: 'ts' }), looks);
  return found;
}

function isText(node) {
  return node.type === 'TemplateLiteral' || (node.type === 'Literal' && typeof node.value === 'string');
}

function walk(node, looks) {
  if (node.type.startsWith('TS') && !('expression' in node)) return;
  looks[node.type]?.(node);
  for (const [name, value] of Object.entries(node)) {
    // A key is no value, and what a module is called no constant.
    if (name === 'typeAnnotation' || name === 'source' || (name === 'key' && !node.computed)) continue;
    for (const child of Array.isArray(value) ? value : [value]) {
      if (typeof child?.type === 'string') walk(child, looks);
    }
  }
}
