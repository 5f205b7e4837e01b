/** What `model.changeManager` names, against the documents of the file: a calendar that is misspelled would hold nothing back, unnoticed. */
import { suggestion } from '../../diagnostics/nearest.ts';
import { describe } from '../../diagnostics/plain-map.ts';
import type { LoadContext } from '../../fields/context.ts';
import type { Scenario } from '../../world/scenario.ts';
import { calendarsOf } from '../change-calendar/facts.ts';
import { contentsOf } from '../documents/facts.ts';
import { changeManagerOf, everyCalendar } from './model.ts';
import { templateType } from './template.ts';

export function checkSettings(scenario: Scenario, context: LoadContext): void {
  const { calendars, unapprovedTemplates } = changeManagerOf(scenario);
  if (calendars.some((name) => name !== everyCalendar)) {
    const known = calendarsOf(scenario).map(({ name }) => name);
    refuseUnknown('calendars', calendars, [...known, everyCalendar], context);
  }
  if (unapprovedTemplates.length > 0)
    refuseUnknown(
      'unapprovedTemplates',
      unapprovedTemplates,
      [...contentsOf(scenario, templateType).keys()],
      context,
    );
}

const kinds = { calendars: 'change calendar', unapprovedTemplates: 'change template' };

function refuseUnknown(
  key: keyof typeof kinds,
  names: readonly string[],
  known: readonly string[],
  context: LoadContext,
): void {
  for (const [index, name] of names.entries()) {
    if (known.includes(name)) continue;
    const message = `expected the name of a ${kinds[key]} of the file, found ${describe(name)}`;
    context.error(['model', 'changeManager', key, index], 'unknown-reference', message, {
      help: suggestion(name, known),
    });
  }
}
