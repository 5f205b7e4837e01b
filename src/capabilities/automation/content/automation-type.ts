/**
 * Documents of type Automation: runbooks.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-documents.html and
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-syntax-data-elements-parameters.html
 */
import type { ContentReading, DocumentType } from '../../../cloudformation/document-type.ts';
import { describe, isMap, type PlainMap } from '../../../diagnostics/plain-map.ts';
import { readParameters, readVariables, warnOfUnknown } from './parameters.ts';
import { ReferenceCheck } from './reference-checks.ts';
import type { Runbook } from './runbook.ts';
import { runbookSpec } from './spec.ts';
import { checkJumps } from './step-jumps.ts';
import { type PlacedStep, readSteps } from './steps.ts';

const runbookKeys = [
  'assumeRole',
  'description',
  'files',
  'mainSteps',
  'outputs',
  'parameters',
  'schemaVersion',
  'variables',
];

export const automationType: DocumentType<Runbook> = {
  name: 'Automation',
  form: 'data',
  read: readRunbook,
  spec: runbookSpec,
};

/** Undefined: refused, which has been reported. */
export function readRunbook(content: unknown, reading: ContentReading): Runbook | undefined {
  const { path, context } = reading;
  if (!isMap(content)) {
    context.error(path, 'bad-value', `expected a map with mainSteps, found ${describe(content)}`);
    return undefined;
  }
  if (!isOfSchema(content, reading)) return undefined;
  warnOfUnknown(content, runbookKeys, reading);
  const at = (key: string): ContentReading => ({ path: [...path, key], context });
  const parameters = readParameters(content['parameters'], at('parameters'));
  const variables = readVariables(content['variables'], at('variables'));
  const placed: PlacedStep[] = [];
  const steps = readSteps(content['mainSteps'], at('mainSteps'), placed);
  checkJumps(placed, context);
  const { assumeRole, outputs } = content;
  const runbook = {
    assumeRole: typeof assumeRole === 'string' && assumeRole !== '' ? assumeRole : null,
    parameters: parameters ?? {},
    variables: variables ?? {},
    steps: steps ?? [],
    outputs: outputsIn(outputs),
  };
  // Where declarations were refused, a reference to one of them is no second mistake.
  if (parameters === undefined || variables === undefined) return undefined;
  checkReferences(runbook, placed, reading);
  return steps === undefined ? undefined : runbook;
}

function isOfSchema(
  { schemaVersion, runtimeConfig, mainSteps }: PlainMap,
  { path, context }: ContentReading,
): boolean {
  if (schemaVersion === '0.3') return true;
  const isCommand = runtimeConfig !== undefined || ['1.2', '2.0', '2.2'].includes(String(schemaVersion));
  const help = isCommand
    ? { help: 'a document of this schema runs on nodes: DocumentType: Command' }
    : mainSteps === undefined
      ? {}
      : { help: 'write schemaVersion: "0.3"' };
  const found = schemaVersion === undefined ? 'missing: expected' : 'expected';
  const message = `${found} schemaVersion 0.3, that of runbooks${schemaVersion === undefined ? '' : `, found ${describe(schemaVersion)}`}`;
  context.error(
    [...path, 'schemaVersion'],
    schemaVersion === undefined ? 'missing-key' : 'bad-value',
    message,
    help,
  );
  return false;
}

/** `step.Output` each; some write them as references. */
function outputsIn(raw: unknown): readonly string[] {
  return (Array.isArray(raw) ? raw : []).flatMap((each: unknown) =>
    typeof each === 'string' ? [each.replaceAll(/^\s*\{\{\s*|\s*\}\}\s*$/g, '')] : [],
  );
}

function checkReferences(
  runbook: Runbook,
  placed: readonly PlacedStep[],
  { path, context }: ContentReading,
): void {
  const references = new ReferenceCheck(runbook, placed, context);
  references.check(runbook.assumeRole, [...path, 'assumeRole']);
  references.checkDefaults(path);
  for (const each of placed) references.checkStep(each);
  for (const [index, output] of runbook.outputs.entries())
    references.checkOutput(output, [...path, 'outputs', index]);
}
