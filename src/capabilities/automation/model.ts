/** What AWS leaves open about runbooks: `model.automation`, `model.calls`, `model.throttling`, `model.approvals`. */
import * as z from 'zod/mini';
import type { BucketLimit } from '../../aws/token-bucket.ts';
import { type ModelMap, type ModelSection, modelIn, modelMapIn } from '../../capability/model.ts';
import { distribution } from '../../fields/distribution-field.ts';
import {
  anything,
  choice,
  described,
  type Field,
  integer,
  map,
  mapOf,
  once,
  oncePer,
} from '../../fields/fields.ts';
import { share } from '../../fields/quantities.ts';
import type { Distribution } from '../../kernel/distributions.ts';
import type { Scenario } from '../../world/scenario.ts';
import type { Value } from './content/runbook.ts';
import { type StepTimes, stepTimeKeys } from './step-times.ts';

export interface CallModel {
  readonly run?: Distribution | undefined;
  readonly fails?: number | undefined;
  readonly answer?: Value | undefined;
}

export const callsModel: ModelMap<Readonly<Record<string, CallModel>>> = {
  name: 'calls',
  is: 'Calls of AWS that runbooks make, by service and then by name: how long they or what they begin take, how often they fail, what they answer',
  entry: () =>
    mapOf(
      map({
        run: z.optional(
          described(
            distribution(),
            'How long one call takes, or what it begins, such as a stop or a snapshot',
          ),
        ),
        fails: z.optional(described(share(), 'Share of the calls that fail')),
        answer: z.optional(described(anything(), 'What it answers, as AWS’s own shape has it')),
      }),
      'a map of calls by name',
    ) as unknown as Field<Readonly<Record<string, CallModel>>>,
};

export const callModels = oncePer((scenario: Scenario) => modelMapIn(scenario, callsModel));

export interface AutomationModel extends StepTimes {
  readonly concurrent: number;
  readonly adaptive: number;
  readonly concurrentSitting: number;
  readonly queued: number;
  readonly concurrentRateControl: number;
  readonly queuedRateControl: number;
}

const quotas = 'AWS: https://docs.aws.amazon.com/general/latest/gr/ssm.html';

export const automationModel: ModelSection<AutomationModel> = {
  name: 'automation',
  is: 'How many executions of runbooks run at one time in an account and Region, and how long steps take; the key of a step or of a call goes before these',
  perNode: false,
  keys: once(() => ({
    concurrent: {
      field: integer(1, 100_000),
      is: 'Executions that run at one time, children among them',
      default: '100',
      reason: quotas,
    },
    adaptive: {
      field: integer(0, 100_000),
      is: 'The same where adaptive concurrency is switched on; 0: it is off',
      default: '0',
      reason: 'it is off unless the account switches it on, and then allows up to 500 as resources permit',
    },
    concurrentSitting: {
      field: integer(0, 100_000),
      is: 'Executions beyond these while as many sit on an approval, a pause or a sleep',
      default: '400',
      reason: quotas,
    },
    queued: {
      field: integer(0, 1_000_000),
      is: 'Executions that wait for a place; more are refused',
      default: '5000',
      reason: 'the quotas of AWS say 5,000, and in another row 1,000',
    },
    concurrentRateControl: {
      field: integer(1, 100_000),
      is: 'Executions with targets that run at one time',
      default: '25',
      reason: quotas,
    },
    queuedRateControl: {
      field: integer(0, 1_000_000),
      is: 'Executions with targets that wait for a place; more are refused',
      default: '1000',
      reason: quotas,
    },
    ...stepTimeKeys(),
  })),
};

export const automationModelOf = (scenario: Scenario): AutomationModel => modelIn(scenario, automationModel);

/** A bucket of tokens for each account and Region. */
export const throttlingModel: ModelMap<BucketLimit> = {
  name: 'throttling',
  is: 'Limits of calls that steps of runbooks make, by the name of the call, in each account and Region',
  entry: () =>
    map({
      rate: described(integer(1, 1_000_000), 'Calls a second that the bucket is refilled with'),
      burst: described(integer(1, 1_000_000), 'Calls that it holds when it is full'),
    }) as unknown as Field<BucketLimit>,
};

export interface ApprovalModel {
  readonly after: Distribution;
  readonly answer: 'approve' | 'reject';
}

export const approvalsModel: ModelMap<ApprovalModel> = {
  name: 'approvals',
  is: 'How approvers answer, by the name of the user or role. One that is not listed never does',
  entry: () =>
    map({
      after: described(distribution(), 'How long after the step has begun'),
      answer: described(choice('approve', 'reject'), 'What the answer is'),
    }) as unknown as Field<ApprovalModel>,
};

export const approvalModels = oncePer((scenario: Scenario) => modelMapIn(scenario, approvalsModel));
