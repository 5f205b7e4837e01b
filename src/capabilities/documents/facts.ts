/** What documents show the others: a leaf that every capability may import. */
import { view } from '../../capability/views.ts';
import type { DocumentType } from '../../cloudformation/document-type.ts';
import { type Nouns, nounsIn } from '../../cloudformation/nouns.ts';
import { ssmDocument } from './resources/document.ts';
import type { DocumentObstacle } from './rules.ts';

export { documentFacts } from './events.ts';

export interface DocumentsView {
  /** What keeps the document of this name from running on the node. A sender asks before it sends, and when the agent begins. */
  obstacleOn(name: string, node: number): DocumentObstacle | null;
}

export const documentsView = view<DocumentsView>('documents');

/** The content of the documents of one type that a file declares, by name. */
export function contentsOf<Content>(
  { nouns }: { readonly nouns: Nouns },
  type: DocumentType<Content>,
): ReadonlyMap<string, Content> {
  const found = [...nounsIn(nouns, ssmDocument).values()].filter(
    (document) => document.type?.name === type.name && document.content !== undefined,
  );
  // The content has been read by its type.
  return new Map(found.map(({ name, content }) => [name, content as Content]));
}
