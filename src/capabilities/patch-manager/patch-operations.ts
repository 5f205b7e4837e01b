/** What runs of documents ask of the documents that patch, looked up once for all nodes of a run: a fleet asks for each. */
import type { RunSource } from '../../capability/run-source.ts';
import type { Operation } from './compliance.ts';
import { patchOperationOf } from './rules.ts';

export class PatchOperations {
  private lastSource: RunSource | null = null;
  private lastOperation: Operation | null = null;

  /** Null: another document, or it does not say. */
  of(source: RunSource): Operation | null {
    if (source !== this.lastSource) {
      this.lastSource = source;
      this.lastOperation = patchOperationOf(source);
    }
    return this.lastOperation;
  }
}
