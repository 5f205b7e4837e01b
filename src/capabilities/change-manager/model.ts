/** `model.changeManager`: the settings of Change Manager, which AWS keeps in its console and no template has. */
import { type ModelSection, modelIn } from '../../capability/model.ts';
import { listOf, once, text } from '../../fields/fields.ts';
import type { Scenario } from '../../world/scenario.ts';

export interface ChangeManagerModel {
  readonly calendars: readonly string[];
  readonly freezeApprovers: readonly string[];
  readonly unapprovedTemplates: readonly string[];
}

export const everyCalendar = '*';

export const changeManagerModel: ModelSection<ChangeManagerModel> = {
  name: 'changeManager',
  is: 'Settings of Change Manager: the calendars that it asks, who lets a change through while one is closed, and change templates that are not approved',
  perNode: false,
  keys: once(() => ({
    calendars: {
      field: listOf(text('the name of a change calendar, or *')),
      is: 'Change calendars that it asks, by name; `*`: all of the file in the account of the request; `[]`: none',
      default: [everyCalendar],
      reason:
        'whether it asks a calendar is a setting of the account; a file that has a calendar and a change request means it; ASSUMPTION change-calendars',
    },
    freezeApprovers: {
      field: listOf(text('the name of a user or a role')),
      is: 'Who may let an approved change run while a calendar is closed, by names of `model.approvals`; without any it waits until the calendar opens',
      default: [],
      reason: 'they are a setting of the account',
    },
    unapprovedTemplates: {
      field: listOf(text('the name of a change template')),
      is: 'Change templates whose review is pending or has ended with a rejection: AWS refuses requests by them',
      default: [],
      reason: 'reviews of templates are not in the file, and a world left unsaid is a healthy one',
    },
  })),
};

export const changeManagerOf = (scenario: Pick<Scenario, 'model'>): ChangeManagerModel =>
  modelIn(scenario, changeManagerModel);
