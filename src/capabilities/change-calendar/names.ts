/** CalendarNames of what asks a calendar before it runs. */

import { documentName } from '../../cloudformation/document-spec.ts';
import type { References } from '../../cloudformation/resource-spec.ts';
import type { DataPath } from '../../diagnostics/problem.ts';
import type { LoadContext } from '../../fields/context.ts';
import { itemsIn, type Partly } from '../../fields/unknown.ts';
import { documentsIn } from '../documents/facts.ts';
import { calendarType } from './content.ts';

/** The name alone of a name or an ARN. */
export const calendarName = documentName;

/** A calendar that the file does not have is one that another account shares, in a template; in a scenario it is an error. */
export function refuseCalendarNames(
  names: Partly<readonly Partly<string>[]> | undefined,
  path: DataPath,
  { references, context }: { readonly references: References; readonly context: LoadContext },
): void {
  if (names === undefined || !references.isWhole) return;
  const known = new Set(
    documentsIn(references, calendarType).flatMap(({ name, logicalId }) => [name, logicalId]),
  );
  itemsIn(names).forEach((name, index) => {
    if (typeof name !== 'string' || known.has(calendarName(name))) return;
    const message = `expected the name or ARN of a calendar under resources (AWS::SSM::Document, DocumentType: ChangeCalendar); found ${name}`;
    context.error([...path, index], 'unknown-reference', message, { awsError: 'InvalidDocument' });
  });
}
