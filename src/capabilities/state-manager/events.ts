/** What happens here and is told to the others: each a fact, which the journal prints. */
import { actionRefused } from '../../capability/calls.ts';
import { fact, factSet } from '../../capability/facts.ts';
import type { AssociationStatus } from './rules.ts';
import type { AssociationState, Interval } from './state.ts';

/** A run of an interval on one of its nodes. */
const onNode = (node: number, { association, run }: Interval) => ({
  node,
  association: association.id,
  run: run.id,
});

export const associationFacts = factSet('state-manager', {
  actionRefused: actionRefused('state-manager'),
  associationCreated: fact(
    'state-manager/association-created',
    'CreateAssociation.',
    ({ id, version }: AssociationState) => ({ association: id, document: version.definition.documentName }),
  ),
  associationUpdated: fact(
    'state-manager/association-updated',
    'UpdateAssociation replaced the whole definition.',
    ({ id, version }: AssociationState) => ({ association: id, document: version.definition.documentName }),
  ),
  associationDeleted: fact(
    'state-manager/association-deleted',
    'DeleteAssociation.',
    ({ id }: AssociationState) => ({ association: id }),
  ),
  callRefused: fact(
    'state-manager/call-refused',
    'AWS refused a call on an association, with this error.',
    (call: string, association: string, error: string) => ({ call, association, error }),
  ),
  nodeRefused: fact(
    'state-manager/node-refused',
    'The node has as many associations as a node may have: this one does not apply to it.',
    (node: number, { id }: AssociationState) => ({
      node,
      association: id,
      error: 'AssociationLimitExceeded',
    }),
    { about: 'run', words: ({ association }) => `association ${association} is refused: the node has 20` },
  ),
  intervalStarted: fact(
    'state-manager/interval-started',
    'It came due: its targets are resolved, and what their percentages come to.',
    ({ association, run, trigger, plannedCount, rollout }: Interval) => ({
      association: association.id,
      run: run.id,
      trigger,
      targets: plannedCount,
      maxConcurrency: rollout.settings.maxConcurrencyCount,
      maxErrors: rollout.settings.maxErrorsCount,
    }),
  ),
  intervalSkipped: fact(
    'state-manager/interval-skipped',
    'It came due and did not run, because of `cause`.',
    ({ association, run, gatedBy }: Interval) => ({
      association: association.id,
      run: run.id,
      cause: gatedBy,
    }),
  ),
  intervalHalted: fact(
    'state-manager/interval-halted',
    'Its errors passed MaxErrors: this number of targets does not run before the next interval.',
    ({ association, run, rollout }: Interval) => ({
      association: association.id,
      run: run.id,
      errors: rollout.errorCount,
      notStarted: rollout.unsentCount,
    }),
  ),
  intervalFinished: fact(
    'state-manager/interval-finished',
    'Nothing of it is in progress, and no turn is still to come.',
    ({ association, run }: Interval) => ({ association: association.id, run: run.id }),
  ),
  runSent: fact('state-manager/run-sent', 'Its turn has come: the agent is to run the association.', onNode, {
    about: 'run',
    words: ({ association }) => `association ${association} is due on it`,
  }),
  nodeJoined: fact(
    'state-manager/node-joined',
    'It came to the targets, or back to them after it had missed a run: it runs once.',
    onNode,
    {
      about: 'run',
      words: ({ association }) => `association ${association} applies to it, or has missed it`,
    },
  ),
  runMissed: fact('state-manager/run-missed', 'Its turn came while it could not be reached.', onNode, {
    about: 'run',
    words: ({ association }) => `association ${association} finds it out of reach`,
  }),
  runStarted: fact('state-manager/run-started', 'The agent has begun it.', onNode, {
    about: 'run',
    words: ({ association }) => `association ${association} starts`,
  }),
  runStuck: fact(
    'state-manager/run-stuck',
    'It has been in progress for two hours: the agent reports Failed with StuckAtInProgress, and it goes on.',
    (node: number, interval: Interval) => ({
      ...onNode(node, interval),
      status: 'Failed',
      error: 'StuckAtInProgress',
    }),
    { about: 'run', words: ({ association }) => `association ${association}: Failed (StuckAtInProgress)` },
  ),
  runEnded: fact(
    'state-manager/run-ended',
    'It came to a last status on the node.',
    (
      node: number,
      interval: Interval,
      { status, exitCode }: { status: AssociationStatus; exitCode: number | null },
    ) => ({ ...onNode(node, interval), status, exitCode }),
    { about: 'run', words: ({ association, status }) => `association ${association} ends: ${status}` },
  ),
  complianceChanged: fact(
    'state-manager/compliance-changed',
    'Its association compliance on the node is another than before.',
    (node: number, { id, version }: AssociationState, compliance: string) => ({
      node,
      association: id,
      compliance,
      severity: version.definition.severity,
    }),
  ),
});
