/** What can be wrong with silencing. These are found by `ignore.ts`, and stand here for the table of rules. */
import type { Rule } from '../capability/lint-rule.ts';

/** Their ground is in fleetsim, not at AWS: what a page of AWS says of such comments is where the idea is common. */
const source =
  'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/metadata-section-structure.html';

export const ignoreRules: readonly Rule[] = [
  {
    id: 'ignore-unknown',
    place: 440,
    severity: 'error',
    finds: 'a finding to be silenced of a rule that does not exist',
    source,
  },
  {
    id: 'ignore-without-reason',
    place: 450,
    severity: 'warning',
    finds: 'a finding silenced without a reason',
    source,
  },
  {
    id: 'ignore-unused',
    place: 460,
    severity: 'note',
    finds: 'a finding to be silenced that is not there',
    source,
  },
];

export const unignorable: ReadonlySet<string> = new Set(ignoreRules.map(({ id }) => id));
