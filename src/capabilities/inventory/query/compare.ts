/** Whether an item of a report fits a condition. Versions are compared as package managers do. */
import { comparePackageVersions } from '../../../aws/package-version.ts';
import type { Item } from '../reports.ts';
import type { Condition } from './parse.ts';

export function fits(item: Item, conditions: readonly Condition[]): boolean {
  return conditions.every((condition) => fitsOne(item[condition.attribute], condition));
}

/** What an item does not say fits no condition. */
function fitsOne(found: string | undefined, { attribute, operator, value }: Condition): boolean {
  if (found === undefined) return false;
  if (operator === 'begins-with') return found.startsWith(value);
  const order = orderOf(attribute, found, value);
  switch (operator) {
    case '=':
      return order === 0;
    case '!=':
      return order !== 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
  }
}

function orderOf(attribute: string, a: string, b: string): number {
  if (attribute.endsWith('Version')) return comparePackageVersions(a, b);
  if (isNumber(a) && isNumber(b)) return Number(a) - Number(b);
  return a < b ? -1 : a > b ? 1 : 0;
}

function isNumber(text: string): boolean {
  return /^-?\d+(\.\d+)?$/.test(text);
}
