/** What the content of an AWS::SSM::Document is read as: each of its types belongs to a capability. */
import type { DataPath } from '../diagnostics/problem.ts';
import type { LoadContext } from '../fields/context.ts';
import type { DocumentSpec } from './document-spec.ts';

export interface DocumentType<Content> {
  /** As `DocumentType` has it: `Command`. */
  readonly name: string;
  /** `data`: JSON or YAML, as text or as a map. `text`: whatever it is, as it is written. */
  readonly form: 'data' | 'text';
  /** Documents of this type are looked up by account and Region too; what runs on nodes is looked up by its name alone. */
  readonly isOfPlace?: true;
  /** Undefined: AWS refuses it, or parts of it are not known; what AWS refuses has been reported. */
  read(content: unknown, reading: ContentReading): Content | undefined;
  /** How it runs on nodes, and with which parameters. Absent: no agent runs a document of this type. */
  spec?(name: string, content: Content): DocumentSpec;
}

export interface ContentReading {
  /** Of the content, in what `context` is about. */
  readonly path: DataPath;
  readonly context: LoadContext;
}
