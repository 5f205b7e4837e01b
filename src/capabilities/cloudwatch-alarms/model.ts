/** What AWS leaves open about alarms, and what metrics are that fleetsim does not come to by itself. */
import * as z from 'zod/mini';
import type { ModelMap, ModelSection } from '../../capability/model.ts';
import {
  described,
  type Field,
  field,
  integer,
  listOf,
  map,
  mapOf,
  once,
  refuse,
  text,
  withDefault,
} from '../../fields/fields.ts';
import { duration, timeOrDuration } from '../../fields/quantities.ts';
import { tagsField } from '../../fields/tags-field.ts';
import { numberIn } from './resources/fields.ts';

export interface AlarmsModel {
  /** How often Systems Manager asks for the state of an alarm while something runs that has it. */
  readonly poll: number;
  readonly extraDatapoints: number;
}

export const alarmsModel: ModelSection<AlarmsModel> = {
  name: 'alarms',
  is: 'How alarms are evaluated, and how Systems Manager asks for them',
  perNode: false,
  keys: once(() => ({
    poll: {
      field: duration(),
      is: 'How often Systems Manager asks for the state of the alarm of a command, task, association or automation, from its start on',
      default: '1m',
      reason:
        'AWS gives no figure; an alarm is evaluated once a minute, and asking more often would learn nothing',
    },
    extraDatapoints: {
      field: integer(0, 100),
      is: 'How many datapoints beyond EvaluationPeriods an evaluation looks back for where some are missing',
      default: '2',
      reason: 'AWS gives no figure; its examples look at 5 datapoints for 3 evaluation periods',
    },
  })),
};

export interface TargetGroupModel {
  readonly nodes: {
    readonly group?: string | undefined;
    readonly tags?: Readonly<Record<string, string>> | undefined;
    readonly names?: readonly string[] | undefined;
  };
  readonly unhealthyAfter: number;
  readonly healthyAfter: number;
}

export const targetGroupsModel: ModelMap<TargetGroupModel> = {
  name: 'targetGroups',
  is: 'Target groups of load balancers, by logical id or name: which nodes are registered, for AWS/ApplicationELB HealthyHostCount',
  entry: () =>
    map({
      nodes: described(
        map({
          group: described(z.optional(text('a group of the fleet')), 'Nodes of this group'),
          tags: described(z.optional(tagsField()), 'Nodes with these tags at the start of the run'),
          names: described(z.optional(listOf(text('the name of a node'))), 'These nodes, by name or id'),
        }),
        'Which nodes are registered',
      ),
      unhealthyAfter: described(
        withDefault(duration(), '1m'),
        'From a node that goes down to a target that is unhealthy: two checks, 30 seconds apart',
      ),
      healthyAfter: described(
        withDefault(duration(), '2m30s'),
        'From a node that is up again to a healthy target: five checks, 30 seconds apart',
      ),
    }) as unknown as Field<TargetGroupModel>,
};

export interface MetricModel {
  readonly series?: readonly MetricStep[] | undefined;
  readonly formula?: string | undefined;
  readonly group?: string | undefined;
  readonly dimensions?: Readonly<Record<string, string>> | undefined;
  readonly every: number;
}

export interface MetricStep {
  readonly at: { readonly atMs: number } | { readonly afterMs: number };
  /** Null: nothing is reported from then on. */
  readonly value: number | null;
}

function numberOrNone(): Field<number | null> {
  return field(
    (value) => (value === 'none' ? null : (numberIn(value) ?? refuse(value, 'a number, or none'))),
    { type: ['number', 'string'] },
  );
}

export const metricsModel: ModelMap<MetricModel> = {
  name: 'metrics',
  is: 'Metrics of your own, by "Namespace/Name": a series of values in time, or a formula of what happens to the fleet',
  entry: () =>
    map({
      series: described(
        z.optional(
          listOf(
            map({
              at: described(timeOrDuration(), 'From when: a time, or a duration from start'),
              value: described(numberOrNone(), 'The value from then on; none: nothing is reported'),
            }) as unknown as Field<MetricStep>,
          ),
        ),
        'Values, each from its time on until the next. Before the first: its value',
      ),
      formula: described(
        z.optional(text('an expression, such as 0.5 + 2 * nodesDown', { min: 1, max: 2048 })),
        'An expression of metric math over the metrics of the namespace fleetsim, each by its name with a small first letter',
      ),
      group: described(
        z.optional(text('a group of the fleet')),
        'Of a formula: the metrics of this group alone',
      ),
      dimensions: described(
        z.optional(mapOf(text('the value of a dimension'))),
        'The dimensions that an alarm must name; left out: any',
      ),
      every: described(withDefault(duration(), '1m'), 'How often it is reported'),
    }) as unknown as Field<MetricModel>,
};
