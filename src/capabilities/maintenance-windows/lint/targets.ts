/** What a target that is registered with a window selects by. */
import { type DeclaredTargets, readTargets } from '../../../capability/lint/declared-targets.ts';
import type { Resource } from '../../../capability/lint/resource.ts';
import type { Subject } from '../../../capability/lint/subject.ts';
import { targetType } from './windows.ts';

const known = new WeakMap<Subject, ReadonlyMap<Resource, DeclaredTargets>>();

export function registeredTargets(subject: Subject): ReadonlyMap<Resource, DeclaredTargets> {
  let targets = known.get(subject);
  if (targets === undefined) {
    targets = new Map(
      subject.ofType(targetType).flatMap((target) => {
        const name = `the window target ${target.logicalId}`;
        const [declared] = readTargets('window', name, subject.property(target, 'Targets'));
        return declared === undefined ? [] : [[target, declared] as const];
      }),
    );
    known.set(subject, targets);
  }
  return targets;
}
