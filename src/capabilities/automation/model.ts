/** `model.calls.<service>.<Api>`: calls of AWS that runbooks make. */
import * as z from 'zod/mini';
import { type ModelMap, modelMapIn } from '../../capability/model.ts';
import { distribution } from '../../fields/distribution-field.ts';
import { anything, described, type Field, map, mapOf, oncePer } from '../../fields/fields.ts';
import { share } from '../../fields/quantities.ts';
import type { Distribution } from '../../kernel/distributions.ts';
import type { Scenario } from '../../world/scenario.ts';
import type { Value } from './content/runbook.ts';

export interface CallModel {
  readonly run?: Distribution | undefined;
  readonly fails?: number | undefined;
  readonly answer?: Value | undefined;
}

export const callsModel: ModelMap<Readonly<Record<string, CallModel>>> = {
  name: 'calls',
  is: 'Calls of AWS that runbooks make, by service and then by name: how long they take, how often they fail, what they answer',
  entry: () =>
    mapOf(
      map({
        run: z.optional(described(distribution(), 'How long one call takes')),
        fails: z.optional(described(share(), 'Share of the calls that fail')),
        answer: z.optional(described(anything(), 'What it answers, as AWS’s own shape has it')),
      }),
      'a map of calls by name',
    ) as unknown as Field<Readonly<Record<string, CallModel>>>,
};

export const callModels = oncePer((scenario: Scenario) => modelMapIn(scenario, callsModel));
