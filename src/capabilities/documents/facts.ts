/** What documents show the others: a leaf that every capability may import. */
import { view } from '../../capability/views.ts';
import type { DocumentObstacle } from './rules.ts';

export interface DocumentsView {
  /** What keeps the document of this name from running on the node. A sender asks before it sends, and when the agent begins. */
  obstacleOn(name: string, node: number): DocumentObstacle | null;
}

export const documentsView = view<DocumentsView>('documents');
