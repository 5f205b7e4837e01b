/** Calls of AWS that the simulated fleet answers, in AWS's own shapes. */
import type { AccountAndRegion } from '../../../aws/arn.ts';
import { documentSpec } from '../../../capability/documents.ts';
import { documentRefusal, type RunnableType } from '../../../cloudformation/document-spec.ts';
import type { Distribution } from '../../../kernel/distributions.ts';
import { accountNamed } from '../../../world/scenario.ts';
import type { StepRun } from '../actions/action.ts';
import type { Value, ValueMap } from '../content/runbook.ts';
import { type AutomationModel, automationModelOf } from '../model.ts';

/** What AWS refuses: its error's name and its words. */
export class ApiError {
  readonly code: string;
  readonly message: string;

  constructor(code: string, message: string) {
    this.code = code;
    this.message = message;
  }
}

/** Undefined: the fleet knows nothing of what is asked about, such as a snapshot that no execution has made. */
export type Answer = ValueMap | ApiError | undefined;

export interface ServiceCall {
  /** As runbooks write it. */
  readonly service: string;
  readonly api: string;
  /** What it begins goes on after it: `run` of the call says how long that takes. */
  readonly begins: boolean;
  /** What it is given may be made up, such as a value in a message: it is called all the same. */
  readonly takesMadeUp?: true;
  readonly answer: (inputs: ValueMap, run: StepRun) => Answer;
}

/** What AWS answers where a document is none of this type; null: it runs it. */
export function documentError(name: string, wanted: RunnableType, { simulation }: StepRun): ApiError | null {
  const refusal = documentRefusal(name, documentSpec(simulation.scenario, name), wanted);
  return refusal === null ? null : new ApiError(refusal.awsError, refusal.message);
}

/** Calls of one service, by their names; `begun`: those that begin something. */
export function callsOf(
  service: string,
  calls: Readonly<Record<string, ServiceCall['answer']>>,
  begun: readonly string[] = [],
): ServiceCall[] {
  return Object.entries(calls).map(([api, answer]) => ({
    service,
    api,
    answer,
    begins: begun.includes(api),
  }));
}

type Times = {
  [Key in keyof AutomationModel]: AutomationModel[Key] extends Distribution ? Key : never;
}[keyof AutomationModel];

/** How long it takes what a call begins: as the file says of the call, or as the model says of its kind. */
export function lasting(run: StepRun, service: string, api: string, usual: Times): number {
  return run.durationMs(automationModelOf(run.simulation.scenario)[usual], { service, api, goesOn: true });
}

export function accountOf({ execution: { request } }: StepRun): string {
  return request.account ?? '';
}

export function homeOf(run: StepRun): AccountAndRegion {
  return accountNamed(run.simulation.scenario, accountOf(run));
}

/** What asks for a change, as the journal and the draws of nodes name it. */
export function askedBy({ execution: { request }, step }: StepRun): string {
  return `${request.source}/${step.name}`;
}

/** Where a list is meant one value is a list of one. */
export function listIn(inputs: ValueMap, name: string): readonly Value[] {
  const value = inputs[name];
  if (value === undefined || value === null || value === '') return [];
  return Array.isArray(value) ? (value as readonly Value[]) : [value];
}

export function textsIn(inputs: ValueMap, name: string): string[] {
  return listIn(inputs, name).map(String);
}

export function textIn(inputs: ValueMap, name: string): string {
  return textsIn(inputs, name)[0] ?? '';
}

export function isTrue(value: Value | undefined): boolean {
  return value === true || (typeof value === 'string' && value.toLowerCase() === 'true');
}

/** The values of the filter of this name. */
export function filterOf(inputs: ValueMap, name: string): string[] {
  return listIn(inputs, 'Filters').flatMap((one) => {
    const filter = one as ValueMap;
    return filter['Name'] === name ? textsIn(filter, 'Values') : [];
  });
}

/** Undefined: it is no filter on tags. */
export function tagFilterValues(
  name: string,
  tags: Readonly<Record<string, string>>,
): readonly string[] | undefined {
  if (name === 'tag-key') return Object.keys(tags);
  return name.startsWith('tag:') ? [tags[name.slice(4)] ?? []].flat() : undefined;
}

/** AWS: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Filter.html */
export function matchesFilters(
  inputs: ValueMap,
  valuesOf: (name: string) => readonly string[] | undefined,
): boolean {
  return listIn(inputs, 'Filters').every((filter) => {
    const { Name, Key, Values } = filter as { Name?: Value; Key?: Value; Values?: Value };
    const has = valuesOf(String(Name ?? Key));
    // A filter on what the fleet does not know of leaves everything in.
    if (has === undefined) return true;
    const wanted = textsIn({ Values: Values ?? [] }, 'Values');
    return has.some((one) =>
      wanted.some((each) => each === one || (each.endsWith('*') && one.startsWith(each.slice(0, -1)))),
    );
  });
}
