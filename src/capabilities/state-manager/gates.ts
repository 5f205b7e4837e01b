/**
 * What may keep an association from running when it comes due: a change calendar that is closed, an alarm in ALARM. The one
 * place in which this capability asks the views of others about it.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/state-manager-associations-creating.html
 */
import type { CauseId } from '../../capability/causes.ts';
import type { Simulation } from '../../capability/simulation.ts';
import type { Definition } from './definition.ts';

/** The cause by which it is withheld at this instant; null: nothing withholds it. */
export function gateOf(_simulation: Simulation, _definition: Definition): CauseId | null {
  return null;
}
