/** Names that are used twice, which AWS allows and people confuse. */
import type { Resource } from '../capability/lint/resource.ts';
import type { Subject } from '../capability/lint/subject.ts';
import { rawAt } from '../capability/lint/written.ts';
import type { Report, Rule } from '../capability/lint-rule.ts';
import { textOf } from '../cloudformation/value.ts';

function checkNames(subject: Subject, report: Report): void {
  const seen = new Map<string, Resource>();
  const runners = new Set(subject.runs.map(({ at }) => at));
  for (const resource of subject.ownResources) {
    const name = subject.property(resource, 'Name');
    const text = textOf(name);
    // Parts of a window are told apart by their window; what runs a document by itself names it.
    const isPart = subject.property(resource, 'WindowId') !== undefined;
    if (name === undefined || text === null || isPart || runners.has(resource.at)) continue;
    const key = JSON.stringify([resource.type, text]);
    const other = seen.get(key);
    if (other === undefined) seen.set(key, resource);
    else if (!mayExclude(other, resource, subject)) {
      report(
        name.path,
        `${resource.logicalId} has the Name of ${other.logicalId}, ${text}: the console shows two of one name`,
        {
          help: 'give each a name of its own',
        },
      );
    }
  }
}

/** Under conditions only one of the two may exist. */
function mayExclude(one: Resource, other: Resource, { root }: Subject): boolean {
  return [one, other].every(({ at }) => rawAt(root, [...at, 'Condition']) !== undefined);
}

export const nameRules: readonly Rule[] = [
  {
    id: 'name-twice',
    place: 65,
    severity: 'note',
    finds: 'two windows or two baselines of one Name',
    source:
      'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ssm-patchbaseline.html',
    check: checkNames,
  },
];
