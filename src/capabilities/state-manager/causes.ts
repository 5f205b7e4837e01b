/** What keeps an association from a node. */
import type { CauseSpec } from '../../capability/causes.ts';
import type { ChangeSet, Incident } from '../../capability/changes.ts';
import { installAgain } from '../patch-manager/facts.ts';
import { raiseLimit } from '../run-command/facts.ts';

const aboutPage = 'https://docs.aws.amazon.com/systems-manager/latest/userguide/state-manager-about.html';

export const associationCauses = {
  ASSOCIATION_SKIPPED: {
    stage: 'execution',
    place: 28,
    link: 'window-and-target',
    summary: 'its association was changed, deleted, or came due again before it began there',
    needed: (by) => `the association to begin on the node ${by}, before it is changed or due again`,
    console: 'State Manager, the association, Execution history: Skipped',
    page: aboutPage,
    example: ['run', 'lacks', 'report'],
    remedies: haveItsTurn,
    meaning:
      'An association that installs meant the node and did not begin there: an edit or DeleteAssociation stopped what had not started, it was due again before its turn came, or its Duration was over.',
    seen: 'Skipped, or no execution on this node.',
    advice: 'raise MaxConcurrency, or make the interval longer; after an edit the association runs again.',
  },
} satisfies Readonly<Record<string, CauseSpec>>;

function haveItsTurn(incident: Incident): ChangeSet[] {
  return [...raiseLimit(incident, 'MaxConcurrency'), ...installAgain(incident, ', or when it is due again')];
}
