/**
 * Operation, left out or in a word that the document does not take.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-aws-runpatchbaseline.html
 */

import { type DeclaredRun, parameterOf, parameterText } from '../../../capability/lint/declared-run.ts';
import type { Subject } from '../../../capability/lint/subject.ts';
import type { Report, Rule } from '../../../capability/lint-rule.ts';
import { isPartlyUnknown, itemsOf } from '../../../cloudformation/value.ts';
import { nearest } from '../../../diagnostics/nearest.ts';
import { patchDocuments } from '../documents.ts';
import { isPatchRun, operationIn } from './facts.ts';

/** Parameters that take one of a few words, exactly as written. */
const allowedWords: readonly (readonly [string, readonly string[]])[] = [
  ['Operation', ['Scan', 'Install']],
  ['RebootOption', ['RebootIfNeeded', 'NoReboot']],
];

function checkMissing(subject: Subject, report: Report): void {
  for (const run of subject.runs.filter(takesOperation)) {
    reportMissing(run, report);
    for (const [name, allowed] of allowedWords) reportWord(run, name, allowed, report);
  }
}

/** AWS's older documents for Windows call it Action, or have none. */
function takesOperation(run: DeclaredRun): boolean {
  const spec = patchDocuments.find(({ name }) => name === run.document);
  return isPatchRun(run) && (spec === undefined || spec.parameters?.['Operation'] !== undefined);
}

function reportMissing(run: DeclaredRun, report: Report): void {
  const { parameters, ignored, document, name, path } = run;
  if (parameters?.kind === 'unknown' || parameters?.kind === 'text') return;
  const given = parameterOf(run, 'Operation');
  if (given !== undefined && (itemsOf(given).length > 0 || isPartlyUnknown(given))) {
    reportContradiction(run, report);
    return;
  }
  if (operationIn(ignored) !== null) {
    report(
      ignored!.path,
      `${name} has its Operation here, where it does not count: TaskInvocationParameters are given too and take precedence, so ` +
        `${document} is left without one`,
      {
        help: `move it to MaintenanceWindowRunCommandParameters, under Parameters, as Operation: [${operationIn(ignored)}]`,
        at: 'key',
      },
    );
    return;
  }
  const written = parameters?.kind === 'map' ? [...parameters.entries.keys()] : [];
  const slip = written.find((one) => nearest(one, ['Operation']) !== null && one !== 'Operation');
  report(
    path,
    `${name} gives ${document} no Operation, which has no default: the command is refused, and nothing runs`,
    {
      help:
        slip === undefined
          ? 'write Operation: [Scan], or [Install]'
          : `${slip} is not known: write Operation`,
      at: 'key',
    },
  );
}

/** What was changed in one of two places may have been meant for both. */
function reportContradiction(run: DeclaredRun, report: Report): void {
  const meant = operationIn(run.ignored);
  const operation = parameterText(run, 'Operation');
  if (meant === null || operation === null || meant === operation) return;
  report(
    run.ignored!.path,
    `${run.name} says ${meant} here, where it does not count: TaskInvocationParameters take precedence, and their Operation is ` +
      operation,
    { help: `remove it, or write Operation: [${meant}] there`, at: 'key', severity: 'warning' },
  );
}

function reportWord(run: DeclaredRun, name: string, allowed: readonly string[], report: Report): void {
  const given = parameterOf(run, name);
  const text = parameterText(run, name);
  if (given === undefined || text === null || allowed.includes(text)) return;
  const likely = nearest(text, allowed);
  report(
    given.path,
    `${run.document} does not take ${text} for ${name}: the command is refused, and nothing runs`,
    {
      help:
        likely === null ? `write ${allowed.join(' or ')}, exactly so` : `did you mean ${likely}? Case counts`,
    },
  );
}

const page =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-aws-runpatchbaseline.html';

export const operationRules: readonly Rule[] = [
  {
    id: 'operation-missing',
    place: 150,
    severity: 'error',
    finds: 'AWS-RunPatchBaseline without Operation, or with a word that it does not take',
    source: page,
    check: checkMissing,
  },
];
