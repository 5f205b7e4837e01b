/** A higher limit of what sends to the node. */
import { formatLimit } from '../../aws/rate-control.ts';
import { type ChangeSet, configuration, type Incident, setting } from '../../capability/changes.ts';
import { commandOf } from './commands-view.ts';

/** Twice as much, four times as much and so on: the least of them that helps is enough. */
export function raiseLimit(
  incident: Incident,
  property: 'MaxConcurrency' | 'MaxErrors',
  orElse = '',
): ChangeSet[] {
  const { decisive, simulation } = incident.situation;
  if (decisive === null) return [];
  const { source } = decisive;
  const limit = source.limits?.[property === 'MaxErrors' ? 'maxErrors' : 'maxConcurrency'] ?? null;
  const targets = commandOf(simulation, decisive)?.targetCount ?? simulation.fleet.count;
  const before = limit === null ? 'its default' : formatLimit(limit);
  const now = limit === null ? 0 : 'count' in limit ? limit.count : (limit.percent * targets) / 100;
  const values: string[] = [];
  for (let value = Math.max(1, Math.floor(now * 2)); value < targets && values.length < 6; value *= 2) {
    values.push(String(value));
  }
  values.push('100%');
  return values.map((value) => [
    configuration(
      incident,
      `raise ${property} of ${source.id} from ${before} to ${value}${orElse}`,
      // Systems Manager takes both as text.
      setting(source.pathOf(property), value),
    ),
  ]);
}
