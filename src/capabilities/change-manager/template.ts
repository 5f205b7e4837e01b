/**
 * Documents of type Automation.ChangeTemplate: who has to approve, and which runbooks may be asked for.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/change-templates-custom-editor.html and
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/cm-approvals-templates.html
 */
import type { ContentReading, DocumentType } from '../../cloudformation/document-type.ts';
import { describe, isMap, type PlainMap } from '../../diagnostics/plain-map.ts';
import { approvalOf, type Runbook, readRunbook, runbookSpec, type ValueMap } from '../automation/facts.ts';

export interface ChangeTemplate {
  /** Its levels of approval, as steps. */
  readonly approvals: Runbook;
  /** A closed calendar does not keep what is asked for by it. */
  readonly isEmergency: boolean;
  /** A request may do without approvals. */
  readonly isAutoApprovable: boolean;
  /** Null: any. */
  readonly runbooks: readonly string[] | null;
}

/** As `DocumentType` has it. */
export const templateTypeName = 'Automation.ChangeTemplate';

/** #cm-approvals-templates: up to five levels, and up to five approvers for each. */
const levelsMax = 5;
const approversMax = 5;

export const templateType: DocumentType<ChangeTemplate> = {
  name: templateTypeName,
  form: 'data',
  read: readTemplate,
  spec: (name, { approvals }) => ({ ...runbookSpec(name, approvals), type: templateTypeName }),
};

function readTemplate(content: unknown, reading: ContentReading): ChangeTemplate | undefined {
  if (!isMap(content)) {
    const message = `expected a map with mainSteps, found ${describe(content)}`;
    reading.context.error(reading.path, 'bad-value', message);
    return undefined;
  }
  const {
    emergencyChange,
    autoApprovable,
    executableRunBooks,
    templateInformation,
    cloudWatchMonitors,
    ...rest
  } = content;
  const isEmergency = readFlag('emergencyChange', emergencyChange, reading);
  const isAutoApprovable = readFlag('autoApprovable', autoApprovable, reading);
  const runbooks = readRunbooks(executableRunBooks, reading);
  const approvals = readRunbook(rest, reading);
  if (approvals === undefined || isEmergency === undefined || isAutoApprovable === undefined)
    return undefined;
  if (runbooks === undefined || !areLevels(approvals, reading)) return undefined;
  return { approvals, isEmergency, isAutoApprovable, runbooks };
}

function readFlag(name: string, value: unknown, { path, context }: ContentReading): boolean | undefined {
  if (value === undefined) return false;
  // The loader reads scalars as text.
  if (value === true || value === 'true') return true;
  if (value === false || value === 'false') return false;
  context.error([...path, name], 'bad-value', `expected true or false, found ${describe(value)}`);
  return undefined;
}

/** Undefined: refused. */
function readRunbooks(
  value: unknown,
  { path, context }: ContentReading,
): readonly string[] | null | undefined {
  if (value === undefined) return null;
  const at = [...path, 'executableRunBooks'];
  if (!Array.isArray(value)) {
    context.error(at, 'bad-value', `expected a list of { name, version }, found ${describe(value)}`);
    return undefined;
  }
  const names = value.map((each: unknown, index) => {
    const name = isMap(each) ? (each as PlainMap)['name'] : undefined;
    if (typeof name === 'string') return name;
    context.error([...at, index], 'bad-value', `expected { name, version }, found ${describe(each)}`);
    return undefined;
  });
  return names.every((name) => name !== undefined) ? names : undefined;
}

function areLevels({ steps }: Runbook, { path, context }: ContentReading): boolean {
  const at = [...path, 'mainSteps'];
  const errorsBefore = context.problems.errorCount;
  if (steps.length > levelsMax) {
    context.error(at, 'too-many', `expected at most ${levelsMax} levels of approval, found ${steps.length}`);
  }
  for (const [index, { action, inputs }] of steps.entries()) {
    if (action !== 'aws:approve') {
      const message = `expected aws:approve, found ${action}: the steps of a change template are its levels of approval`;
      context.error([...at, index, 'action'], 'bad-value', message);
      continue;
    }
    const approversCount = countOf(inputs);
    if (approversCount > approversMax) {
      const message = `expected at most ${approversMax} approvers of a level, found ${approversCount}`;
      context.error([...at, index, 'inputs'], 'too-many', message);
    }
  }
  return context.problems.errorCount === errorsBefore;
}

function countOf(inputs: ValueMap): number {
  const approval = approvalOf(inputs);
  return typeof approval === 'string' ? 0 : approval.approvers.length;
}
