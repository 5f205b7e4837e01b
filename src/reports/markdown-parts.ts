/** What every report in Markdown is made of. */
import type { Table } from './tables.ts';

/** What a scenario's author has written is text, not Markdown. */
export function inline(text: string): string {
  return text.replaceAll(/[\\`*_[\]<>|#]/g, (sign) => `\\${sign}`).replaceAll(/[\s\p{Cc}]+/gu, ' ');
}

/** A line break within a cell stays one. */
export function table({ head, rows, numeric }: Table): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const titles = head.map((title) => inline(title.replaceAll('-\n', '').replaceAll('\n', ' ')));
  return [
    line(titles),
    line(head.map((_, index) => (numeric.has(index) ? '---:' : '---'))),
    ...rows.map((row) => line(row.map((cell) => cell.split('\n').map(inline).join('<br>')))),
  ];
}

export function listSection(title: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : [`### ${title}`, '', ...items.map((item) => `- ${item}`)];
}
