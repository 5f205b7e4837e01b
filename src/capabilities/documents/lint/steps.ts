/**
 * Steps of a document that run on no node, whatever sends it.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-schemas-features.html
 */
import type { DeclaredRun } from '../../../capability/lint/declared-run.ts';
import type { Subject } from '../../../capability/lint/subject.ts';
import type { Report, Rule } from '../../../capability/lint-rule.ts';
import { type PlatformType, platformTypeOf } from '../../../world/operating-systems.ts';
import { type CommandContent, commandType } from '../content/command.ts';
import { platformsOfStep, type Step } from '../content/steps.ts';
import { ssmDocument } from '../resources/document.ts';

function checkSteps(subject: Subject, report: Report): void {
  for (const [logicalId, { name, type, content }] of subject.stack.nouns(ssmDocument)) {
    const resource = subject.named(logicalId);
    if (type !== commandType.name || content === undefined || resource === undefined) continue;
    const isMap = subject.property(resource, 'Content')?.kind === 'map';
    const { steps } = content as CommandContent;
    for (const [index, step] of steps.entries()) {
      const message = neverRuns(
        step,
        subject.runs.filter(({ document }) => document === name),
      );
      if (message === null) continue;
      const inContent = isMap && subject.property(resource, 'Content', 'mainSteps') !== undefined;
      report([...resource.path, 'Content', ...(inContent ? ['mainSteps', index] : [])], message, {
        help: 'change its precondition, or remove the step',
      });
    }
  }
}

/** Null: it runs somewhere, or that cannot be known. */
function neverRuns(step: Step, runs: readonly DeclaredRun[]): string | null {
  const platforms = platformsOfStep(step);
  if (platforms.length === 0)
    return `the step ${step.name} never runs: ${step.action} does not run on the platform of its precondition`;
  const reached = runs.map(platformsReached);
  if (reached.length === 0 || reached.includes(null)) return null;
  const all = new Set(reached.flatMap((each) => each ?? []));
  if (all.size === 0 || platforms.some((platform) => all.has(platform))) return null;
  return `the step ${step.name} never runs: it is for ${platforms.join(', ')}, and everything that sends the document reaches ${[...all].join(', ')}`;
}

/** Null: which nodes it reaches is not known. */
function platformsReached(run: DeclaredRun): PlatformType[] | null {
  const reached = run.reach();
  if (reached.length === 0 || !reached.every(({ isExact }) => isExact)) return null;
  const groups = reached.flatMap(({ nodes }) => nodes.map(({ group }) => group));
  return groups.includes(null) ? null : groups.map((group) => platformTypeOf(group!.os));
}

export const stepRules: readonly Rule[] = [
  {
    id: 'step-never-runs',
    place: 235,
    severity: 'warning',
    finds: 'a step of a document whose precondition holds on none of the nodes that the document is sent to',
    source: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-schemas-features.html',
    check: checkSteps,
  },
];
