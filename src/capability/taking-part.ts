/**
 * Which capabilities take part in a run. Most files have to do with a few of them; one whose machine would learn of nothing that
 * concerns it is left out, and costs nothing.
 */
import { oncePer } from '../fields/fields.ts';
import type { Scenario } from '../world/scenario.ts';
import type { AnyCapability, Needs } from './capability.ts';
import { capabilitiesOf } from './registry.ts';

/** One that is needed may call upon any other, so then all take part. */
export const takingPart = oncePer((scenario: Scenario): readonly AnyCapability[] => {
  const all = capabilitiesOf(scenario);
  const optional = all.filter(({ takesPart }) => typeof takesPart === 'function');
  const others = all.filter(({ takesPart }) => takesPart !== 'always');
  if (optional.length === 0 || others.some((capability) => hasOwn(scenario, capability))) return all;
  const always = all.filter(({ takesPart }) => takesPart === 'always');
  const needs: Needs = {
    scenario,
    sources: always.flatMap((one) => one.open(({ sources }) => [...(sources?.(scenario) ?? [])])),
    executions: always.flatMap((one) => one.open(({ executions }) => [...(executions?.(scenario) ?? [])])),
  };
  const isNeeded = optional.some(({ takesPart }) => typeof takesPart === 'function' && takesPart(needs));
  return isNeeded ? all : all.filter((capability) => !optional.includes(capability));
});

/** Whether the file has a resource, a call or a key of the model that is its own. */
function hasOwn(
  { nouns, actions, model, modelByOs, fleet }: Scenario,
  { resources = [], calls = [], model: sections = [], modelMaps = [] }: AnyCapability,
): boolean {
  const layers = [...modelByOs.values(), ...fleet.flatMap((group) => group.model ?? [])];
  const given = [...model.given, ...layers.flatMap((layer) => Object.keys(layer.sections ?? {}))];
  return (
    resources.some(({ type }) => (nouns.get(type)?.size ?? 0) > 0) ||
    calls.some(({ call }) => actions.some((action) => action.call === call)) ||
    [...sections, ...modelMaps].some(({ name }) => given.includes(name))
  );
}
