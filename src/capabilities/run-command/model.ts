/** What AWS leaves open about commands: how they spread over their targets and reach the nodes. */
import { type ModelSection, modelByGroup, modelIn, OfNodes } from '../../capability/model.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { distribution, uniform } from '../../fields/distribution-field.ts';
import { choice, once } from '../../fields/fields.ts';
import { type Distribution, type Sampler, samplerOf } from '../../kernel/distributions.ts';
import type { Scenario } from '../../world/scenario.ts';

export interface RateControlModel {
  readonly dispatch: 'ramp' | 'sliding' | 'batch';
  readonly halt: 'exceeds' | 'reaches';
  readonly rounding: 'down' | 'up' | 'nearest';
  readonly order: 'random' | 'listed';
  readonly ackPatience: Distribution;
}

export const rateControlModel: ModelSection<RateControlModel> = {
  name: 'rateControl',
  is: 'How a command spreads over its targets, and what stops it',
  perNode: false,
  keys: once(() => ({
    dispatch: {
      field: choice('ramp', 'sliding', 'batch'),
      is: 'How invocations are sent out',
      words: {
        ramp: '1, 2, 4, 8, … and then each freed slot again',
        sliding: 'As many as MaxConcurrency allows from the start, and each freed slot again',
        batch: 'As many as MaxConcurrency allows; the next when the last of them has ended',
      },
      default: 'ramp',
      studyGuide: 'batch',
      reason: 'AWS sends 1, 2, 4, 8, … and then refills each freed slot; the guides speak of batches',
    },
    halt: {
      field: choice('exceeds', 'reaches'),
      is: 'Which error stops a command',
      words: { exceeds: 'The one after MaxErrors', reaches: 'The one that makes up MaxErrors' },
      default: 'exceeds',
      studyGuide: 'reaches',
      reason: 'AWS: with 3 allowed, the fourth error stops the command; the guides stop at the third',
    },
    rounding: {
      field: choice('down', 'up', 'nearest'),
      is: 'Percentages of targets become whole numbers by rounding',
      words: {
        down: 'Down, but never to a concurrency of 0',
        up: 'Up',
        nearest: 'To the nearest',
      },
      default: 'down',
      reason: 'ASSUMPTION rate-control-rounding: AWS shows only examples that divide evenly',
    },
    order: {
      field: choice('random', 'listed'),
      is: 'In which order targets are sent to',
      words: { random: 'Drawn at random', listed: 'As they are listed' },
      default: 'random',
      reason: 'AWS does not say in which order targets are sent to; random favours no group',
    },
    ackPatience: {
      field: distribution(),
      is: 'How long the ramp waits for a node to acknowledge',
      default: '1m',
      reason: 'the ramp does not wait for ever for a node that stays silent',
    },
  })),
};

/** Null: a template, where only AWS's own behaviour is known. */
export function roundingIn(scenario: Scenario | null): RateControlModel['rounding'] {
  return scenario === null ? 'down' : modelIn(scenario, rateControlModel).rounding;
}

export interface RunCommandModel {
  /** From sending to acknowledgement. */
  readonly delivery: Distribution;
  /** How long the service takes to find a node undeliverable. */
  readonly undeliverableAfter: Distribution;
  /** From CancelCommand, or the cutoff of CANCEL_TASK, until the agent has stopped what runs. */
  readonly cancellation: Distribution;
}

export const runCommandModel: ModelSection<RunCommandModel> = {
  name: 'runCommand',
  is: 'How commands reach the nodes',
  perNode: true,
  keys: once(() => ({
    delivery: {
      field: distribution(),
      is: 'From sending to acknowledgement',
      default: uniform('200ms', '2s'),
      reason: 'agents poll long or hold a channel open: commands arrive within seconds',
    },
    undeliverableAfter: {
      field: distribution(),
      is: 'How long until a node that is ConnectionLost becomes Undeliverable',
      default: '0s',
      reason: 'the service knows a lost connection when it sends',
    },
    cancellation: {
      field: distribution(),
      is: 'From CancelCommand, or the cutoff of CANCEL_TASK, until the agent has stopped what runs',
      default: uniform('200ms', '2s'),
      reason:
        'ASSUMPTION cancellation-delay: the message arrives like any other, and the agent kills the process at once',
    },
  })),
};

export interface CommandModel {
  readonly delivery: Sampler;
  readonly undeliverableAfter: Sampler;
  readonly cancellation: Sampler;
}

/** How commands reach the nodes of each group. */
export function commandModels({ scenario, fleet }: Simulation): OfNodes<CommandModel> {
  const ways = modelByGroup(scenario, runCommandModel, ({ delivery, undeliverableAfter, cancellation }) => ({
    delivery: samplerOf(delivery),
    undeliverableAfter: samplerOf(undeliverableAfter),
    cancellation: samplerOf(cancellation),
  }));
  return new OfNodes(fleet, ways);
}
