/** Scenarios of a few nodes and associations whose every duration is constant, so that times can be worked out by hand. */
import { stateManager } from '../../../src/capabilities/state-manager/index.ts';
import type { AssociationState, Interval } from '../../../src/capabilities/state-manager/state.ts';
import { type Simulated, simulateYaml } from '../../support/simulate.ts';

export interface Parts {
  readonly resources?: string;
  readonly actions?: string;
  readonly faults?: string;
  readonly fleet?: string;
  /** Of `model.stateManager`. */
  readonly model?: string;
  /** How long the document `Job` runs. */
  readonly job?: string;
  readonly more?: string;
  readonly end?: string;
}

const section = (name: string, body: string | undefined) => (body === undefined ? '' : `${name}:\n${body}\n`);

export function associationsYaml(parts: Parts): string {
  return `
start: 2025-01-01T00:00:00Z
end: ${parts.end ?? '4d'}
fleet:
  ${parts.fleet ?? 'web: { count: 3, os: AMAZON_LINUX_2, tags: { Role: web } }'}
model:
  rateControl: { order: listed }
  stateManager: ${parts.model ?? '{ jitter: 0s }'}
  patching: { scan: 1m, install: 5m, reboot: 2m, installFails: 0%, rebootFails: 0% }
  documents: { Job: ${parts.job ?? '{ run: 10m }'} }
${section('resources', parts.resources)}${section('actions', parts.actions)}${section('faults', parts.faults)}${parts.more ?? ''}
`;
}

/** A minute of a day of January 2025, in which these scenarios begin. */
export function at(day: number, time: string): string {
  return `2025-01-0${day}T${time}:00Z`;
}

export function simulateAssociations(parts: Parts): Simulated {
  return simulateYaml(associationsYaml(parts));
}

const toWeb = 'Targets: [{ Key: "tag:Role", Values: [web] }]';

/** Under `resources`: it existed before the run. */
export function existing(id: string, properties: string): string {
  return `  ${id}: { Type: "AWS::SSM::Association", Properties: { ${withDefaults(properties)} } }\n`;
}

export function created(id: string, at: string, properties: string): string {
  return `  - { id: ${id}, at: ${at}, CreateAssociation: { ${withDefaults(properties)} } }\n`;
}

export function called(call: string, at: string, request: string): string {
  return `  - { id: ${call}-${at.replaceAll(/[^0-9]/g, '')}, at: ${at}, ${call}: { ${request} } }\n`;
}

function withDefaults(properties: string): string {
  const has = (key: string) => new RegExp(`(^|[ ,])${key}:`).test(properties);
  return [
    ...(has('Name') ? [] : ['Name: Job']),
    ...(has('Targets') || has('InstanceId') ? [] : [toWeb]),
    ...(properties === '' ? [] : [properties]),
  ].join(', ');
}

export function associationOf({ outcome }: Simulated, id: string): AssociationState {
  const found = outcome.machines.of(stateManager).associations.associations.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no association ${id}`);
  return found;
}

export function intervalsOf(simulated: Simulated, id: string): readonly Interval[] {
  return associationOf(simulated, id).intervals;
}

/** When it began on a node: `01 10:07:00` is day and time. */
export function startsOn(simulated: Simulated, node: string, id?: string): string[] {
  return simulated
    .events('state-manager/run-started')
    .filter((entry) => entry.node === node && (id === undefined || entry['association'] === id))
    .map(({ at }) => at.slice(8, 19).replace('T', ' '));
}

/** Statuses of the intervals on a node. */
export function statusesOn(simulated: Simulated, id: string, node: string): string[] {
  const index = simulated.outcome.simulation.names.find(node)!;
  return intervalsOf(simulated, id)
    .map((interval) => ({ interval, position: interval.positionOf(index) }))
    .filter(({ position }) => position >= 0)
    .map(({ interval, position }) => interval.statusOf(position));
}
