/** A tree of blocks in the format that was asked for. */
import type { Block } from './block.ts';
import { renderMarkdown } from './markdown.ts';
import { renderText, type TextStyle } from './text.ts';

/** Whatever is no Markdown is text. */
export function rendered(
  blocks: readonly Block[],
  { format, style }: { readonly format: string; readonly style: TextStyle },
): string {
  return format === 'markdown' ? renderMarkdown(blocks) : renderText(blocks, style);
}
