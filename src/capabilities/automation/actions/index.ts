/** The actions of runbooks, one spec each. */
import type { ActionSpec } from './action.ts';
import { changeInstanceState } from './change-instance-state.ts';
import { sleep } from './sleep.ts';

export const actions: readonly ActionSpec[] = [changeInstanceState, sleep];

const byName: ReadonlyMap<string, ActionSpec> = new Map(actions.map((one) => [one.action, one]));

export function actionNamed(name: string): ActionSpec | undefined {
  return byName.get(name);
}
