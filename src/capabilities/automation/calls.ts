/**
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_StartAutomationExecution.html
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_StopAutomationExecution.html
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_SendAutomationSignal.html
 */
import * as z from 'zod/mini';
import { parseLimit } from '../../aws/rate-control.ts';
import { type AnyCallSpec, type CallReading, call } from '../../cloudformation/call-spec.ts';
import { documentName, refuseRun, withFilled } from '../../cloudformation/document-spec.ts';
import type { Seen } from '../../cloudformation/read-fields.ts';
import type { References } from '../../cloudformation/resource-spec.ts';
import { maxConcurrency, maxErrors } from '../../cloudformation/run-settings.ts';
import {
  criterionOf,
  refuseCriterion,
  targetList,
  type WrittenTarget,
} from '../../cloudformation/targets.ts';
import { suggestion } from '../../diagnostics/nearest.ts';
import { describe } from '../../diagnostics/plain-map.ts';
import { documentParameters, documentVersion, listOfLength, tagList } from '../../fields/aws-fields.ts';
import { anything, choice, text } from '../../fields/fields.ts';
import { isKnown, itemsIn, type Partly, Unknown } from '../../fields/unknown.ts';
import { pairsIn } from '../../world/places.ts';
import type { Scenario } from '../../world/scenario.ts';
import { alarmConfiguration, alarmSettingsOf } from '../cloudwatch-alarms/facts.ts';
import type { ValueMap } from './content/runbook.ts';
import type { ExecutionRequest, ExecutionTargets, RateControl } from './request.ts';
import { assumedRole } from './roles.ts';
import { runbookOf } from './runbook-of.ts';
import {
  locationDefaults,
  locationOf,
  targetLocations,
  type WrittenLocation,
  warnOfNoPlace,
} from './target-locations.ts';

/** API_StartAutomationExecution.html#API_StartAutomationExecution_RequestParameters */
const defaults = { maxConcurrency: '10', maxErrors: '0' };

/** A runbook, what it is given and on what it runs: of every call that names one. */
export const startFields = () => ({
  DocumentName: text('a runbook, such as AWS-RestartEC2Instance: 3 to 128 letters, digits and _ - . : /', {
    pattern: /^[a-zA-Z0-9_\-.:/]{3,128}$/,
  }),
  DocumentVersion: z.optional(documentVersion()),
  MaxConcurrency: z.optional(maxConcurrency()),
  MaxErrors: z.optional(maxErrors()),
  Parameters: z.optional(documentParameters()),
  TargetLocations: z.optional(targetLocations()),
  TargetMaps: z.optional(listOfLength(documentParameters(), 'maps', 0, 300)),
  TargetParameterName: z.optional(text('the name of a parameter', { min: 1, max: 50 })),
  Targets: z.optional(targetList(1)),
});

type SeenStart = Seen<ReturnType<typeof startFields>>;

export const clientToken = () =>
  text('a UUID', {
    pattern: /^[a-fA-F0-9]{8}-[a-fA-F0-9]{4}-[a-fA-F0-9]{4}-[a-fA-F0-9]{4}-[a-fA-F0-9]{12}$/,
  });

export const startAutomationExecution = call({
  call: 'StartAutomationExecution',
  page: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_StartAutomationExecution.html',
  is: 'Starts a runbook',
  fields: () => ({
    ...startFields(),
    AlarmConfiguration: z.optional(alarmConfiguration()),
    ClientToken: z.optional(clientToken()),
    Mode: z.optional(choice('Auto', 'Interactive')),
    Tags: z.optional(tagList()),
    TargetLocationsURL: z.optional(anything()),
  }),
  withoutEffect: {
    TargetLocationsURL: { touches: 'no location is read from there', instead: 'write TargetLocations' },
    DocumentVersion: {
      touches: 'the file declares one version of a runbook, and that one runs',
      instead: 'nothing: it may stay in the file',
    },
  },
  awsError: 'ValidationException',
  refusals: refuseStart,
  build(known, { id, atMs, references }): ExecutionRequest {
    const { Parameters: parameters = {} } = known;
    const rateControl = rateControlOf(known, references);
    return {
      id,
      source: id,
      document: documentName(known.DocumentName),
      parameters,
      node: null,
      resource: id,
      // An action happens once: its id alone names its draws.
      occurrence: 0,
      requestedMs: atMs,
      mode: known.Mode ?? 'Auto',
      alarm: alarmSettingsOf(known.AlarmConfiguration),
      ...(rateControl === undefined ? {} : { rateControl }),
    };
  },
  passesRole: roleHandedOn,
  startsExecution: true,
});

/** Of a call that starts a runbook, or names the one that it will start. */
export function refuseStart(
  seen: SeenStart,
  reading: Pick<CallReading, 'id' | 'path' | 'context' | 'references'>,
): void {
  const { path, context, references } = reading;
  const { DocumentName, Parameters: parameters = {}, TargetLocations, TargetMaps } = seen;
  const { TargetParameterName, Targets } = seen;
  if (!(DocumentName instanceof Unknown)) {
    const name = documentName(DocumentName);
    const run = {
      name,
      namePath: [...path, 'DocumentName'],
      parameters: withFilled(parameters, filledBy(TargetParameterName, TargetMaps)),
      parametersPath: [...path, 'Parameters'],
      type: 'Automation' as const,
    };
    refuseRun(run, references.documents.get(name), context);
  }
  for (const [index, location] of itemsIn(TargetLocations).entries()) {
    if (!isKnown<WrittenLocation>(location)) continue;
    const fitting = pairsIn(context, context.accountOf(reading.id), location);
    warnOfNoPlace(location, fitting, 'the automation', [...path, 'TargetLocations', index], context);
  }
  const inLocations = itemsIn(TargetLocations).flatMap((location, index) =>
    location instanceof Unknown || location.Targets === undefined
      ? []
      : [{ targets: location.Targets, at: [...path, 'TargetLocations', index, 'Targets'] }],
  );
  const all = [
    ...(Targets === undefined ? [] : [{ targets: Targets, at: [...path, 'Targets'] }]),
    ...inLocations,
  ];
  if (all.length > 0 && TargetParameterName === undefined) {
    const message =
      'missing: expected TargetParameterName beside Targets: it says which parameter gets the target';
    context.error([...path, 'TargetParameterName'], 'missing-key', message, {
      awsError: 'InvalidTarget',
    });
  }
  for (const { targets, at } of all) {
    for (const [index, criterion] of itemsIn(targets).entries()) {
      if (!isOfValues(criterion)) refuseCriterion(named(criterion), [...at, index], reading);
    }
  }
}

/** Parameters that targets fill in. */
function filledBy(name: Partly<string> | undefined, maps: Partly<readonly object[]> | undefined): string[] {
  const inMaps = itemsIn(maps).flatMap((map) => (map instanceof Unknown ? [] : Object.keys(map)));
  return [...(typeof name === 'string' ? [name] : []), ...inMaps];
}

interface Divided {
  readonly MaxConcurrency?: string | undefined;
  readonly MaxErrors?: string | undefined;
  readonly TargetLocations?: readonly WrittenLocation[] | undefined;
  readonly TargetMaps?: readonly Readonly<Record<string, readonly string[]>>[] | undefined;
  readonly TargetParameterName?: string | undefined;
  readonly Targets?: readonly WrittenTarget[] | undefined;
}

/** Undefined: it is one execution. */
export function rateControlOf(known: Divided, references: References): RateControl | undefined {
  const { Targets = [], TargetMaps = [], TargetLocations = [], TargetParameterName } = known;
  if (Targets.length + TargetMaps.length + TargetLocations.length === 0) return undefined;
  return {
    targetParameterName: TargetParameterName ?? null,
    ...targetsOf(Targets, references),
    targetMaps: TargetMaps,
    locations: TargetLocations.map((one) =>
      locationOf(one, locationDefaults, (targets) => targetsOf(targets, references)),
    ),
    maxConcurrency: parseLimit(known.MaxConcurrency ?? defaults.maxConcurrency),
    maxErrors: parseLimit(known.MaxErrors ?? defaults.maxErrors),
  };
}

function targetsOf(written: readonly WrittenTarget[], references: References): ExecutionTargets {
  return {
    targets: written.filter((one) => !isOfValues(one)).flatMap((one) => criterionOf(named(one), references)),
    values: written.filter(isOfValues).flatMap(({ Values }) => Values),
  };
}

/** #API_StartAutomationExecution_RequestParameters: ParameterValues lists the targets themselves. */
function isOfValues(criterion: Partly<WrittenTarget>): boolean {
  return !(criterion instanceof Unknown) && criterion.Key === 'ParameterValues';
}

/** Automation calls a resource group ResourceGroup. */
function named<Criterion extends Partly<WrittenTarget>>(criterion: Criterion): Criterion {
  if (criterion instanceof Unknown || criterion.Key !== 'ResourceGroup') return criterion;
  return { ...criterion, Key: 'resource-groups:Name' };
}

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-setup-iam.html */
function roleHandedOn(request: ExecutionRequest, scenario: Scenario): string | null {
  const runbook = runbookOf(scenario, request.document);
  const defaults = Object.entries(runbook?.parameters ?? {}).map(([name, one]) => [name, one.default ?? '']);
  const given = Object.entries(request.parameters).map(([name, [first = '']]) => [name, first]);
  const parameters = Object.fromEntries([...defaults, ...given]) as ValueMap;
  return assumedRole(scenario, { runbook, parameters, request });
}

/** What starts it, which the file knows: an action, or a window, a rule, an association, a remediation. */
function starterOf(execution: string): string {
  return execution.split('/')[0]!;
}

const notFound = 'AutomationExecutionNotFoundException';
const namesExecution = {
  ids: ({ execution }: { readonly execution: string }) => [starterOf(execution)],
  error: notFound,
};

const executionId = () => text('the id of an execution of a runbook', { min: 1, max: 1000 });

export const stopAutomationExecution = call({
  call: 'StopAutomationExecution',
  page: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_StopAutomationExecution.html',
  is: 'Stops an execution of a runbook',
  fields: () => ({
    AutomationExecutionId: executionId(),
    Type: z.optional(choice('Cancel', 'Complete')),
  }),
  refusals: refuseExecution,
  names: namesExecution,
  build: ({ AutomationExecutionId, Type = 'Cancel' }) => ({ execution: AutomationExecutionId, type: Type }),
});

export const sendAutomationSignal = call({
  call: 'SendAutomationSignal',
  page: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_SendAutomationSignal.html',
  is: 'Approves, rejects, resumes or steps on an execution that waits',
  fields: () => ({
    AutomationExecutionId: executionId(),
    Payload: z.optional(documentParameters()),
    SignalType: choice('Approve', 'Reject', 'StartStep', 'StopStep', 'Resume', 'Revoke'),
  }),
  refusals: refuseExecution,
  names: namesExecution,
  build: ({ AutomationExecutionId, Payload = {}, SignalType }) => ({
    execution: AutomationExecutionId,
    type: SignalType,
    payload: Payload,
  }),
});

/** Of what a window, a rule, an association or a remediation starts only a run knows the rest of the id: AWS answers then. */
function refuseExecution(
  { AutomationExecutionId: id }: { readonly AutomationExecutionId: Partly<string> },
  { path, context, actions, references }: Pick<CallReading, 'path' | 'context' | 'actions' | 'references'>,
): void {
  if (id instanceof Unknown) return;
  const starter = starterOf(id);
  const started = actions.filter(({ startsExecution }) => startsExecution);
  const others = [...references.types.keys(), ...actions.map((one) => one.id)];
  if (started.some((one) => one.id === starter) || (id !== starter && others.includes(starter))) return;
  const message = `expected the id of an action that starts an execution, such as StartAutomationExecution, or of an execution as results have it (the id of what starts it, / and its place), found ${describe(id)}`;
  context.error([...path, 'AutomationExecutionId'], 'unknown-reference', message, {
    awsError: notFound,
    help: suggestion(
      id,
      started.map((one) => one.id),
    ),
  });
}

export const automationCalls: readonly AnyCallSpec[] = [
  startAutomationExecution,
  stopAutomationExecution,
  sendAutomationSignal,
];
