/** Options that several commands have. */
import { anyText, override, seedText } from './readers.ts';
import { flag, value, values } from './table.ts';

const part = 'several commands';

export const scenarioFile = { kind: 'one', help: 'the scenario, in YAML', isFile: true } as const;

export const seed = value('seed', "random seed (overrides the scenario's)", seedText, {
  part,
});

/** `what` is changed, and when. */
export function settings(what: string) {
  return values('key=value', `change ${what}; may be repeated`, override, {
    part,
    page: 'change the scenario first; may be repeated. `KEY` and `VALUE`: [settings](#settings)',
  });
}

/** Only the person who runs a scenario may allow a side file elsewhere, never the scenario itself. */
export const allowRead = values(
  'dir',
  'allow scenarios to read files in this folder too; may be repeated',
  anyText,
  {
    part,
    isFile: true,
    page: 'allow scenarios to read files in this folder too, not only in and below their own; may be repeated: [side files](ci.md#untrusted-scenarios)',
  },
);

export const strict = flag('end with 1 if there are warnings', { part });

export const noColor = flag('no colour, even on a terminal', {
  part,
  page: 'no colour, even on a terminal; `NO_COLOR` in the environment does the same',
});

/** What goes to the terminal apart from the result, and how. */
export const manners = { strict, quiet: flag('no warnings and no progress', { part }), noColor };
