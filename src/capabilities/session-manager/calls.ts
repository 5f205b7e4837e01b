/**
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_StartSession.html
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_ResumeSession.html
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_TerminateSession.html
 */
import * as z from 'zod/mini';
import { arnOf, documentArn } from '../../aws/arn.ts';
import { documentCheckKey } from '../../aws/authorization.ts';
import {
  type AnyCallSpec,
  type AskedAbout,
  type CallReading,
  call,
  madeBy,
} from '../../cloudformation/call-spec.ts';
import { documentName, refuseRun } from '../../cloudformation/document-spec.ts';
import { refuseNode } from '../../cloudformation/targets.ts';
import { suggestion } from '../../diagnostics/nearest.ts';
import { describe } from '../../diagnostics/plain-map.ts';
import { documentParameters } from '../../fields/aws-fields.ts';
import { text } from '../../fields/fields.ts';
import { type Partly, Unknown } from '../../fields/unknown.ts';
import type { Action } from '../../world/actions.ts';
import { idFrom } from '../../world/made-ids.ts';
import type { Scenario } from '../../world/scenario.ts';
import { preferencesDocument } from './documents.ts';

/** How many AWS takes of an account in one Region. https://docs.aws.amazon.com/general/latest/gr/ssm.html#limits_ssm */
export const callsPerSecond = { StartSession: 3, ResumeSession: 6, TerminateSession: 6 };
export type SessionCall = keyof typeof callsPerSecond;

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
  /**
   * The node; and the document, where one is named:
   * https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-sessiondocumentaccesscheck.html
   */
  asks({ target, document, namesDocument }, { account, nodes }) {
    const action = 'ssm:StartSession';
    const asked = nodes({ instanceIds: [target], targets: [] }).map((node) => ({ action, ...node }));
    const about = { action, resource: documentArn(account, document), tags: {} };
    const named = [namesDocument ? about : { ...about, onlyUnder: documentCheckKey }];
    return [...(asked.length === 0 && !namesDocument ? [{ action }] : asked), ...named];
  },
});

/** The id that AWS makes for a session: it begins with the name of the user who starts it. */
export function awsSessionId({ name }: Pick<Scenario, 'name'>, { id, as = 'root' }: Action): string {
  return idFrom(as, name, id);
}

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-restrict-access-examples.html#restrict-access-example-user-sessions */
function sessionArn(session: string, { account, scenario }: AskedAbout): string {
  const start = scenario.actions.find((one) => one.id === session && madeBy(one, startSession) !== undefined);
  const id = start === undefined ? session : awsSessionId(scenario, start);
  return arnOf('ssm', account, `session/${id}`);
}

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
  asks: ({ session }, about) => [{ action: 'ssm:ResumeSession', resource: sessionArn(session, about) }],
});

export const terminateSession = call({
  call: 'TerminateSession',
  page: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_TerminateSession.html',
  is: 'Ends a session for good',
  fields: () => ({ SessionId: sessionId() }),
  refusals: refuseSession,
  build: ({ SessionId }) => ({ session: SessionId }),
  asks: ({ session }, about) => [{ action: 'ssm:TerminateSession', resource: sessionArn(session, about) }],
});

export const sessionCalls: readonly AnyCallSpec[] = [startSession, resumeSession, terminateSession];
