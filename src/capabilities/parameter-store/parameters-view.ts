/** What the others may ask of Parameter Store. */
import type { RunSource } from '../../capability/run-source.ts';
import { view } from '../../capability/views.ts';
import type { BootRecord } from './records.ts';

export interface Looked {
  readonly parameters: RunSource['parameters'];
  /** As AWS answers the call. Null: every reference has its value, and the document takes it. */
  readonly error: string | null;
}

/** What sends a document, as far as a look-up depends on it. */
export type Sender = Pick<RunSource, 'account' | 'id' | 'parent' | 'role' | 'document'>;

export interface ParametersView {
  /** In the order in which they began. */
  readonly boots: readonly BootRecord[];

  /** What references in parameters of a document stand for now, read in the name of the sender. */
  lookUp(sender: Sender, parameters: RunSource['parameters']): Looked;
}

export const parametersView = view<ParametersView>('parameter-store');
