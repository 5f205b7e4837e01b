/**
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_StartSession.html
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_ResumeSession.html
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_TerminateSession.html
 */
import * as z from 'zod/mini';
import { type AnyCallSpec, type CallReading, call } from '../../cloudformation/call-spec.ts';
import { documentName, refuseRun } from '../../cloudformation/document-spec.ts';
import { refuseNode } from '../../cloudformation/targets.ts';
import { suggestion } from '../../diagnostics/nearest.ts';
import { describe } from '../../diagnostics/plain-map.ts';
import { documentParameters } from '../../fields/aws-fields.ts';
import { text } from '../../fields/fields.ts';
import { type Partly, Unknown } from '../../fields/unknown.ts';
import { preferencesDocument } from './documents.ts';

export interface SessionRequest {
  /** A node, by its name or its id. */
  readonly target: string;
  /** The name alone. */
  readonly document: string;
  /** Whether the call names the document. */
  readonly namesDocument: boolean;
  readonly reason: string | null;
}

export const startSession = call({
  call: 'StartSession',
  page: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_StartSession.html',
  is: 'Starts a session on a node',
  fields: () => ({
    DocumentName: z.optional(
      text('a Session document, such as AWS-StartSSHSession: 3 to 128 letters, digits and _ - . : /', {
        pattern: /^[a-zA-Z0-9_\-.:/]{3,128}$/,
      }),
    ),
    Parameters: z.optional(documentParameters()),
    Reason: z.optional(text('a reason of 1 to 256 characters', { pattern: /^.{1,256}$/ })),
    Target: text('a node, such as web-0001 or i-0123456789abcdef0', { min: 1, max: 400 }),
  }),
  refusals(seen, { path, context, references }) {
    const { DocumentName: written = preferencesDocument, Parameters: parameters = {}, Target } = seen;
    if (!(Target instanceof Unknown)) refuseNode(Target, [...path, 'Target'], context);
    if (written instanceof Unknown) return;
    const name = documentName(written);
    const namePath = [...path, 'DocumentName'];
    const spec = references.documents.get(name);
    if (spec === undefined && references.isWhole) {
      const known = [...references.documents.values()].filter(({ type }) => type === 'Session');
      const message = `expected a Session document of AWS or of the file, found ${describe(name)}`;
      context.error(namePath, 'unknown-reference', message, {
        awsError: 'InvalidDocument',
        help: suggestion(
          name,
          known.map((one) => one.name),
        ),
      });
      return;
    }
    const run = {
      name,
      namePath,
      parameters,
      parametersPath: [...path, 'Parameters'],
      type: 'Session' as const,
    };
    refuseRun(run, spec, context);
  },
  build: ({ DocumentName, Reason, Target }): SessionRequest => ({
    target: Target,
    document: DocumentName === undefined ? preferencesDocument : documentName(DocumentName),
    namesDocument: DocumentName !== undefined,
    reason: Reason ?? null,
  }),
});

export const notFound = 'DoesNotExistException';

const sessionId = () => text('the id of a session', { min: 1, max: 96 });

/** The name of the caller, and 17 digits. */
const awsId = /^[a-zA-Z0-9][\w+=,.@-]{0,77}-[0-9a-f]{17}$/;

/** An id of AWS's shape may be that of a session that only a run makes: AWS answers when the call is due. */
function refuseSession(
  { SessionId: id }: { readonly SessionId: Partly<string> },
  { path, context, actions }: Pick<CallReading, 'path' | 'context' | 'actions'>,
): void {
  if (id instanceof Unknown || awsId.test(id)) return;
  const started = actions.filter((one) => one.call === startSession.call).map((one) => one.id);
  if (started.includes(id)) return;
  const message = `expected the id of a StartSession action, or of a session as results have it, found ${describe(id)}`;
  context.error([...path, 'SessionId'], 'unknown-reference', message, {
    awsError: notFound,
    help: suggestion(id, started),
  });
}

export const resumeSession = call({
  call: 'ResumeSession',
  page: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_ResumeSession.html',
  is: 'Connects a session again that was disconnected',
  fields: () => ({ SessionId: sessionId() }),
  refusals: refuseSession,
  build: ({ SessionId }) => ({ session: SessionId }),
});

export const terminateSession = call({
  call: 'TerminateSession',
  page: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_TerminateSession.html',
  is: 'Ends a session for good',
  fields: () => ({ SessionId: sessionId() }),
  refusals: refuseSession,
  build: ({ SessionId }) => ({ session: SessionId }),
});

export const sessionCalls: readonly AnyCallSpec[] = [startSession, resumeSession, terminateSession];
