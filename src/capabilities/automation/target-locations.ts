/**
 * TargetLocations: accounts and Regions in which an automation or an association runs.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_TargetLocation.html
 */
import * as z from 'zod/mini';
import { type Limit, parseLimit } from '../../aws/rate-control.ts';
import { maxConcurrency, maxErrors } from '../../cloudformation/run-settings.ts';
import { targetList, type WrittenTarget } from '../../cloudformation/targets.ts';
import type { DataPath } from '../../diagnostics/problem.ts';
import { listOfLength } from '../../fields/aws-fields.ts';
import type { LoadContext } from '../../fields/context.ts';
import { boolean, map, text } from '../../fields/fields.ts';
import type { AlarmSettings } from '../../world/alarm-settings.ts';
import type { Where } from '../../world/places.ts';
import { alarmConfiguration, alarmSettingsOf } from '../cloudwatch-alarms/facts.ts';

const location = () =>
  map({
    Accounts: z.optional(
      listOfLength(text('the id of an account or of an organizational unit'), 'accounts', 1, 50),
    ),
    ExcludeAccounts: z.optional(
      listOfLength(
        text('the id of an account or of an organizational unit', {
          pattern: /^(ou-[a-z0-9]{4,32}-[a-z0-9]{8,32}|\d{12})$/,
        }),
        'accounts',
        1,
        5000,
      ),
    ),
    ExecutionRoleName: z.optional(text('the name of a role', { min: 1, max: 64, pattern: /^[\w+=,.@/-]+$/ })),
    IncludeChildOrganizationUnits: z.optional(boolean()),
    Regions: z.optional(listOfLength(text('a Region, such as eu-central-1'), 'Regions', 1, 50)),
    TargetLocationAlarmConfiguration: z.optional(alarmConfiguration()),
    TargetLocationMaxConcurrency: z.optional(maxConcurrency()),
    TargetLocationMaxErrors: z.optional(maxErrors()),
    Targets: z.optional(targetList(1)),
    TargetsMaxConcurrency: z.optional(maxConcurrency()),
    TargetsMaxErrors: z.optional(maxErrors()),
  });

export const targetLocations = () => listOfLength(location(), 'locations', 1, 100);
export type WrittenLocation = z.output<ReturnType<typeof location>>;

/** `fitting`: the accounts and Regions that it means. */
export function warnOfNoPlace(
  location: WrittenLocation,
  fitting: readonly unknown[],
  what: string,
  path: DataPath,
  context: LoadContext,
): void {
  if (fitting.length > 0) return;
  const given = (['Accounts', 'Regions'] as const).filter((key) => location[key] !== undefined);
  const message = `no account of the file fits ${given.join(' and ') || 'it'}: ${what} runs nowhere there`;
  context.warning(path, 'no-effect', message, {
    help: 'write under accounts what it names, each with id, region and organizationalUnit',
  });
}

/** One entry. What is null is as what has the entry has it. */
export interface Location<Targets> {
  readonly where: Where;
  readonly executionRoleName: string | null;
  readonly targets: Targets | null;
  readonly maxConcurrency: Limit | null;
  readonly maxErrors: Limit | null;
  readonly alarm: AlarmSettings | null;
  /** In how many of its accounts and Regions it runs at a time. */
  readonly placesAtATime: Limit;
  /** After how many of them with errors it begins in no further one. */
  readonly placesWithErrors: Limit;
}

/** Of an automation: #API_TargetLocation_Contents. */
export const locationDefaults = { placesAtATime: '1', placesWithErrors: '0' };

/** An automation and an association differ in what they do without limits, and in what their targets may be. */
export function locationOf<Targets>(
  written: WrittenLocation,
  defaults: { readonly placesAtATime: string; readonly placesWithErrors: string },
  targetsOf: (targets: readonly WrittenTarget[]) => Targets,
): Location<Targets> {
  const { Targets, TargetsMaxConcurrency, TargetsMaxErrors } = written;
  return {
    where: { Accounts: written.Accounts, ExcludeAccounts: written.ExcludeAccounts, Regions: written.Regions },
    executionRoleName: written.ExecutionRoleName ?? null,
    targets: Targets === undefined ? null : targetsOf(Targets),
    maxConcurrency: TargetsMaxConcurrency === undefined ? null : parseLimit(TargetsMaxConcurrency),
    maxErrors: TargetsMaxErrors === undefined ? null : parseLimit(TargetsMaxErrors),
    alarm: alarmSettingsOf(written.TargetLocationAlarmConfiguration),
    placesAtATime: parseLimit(written.TargetLocationMaxConcurrency ?? defaults.placesAtATime),
    placesWithErrors: parseLimit(written.TargetLocationMaxErrors ?? defaults.placesWithErrors),
  };
}
