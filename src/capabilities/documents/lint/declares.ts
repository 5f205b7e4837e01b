/** What the steps of a document run, be it a runbook that is not simulated. */
import { scriptDocuments } from '../../../aws/script-documents.ts';
import {
  type DeclaredRun,
  documentNameIn,
  keepsOutput,
  unsaid,
} from '../../../capability/lint/declared-run.ts';
import type { Resource } from '../../../capability/lint/resource.ts';
import type { Declares, Subject } from '../../../capability/lint/subject.ts';
import { entry, itemsOf, textOf, type Value } from '../../../cloudformation/value.ts';
import { ssmDocument } from '../resources/document.ts';

export const documentDeclares: Declares = {
  runs: (subject) => subject.ofType(ssmDocument.type).flatMap((document) => stepsOf(document, subject)),
  roles: (subject) =>
    subject.ofType(ssmDocument.type).map((document) => ({
      purpose: 'runbook' as const,
      by: `the runbook ${document.logicalId}`,
      label: document.logicalId,
      value: subject.property(document, 'Content', 'assumeRole'),
      action: null,
    })),
};

/**
 * `aws:runCommand` of a runbook takes what SendCommand takes, `aws:runDocument` a document and its parameters; a script of a
 * document is what AWS's own documents for scripts take as `commands`.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-runcommand.html
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-command-ssm-plugin-reference.html
 */
function stepsOf(document: Resource, subject: Subject): DeclaredRun[] {
  return itemsOf(subject.property(document, 'Content', 'mainSteps')).flatMap((step): DeclaredRun[] => {
    const inputs = entry(step, 'inputs');
    if (inputs?.kind !== 'map') return [];
    const name = `the step ${textOf(entry(step, 'name')) ?? '?'} of ${document.logicalId}`;
    const run = { ...unsaid, name, label: name, at: document.at, path: inputs.path };
    const action = textOf(entry(step, 'action')) ?? '';
    const script = Object.hasOwn(scriptDocuments, action) ? scriptDocuments[action]! : null;
    if (script !== null) return [{ ...run, document: script, parameters: scriptIn(inputs) }];
    switch (action) {
      case 'aws:runCommand': {
        const given = ofStep(entry(inputs, 'Parameters'), inputs);
        const output = { ...unsaid.output, isKept: keepsOutput(inputs) };
        return [{ ...run, ...given, document: documentNameIn(entry(inputs, 'DocumentName')), output }];
      }
      case 'aws:runDocument': {
        const given = ofStep(entry(inputs, 'documentParameters'), inputs);
        return [{ ...run, ...given, document: documentNameIn(entry(inputs, 'documentPath')) }];
      }
      default:
        return [];
    }
  });
}

/** Text is JSON, or filled in when the document runs. */
function ofStep(given: Value | undefined, { path }: Value): Pick<DeclaredRun, 'parameters' | 'path'> {
  const parameters: Value | undefined =
    given?.kind === 'text' ? { kind: 'unknown', path: given.path, outline: null } : given;
  return { parameters, path: given?.path ?? path };
}

function scriptIn(inputs: Value): Value {
  const script = entry(inputs, 'runCommand');
  return {
    kind: 'map',
    entries: new Map(script === undefined ? [] : [['commands', script]]),
    path: inputs.path,
  };
}
