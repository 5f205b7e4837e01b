/**
 * Parameters that steps hand to the documents that they run.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-executeAutomation.html and
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-command-ssm-plugin-reference.html#aws-rundocument
 */
import type { Resource } from '../../../capability/lint/resource.ts';
import type { Subject } from '../../../capability/lint/subject.ts';
import type { Report } from '../../../capability/lint-rule.ts';
import {
  type DocumentSpec,
  documentName,
  type ParameterRule,
  type RunnableType,
} from '../../../cloudformation/document-spec.ts';
import { entry, itemsOf, textOf, type Value } from '../../../cloudformation/value.ts';
import { suggestion } from '../../../diagnostics/nearest.ts';
import { describe } from '../../../diagnostics/plain-map.ts';
import { ssmDocument } from '../resources/document.ts';

/** Which inputs of the action name the document and its parameters, and the type that it runs. */
const inputsOf: ReadonlyMap<string, readonly [string, string, RunnableType]> = new Map([
  ['aws:runCommand', ['DocumentName', 'Parameters', 'Command']],
  ['aws:runDocument', ['documentPath', 'documentParameters', 'Command']],
  ['aws:executeAutomation', ['DocumentName', 'RuntimeParameters', 'Automation']],
]);

export function checkNested(subject: Subject, report: Report): void {
  for (const document of subject.ofType(ssmDocument.type)) checkSteps(document, subject, report);
}

function checkSteps(document: Resource, subject: Subject, report: Report): void {
  for (const step of itemsOf(subject.property(document, 'Content', 'mainSteps'))) {
    const keys = inputsOf.get(textOf(entry(step, 'action')) ?? '');
    const inputs = entry(step, 'inputs');
    if (keys === undefined || inputs?.kind !== 'map') continue;
    const spec = subject.stack.documents.get(documentName(textOf(entry(inputs, keys[0])) ?? ''));
    const given = entry(inputs, keys[1]);
    // Text is JSON, or filled in when the document runs.
    if (spec?.parameters == null || spec.type !== keys[2] || (given !== undefined && given.kind !== 'map'))
      continue;
    const name = `the step ${textOf(entry(step, 'name')) ?? '?'}`;
    const entries = given?.entries ?? new Map<string, Value>();
    for (const [parameter, value] of entries) checkParameter({ name, spec, parameter, value }, report);
    for (const [parameter, { isDecisive }] of Object.entries(spec.parameters)) {
      if (isDecisive !== true || entries.has(parameter)) continue;
      report(inputs.path, `${name} fails: it runs ${spec.name} without the parameter ${parameter}`);
    }
  }
}

interface Given {
  readonly name: string;
  readonly spec: DocumentSpec;
  readonly parameter: string;
  readonly value: Value;
}

function checkParameter({ name, spec, parameter, value }: Given, report: Report): void {
  const rules = spec.parameters!;
  const rule = Object.hasOwn(rules, parameter) ? rules[parameter] : undefined;
  if (rule === undefined) {
    if (spec.takesOthers === true) return;
    const help = suggestion(parameter, Object.keys(rules));
    const message = `${name} fails: ${spec.name} takes no parameter ${parameter}`;
    return report(value.path, message, { at: 'key', ...(help === undefined ? {} : { help }) });
  }
  const texts = value.kind === 'text' ? [value.text] : itemsOf(value).flatMap((one) => textOf(one) ?? []);
  const wrong = texts.find((text) => !text.includes('{{') && !isAllowed(rule, text));
  if (wrong === undefined) return;
  const expected = rule.expected ?? `one of ${(rule.allowed ?? []).join(', ')}`;
  report(
    value.path,
    `${name} fails: ${spec.name} expects ${expected} as ${parameter}, found ${describe(wrong)}`,
  );
}

/** The name of a node stands for its id. */
function isAllowed({ allowed, pattern }: ParameterRule, text: string): boolean {
  return (
    allowed?.includes(text) ?? (pattern === undefined || pattern.test(text) || /^[\w-]+-\d{4,}$/.test(text))
  );
}
