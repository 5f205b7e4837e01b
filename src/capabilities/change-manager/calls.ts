/** AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_StartChangeRequestExecution.html */
import * as z from 'zod/mini';
import { arnOf } from '../../aws/arn.ts';
import { autoApproveKey } from '../../aws/authorization.ts';
import { type AnyCallSpec, call } from '../../cloudformation/call-spec.ts';
import { documentName, refuseRun } from '../../cloudformation/document-spec.ts';
import { suggestion } from '../../diagnostics/nearest.ts';
import { describe } from '../../diagnostics/plain-map.ts';
import { documentParameters, documentVersion, listOfLength, tagList } from '../../fields/aws-fields.ts';
import { boolean, map, text } from '../../fields/fields.ts';
import { time } from '../../fields/quantities.ts';
import { itemsIn, Unknown } from '../../fields/unknown.ts';
import { clientToken, refuseStart, startFields, type ValueMap } from '../automation/facts.ts';
import { documentsIn } from '../documents/facts.ts';
import { templateType, templateTypeName } from './template.ts';

export interface ChangeRequestCall {
  /** What the console shows. */
  readonly name: string;
  /** The name alone. */
  readonly template: string;
  readonly parameters: Readonly<Record<string, readonly string[]>>;
  /** The name alone. */
  readonly runbook: string;
  /** What a step aws:executeAutomation takes. */
  readonly runbookInputs: ValueMap;
  /** Null: as soon as it may. */
  readonly scheduledMs: number | null;
  /** An estimate for reviewers. */
  readonly scheduledEndMs: number | null;
  readonly asksForAutoApproval: boolean;
  readonly clientToken: string | null;
}

const notFound = 'AutomationDefinitionNotFoundException';
const badParameters = 'InvalidAutomationExecutionParametersException';

/** API_StartChangeRequestExecution.html#API_StartChangeRequestExecution_RequestSyntax */
const tagsMax = 5;

export const startChangeRequestExecution = call({
  call: 'StartChangeRequestExecution',
  page: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_StartChangeRequestExecution.html',
  is: 'Asks for a change: its runbook runs once it is approved and no calendar is closed',
  fields: () => ({
    AutoApprove: z.optional(boolean()),
    ChangeDetails: z.optional(text('details of the change', { min: 1, max: 32_768 })),
    ChangeRequestName: z.optional(text('a name', { min: 1, max: 1024 })),
    ClientToken: z.optional(clientToken()),
    DocumentName: text('a change template: 3 to 128 letters, digits and _ - . : /', {
      pattern: /^[a-zA-Z0-9_\-.:/]{3,128}$/,
    }),
    DocumentVersion: z.optional(documentVersion()),
    Parameters: z.optional(documentParameters()),
    Runbooks: listOfLength(map(startFields()), 'runbooks', 1, 1),
    ScheduledEndTime: z.optional(time()),
    ScheduledTime: z.optional(time()),
    Tags: z.optional(tagList()),
  }),
  withoutEffect: {
    DocumentVersion: {
      touches: 'the file declares one version of a change template, and that one is used',
      instead: 'nothing: it may stay in the file',
    },
  },
  refusals(seen, reading) {
    const { path, context, references } = reading;
    const { DocumentName, Parameters: parameters = {}, Runbooks, Tags } = seen;
    const tagsCount = itemsIn(Tags).length;
    if (tagsCount > tagsMax) {
      const message = `expected at most ${tagsMax} tags of a change request, found ${tagsCount}`;
      context.error([...path, 'Tags'], 'too-many', message, { awsError: 'ValidationException' });
    }
    const [runbook] = itemsIn(Runbooks);
    const runbookPath = [...path, 'Runbooks', 0];
    if (runbook !== undefined && !(runbook instanceof Unknown))
      refuseStart(runbook, { id: reading.id, context, references, path: runbookPath });
    if (DocumentName instanceof Unknown) return;
    const name = documentName(DocumentName);
    const namePath = [...path, 'DocumentName'];
    const spec = references.documents.get(name);
    if (spec === undefined && references.isWhole) {
      const known = [...references.documents.values()].filter(({ type }) => type === templateTypeName);
      const message = `expected a change template of the file (AWS::SSM::Document, DocumentType: ${templateTypeName}), found ${describe(name)}`;
      const help = suggestion(
        name,
        known.map((one) => one.name),
      );
      context.error(namePath, 'unknown-reference', message, { awsError: notFound, help });
      return;
    }
    const parametersPath = [...path, 'Parameters'];
    refuseRun({ name, namePath, parameters, parametersPath, type: templateTypeName }, spec, context);
    const allowed = documentsIn(references, templateType).find((one) => one.name === name)?.content.runbooks;
    const wanted = runbook === undefined || runbook instanceof Unknown ? undefined : runbook.DocumentName;
    if (typeof wanted !== 'string' || allowed == null || allowed.includes(documentName(wanted))) return;
    const message = `expected a runbook that the change template ${name} allows (${allowed.join(', ') || 'none'}), found ${describe(wanted)}`;
    context.error([...runbookPath, 'DocumentName'], 'unknown-reference', message, {
      awsError: badParameters,
      help: suggestion(documentName(wanted), allowed),
    });
  },
  build(known, { id }): ChangeRequestCall {
    const { DocumentVersion: _, Parameters: given, ...runbook } = known.Runbooks[0]!;
    return {
      name: known.ChangeRequestName ?? id,
      template: documentName(known.DocumentName),
      parameters: known.Parameters ?? {},
      runbook: documentName(runbook.DocumentName),
      runbookInputs: plainMap({ ...runbook, RuntimeParameters: given }),
      scheduledMs: known.ScheduledTime ?? null,
      scheduledEndMs: known.ScheduledEndTime ?? null,
      asksForAutoApproval: known.AutoApprove === true,
      clientToken: known.ClientToken?.toLowerCase() ?? null,
    };
  },
  /** https://docs.aws.amazon.com/systems-manager/latest/userguide/change-manager-permissions.html#change-manager-role-policy */
  asks: ({ template, asksForAutoApproval }, { account }) => [
    {
      action: 'ssm:StartChangeRequestExecution',
      resource: arnOf('ssm', account, `automation-definition/${template}:$DEFAULT`),
      values: { [autoApproveKey]: String(asksForAutoApproval) },
    },
  ],
  startsExecution: true,
  /** The role of the runbook. */
  passesRole({ runbookInputs: { RuntimeParameters: parameters } }) {
    const [role = null] = (parameters as Record<string, readonly string[]>)?.['AutomationAssumeRole'] ?? [];
    return role;
  },
});

/** What a step takes is plain data, in which what is absent has no key. */
function plainMap(written: object): ValueMap {
  return JSON.parse(JSON.stringify(written)) as ValueMap;
}

export const changeRequestCalls: readonly AnyCallSpec[] = [startChangeRequestExecution];
