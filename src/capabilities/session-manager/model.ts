/** `model.sessions`: what AWS gives no figure for, and what the people in sessions do. */
import { type ModelSection, modelByGroup, OfNodes } from '../../capability/model.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { distribution, uniform } from '../../fields/distribution-field.ts';
import { choice, listOf, once, text } from '../../fields/fields.ts';
import { type Distribution, samplerOf } from '../../kernel/distributions.ts';

export interface SessionsModel {
  readonly connect: Distribution;
  readonly active: Distribution;
  readonly leave: 'open' | 'exit';
  readonly missingUsers: readonly string[];
  readonly missingLogs: readonly string[];
  readonly unencryptedLogs: readonly string[];
}

export const sessionsModel: ModelSection<SessionsModel> = {
  name: 'sessions',
  is: 'How sessions connect, how long they are used, and what is missing on nodes and in the account',
  perNode: true,
  keys: once(() => ({
    connect: {
      field: distribution(),
      is: 'From StartSession until the session is connected',
      default: uniform('1s', '3s'),
      reason: 'AWS gives no figure; people wait a few seconds for the prompt; ASSUMPTION session-connect',
    },
    active: {
      field: distribution(),
      is: 'How long there is input after a session has connected; then the idle limit runs',
      default: '0s',
      reason: 'what is typed is not known: an untouched session ends after exactly the idle limit',
    },
    leave: {
      field: choice('open', 'exit'),
      is: 'What happens once there is no more input',
      words: {
        open: 'the window stays open until a limit ends the session',
        exit: 'the user types exit, and the session ends',
      },
      default: 'open',
      reason: 'the longest that a session may stay open is what an audit asks about',
    },
    missingUsers: {
      field: listOf(text('a user of the operating system', { min: 1, max: 256 })),
      is: 'Users that do not exist on the nodes: a session that is to run as one of them does not start',
      default: [],
      reason: 'a world left unsaid is a healthy one',
    },
    missingLogs: {
      field: listOf(text('a bucket or a log group', { min: 1, max: 512 })),
      is: 'Buckets and log groups that do not exist, whatever the preferences say',
      default: [],
      reason: 'a world left unsaid is a healthy one',
    },
    unencryptedLogs: {
      field: listOf(text('a bucket or a log group', { min: 1, max: 512 })),
      is: 'Buckets and log groups that are not encrypted',
      default: [],
      reason: 'a world left unsaid is a healthy one',
    },
  })),
};

export type SessionsOfNode = ReturnType<typeof compile>;

function compile({ connect, active, ...rest }: SessionsModel) {
  return { ...rest, connect: samplerOf(connect), active: samplerOf(active) };
}

export function sessionModels({ scenario, fleet }: Pick<Simulation, 'scenario' | 'fleet'>) {
  return new OfNodes(fleet, modelByGroup(scenario, sessionsModel, compile));
}
