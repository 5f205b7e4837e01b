/** Content of a document, written as a map or as JSON or YAML text. */
import type { ContentReading, DocumentType } from '../../../cloudformation/document-type.ts';
import type { Reading } from '../../../cloudformation/resource-spec.ts';
import { notSimulated } from '../../../diagnostics/not-simulated.ts';
import { describe } from '../../../diagnostics/plain-map.ts';
import { refusedBy } from '../../../fields/aws-fields.ts';

/** AWS's answer to content that it cannot read. */
const awsError = 'InvalidDocumentContent';
/** AWS: https://docs.aws.amazon.com/general/latest/gr/ssm.html */
const charactersMax = 65_536;

type ReadingOfContent = Pick<Reading, 'context' | 'logicalId' | 'path'>;

/** Undefined: it is refused, or not known as a whole. */
export function readContent<Content>(
  written: unknown,
  type: DocumentType<Content>,
  reading: ReadingOfContent,
): Content | undefined {
  const path = [...reading.path, 'Content'];
  const context = refusedBy(awsError, reading.context);
  if (typeof written === 'string' && written.length > charactersMax) {
    const message = `expected at most ${charactersMax} characters, found ${written.length}`;
    context.error(path, 'too-long', message, { awsError: 'MaxDocumentSizeExceeded' });
    return undefined;
  }
  if (type.form === 'text' || typeof written !== 'string') return type.read(written, { path, context });
  const parsed = parse(written, `${reading.logicalId}.Content`, { path, context });
  return parsed && type.read(parsed.data, parsed);
}

interface Parsed extends ContentReading {
  readonly data: unknown;
}

/** JSON is found in any file; YAML has places of its own, which begin in the text. */
function parse(written: string, file: string, { path, context }: ContentReading): Parsed | undefined {
  if (written.trimStart().startsWith('{')) {
    try {
      return { data: plain(JSON.parse(written)), path, context };
    } catch {
      // It may be YAML in flow style.
    }
  }
  const data = context.parse(new TextEncoder().encode(written), file);
  if (typeof data === 'object' && data !== null)
    return { data, path: [], context: refusedBy(awsError, context.within(data)) };
  if (data !== undefined) {
    const message = `expected a document: a map with schemaVersion and more, found ${describe(data)}`;
    context.error(path, 'bad-value', message);
  }
  return undefined;
}

/** As the loader has its data: every scalar is its text. Too much nesting is left to the loader, which says so. */
function plain(value: unknown, depth = 0): unknown {
  if (depth > 100) throw new RangeError('too deep');
  if (Array.isArray(value)) return value.map((item) => plain(item, depth + 1));
  if (typeof value !== 'object' || value === null) return value === null ? null : String(value);
  const map: Record<string, unknown> = Object.create(null);
  for (const [key, each] of Object.entries(value)) map[key] = plain(each, depth + 1);
  return map;
}

/** A type that no capability reads. */
export function warnOfType(name: string, { path, context, logicalId }: ReadingOfContent): void {
  const { message, options } = notSimulated({
    name: `the ${name} document ${logicalId}`,
    touches: 'what it does is missing from every answer',
    instead: `say how long it runs and how often it fails, where something calls it: model.documents.<Name>: { run: 2m, fails: 1% }`,
  });
  context.warning([...path, 'DocumentType'], 'ignored-resource', message, options);
}
