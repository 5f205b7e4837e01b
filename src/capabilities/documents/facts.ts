/** What documents show the others: a leaf that every capability may import. */
import { view } from '../../capability/views.ts';
import type { DocumentType } from '../../cloudformation/document-type.ts';
import { type Nouns, nounsIn } from '../../cloudformation/nouns.ts';
import type { References } from '../../cloudformation/resource-spec.ts';
import type { Effect } from './effects.ts';
import { type SsmDocument, ssmDocument } from './resources/document.ts';
import type { DocumentObstacle } from './rules.ts';

export { updateAgent } from './aws-documents.ts';
export { type DocumentParameter, readParameters, rulesOf } from './content/parameters.ts';
export { inventoryTime } from './content/plugins.ts';
export type { Effect } from './effects.ts';
export { documentFacts } from './events.ts';
export { ssmDocument };

export interface DocumentsView {
  /** What keeps the document of this name from running on the node. A sender asks before it sends, and when the agent begins. */
  obstacleOn(name: string, node: number): DocumentObstacle | null;
  /** Once, when machines are made: what a document of another capability needs of a node, and changes on it. */
  does(document: string, effect: Effect): void;
}

export const documentsView = view<DocumentsView>('documents');

/** A document that a file declares, and what its type has read. */
export interface Declared<Content> {
  readonly logicalId: string;
  readonly name: string;
  readonly content: Content;
  /** Null: it has none. */
  readonly versionName: string | null;
}

/** Those of one type that a file declares. */
export function documentsIn<Content>(
  stack: Pick<References, 'nouns'>,
  type: DocumentType<Content>,
): readonly Declared<Content>[] {
  return declaredAmong(stack.nouns(ssmDocument), type);
}

/** Those of one type that a scenario declares. */
export function documentsOf<Content>(
  { nouns }: { readonly nouns: Nouns },
  type: DocumentType<Content>,
): readonly Declared<Content>[] {
  return declaredAmong(nounsIn(nouns, ssmDocument), type);
}

/** The content of each, by name. */
export function contentsOf<Content>(
  scenario: { readonly nouns: Nouns },
  type: DocumentType<Content>,
): ReadonlyMap<string, Content> {
  return new Map(documentsOf(scenario, type).map(({ name, content }) => [name, content]));
}

function declaredAmong<Content>(
  documents: ReadonlyMap<string, SsmDocument>,
  { name: wanted }: DocumentType<Content>,
): readonly Declared<Content>[] {
  return [...documents.values()].flatMap(({ logicalId, name, type, content, versionName }) =>
    // The content has been read by its type.
    type === wanted && content !== undefined
      ? [{ logicalId, name, content: content as Content, versionName }]
      : [],
  );
}
