/** Nodes by cause: how many, and what the cause means. */
import type { RunReport } from '../result/report.ts';
import { causesInWords } from './causes-in-words.ts';
import { count, percent } from './numbers.ts';
import type { Table } from './tables.ts';

export function unpatchedTable({ causes, result }: RunReport): Table {
  const total = Number(result.metrics['nodes.total']);
  const rows = causes.map(({ cause, count: nodes }) => [
    cause,
    count(nodes),
    percent(nodes, total),
    causesInWords[cause],
  ]);
  return { head: ['cause', 'nodes', 'of all', ''], rows, numeric: new Set([1, 2]) };
}

export function unmanagedTable({ unmanagedCauses }: RunReport): Table {
  const rows = unmanagedCauses.map(({ cause, count: nodes }) => [
    cause ?? 'BOOTING',
    count(nodes),
    cause === null ? 'on its way to registering' : causesInWords[cause],
  ]);
  return { head: ['cause', 'nodes', ''], rows, numeric: new Set([1]) };
}
