/** CalendarNames of what asks a calendar before it runs. */

import { documentName } from '../../cloudformation/document-spec.ts';
import type { References } from '../../cloudformation/resource-spec.ts';
import type { DataPath } from '../../diagnostics/problem.ts';
import type { LoadContext } from '../../fields/context.ts';
import { itemsIn, type Partly } from '../../fields/unknown.ts';
import { accountNamed } from '../../world/scenario.ts';
import { documentsIn } from '../documents/facts.ts';
import { calendarType } from './content.ts';

/** The name alone of a name or an ARN. */
export const calendarName = documentName;

const arn = /^arn:[a-z-]+:ssm:([^:]*):([^:]*):/;

/**
 * A calendar that the file does not have is one that another account shares, in a template; in a scenario it is an error, and
 * so is one of another account or Region. `of`: the logical id, or the id of the action, of what asks.
 */
export function refuseCalendarNames(
  names: Partly<readonly Partly<string>[]> | undefined,
  path: DataPath,
  {
    references,
    context,
    of,
  }: { readonly references: References; readonly context: LoadContext; readonly of: string },
): void {
  if (names === undefined || !references.isWhole) return;
  const home = context.accountOf(of);
  const { id, region } = accountNamed(context, home);
  const all = documentsIn(references, calendarType);
  const isOwn = (name: string): boolean => {
    const [, arnRegion = region, arnId = id] = arn.exec(name) ?? [];
    return (
      arnRegion === region &&
      arnId === id &&
      all.some(
        (one) =>
          [one.name, one.logicalId].includes(calendarName(name)) && context.accountOf(one.logicalId) === home,
      )
    );
  };
  itemsIn(names).forEach((name, index) => {
    if (typeof name !== 'string' || isOwn(name)) return;
    const isElsewhere = all.some((one) => [one.name, one.logicalId].includes(calendarName(name)));
    const place = isElsewhere ? `, in account ${id} and Region ${region} as what asks it` : '';
    const message = `expected the name or ARN of a calendar under resources (AWS::SSM::Document, DocumentType: ChangeCalendar)${place}; found ${name}`;
    const help = isElsewhere
      ? 'calendars that another account shares are not simulated by this version: declare the calendar in this account and Region too'
      : undefined;
    context.error([...path, index], 'unknown-reference', message, { awsError: 'InvalidDocument', help });
  });
}
