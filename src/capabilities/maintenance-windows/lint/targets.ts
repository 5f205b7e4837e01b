/** What a target that is registered with a window selects by. */

import { type DeclaredTargets, readTargets } from '../../../capability/lint/declared-targets.ts';
import type { Resource } from '../../../capability/lint/resource.ts';
import type { Subject } from '../../../capability/lint/subject.ts';
import { oncePer } from '../../../fields/fields.ts';
import { targetType } from './windows.ts';

export const registeredTargets = oncePer(
  (subject: Subject): ReadonlyMap<Resource, DeclaredTargets> =>
    new Map(
      subject.ofType(targetType).flatMap((target) => {
        const name = `the window target ${target.logicalId}`;
        const [declared] = readTargets('window', name, subject.property(target, 'Targets'));
        return declared === undefined ? [] : [[target, declared] as const];
      }),
    ),
);
