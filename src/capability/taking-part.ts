/**
 * Which capabilities take part in a run. Most files have to do with a few of them; one whose machine would learn of nothing that
 * concerns it is left out, and costs nothing.
 */
import type { AnyResourceSpec } from '../cloudformation/resource-spec.ts';
import { oncePer } from '../fields/fields.ts';
import type { Scenario } from '../world/scenario.ts';
import type { AnyCapability, Needs } from './capability.ts';
import { capabilitiesOf } from './registry.ts';

/** One that is needed may call upon any other, so then all take part. */
export const takingPart = oncePer((scenario: Scenario): readonly AnyCapability[] => {
  const all = capabilitiesOf(scenario);
  const { always, others, plain } = dividedOf(all);
  if (plain.length === all.length) return all;
  const needs: Needs = {
    scenario,
    sources: always.flatMap((one) => one.open(({ sources }) => [...(sources?.(scenario) ?? [])])),
    executions: always.flatMap((one) => one.open(({ executions }) => [...(executions?.(scenario) ?? [])])),
  };
  const isNeeded =
    declaresDocument(scenario, all) ||
    others.some((one) => hasOwn(needs, one) || (typeof one.takesPart === 'function' && one.takesPart(needs)));
  return isNeeded ? all : plain;
});

/** `plain`: those that take part where nothing else is needed. One list for all scenarios, since tables are made of it. */
const dividedOf = oncePer((all: readonly AnyCapability[]) => ({
  always: all.filter(({ takesPart }) => takesPart === 'always'),
  others: all.filter(({ takesPart }) => takesPart !== 'always'),
  plain: all.filter(({ takesPart }) => typeof takesPart !== 'function'),
}));

/** What a document of the file asks for is known only when it runs. */
function declaresDocument({ nouns }: Scenario, all: readonly AnyCapability[]): boolean {
  return all
    .flatMap(({ resources = [] }) => resources)
    .some((any) => isDeclared(nouns, any) && any.open(({ document }) => document !== undefined));
}

/** Whether the file has a resource, a call or a key of the model that is its own, or sends one of its documents. */
function hasOwn(
  { scenario: { nouns, actions, model, modelByOs, fleet }, sources }: Needs,
  { resources = [], calls = [], documents = [], model: sections = [], modelMaps = [] }: AnyCapability,
): boolean {
  const layers = [...modelByOs.values(), ...fleet.flatMap((group) => group.model ?? [])];
  const given = [...model.given, ...layers.flatMap((layer) => Object.keys(layer.sections ?? {}))];
  return (
    resources.some((any) => isDeclared(nouns, any)) ||
    calls.some(({ call }) => actions.some((action) => action.call === call)) ||
    documents.some(({ name }) => sources.some(({ document }) => document === name)) ||
    [...sections, ...modelMaps].some(({ name }) => given.includes(name))
  );
}

function isDeclared(nouns: Scenario['nouns'], { type }: AnyResourceSpec): boolean {
  return (nouns.get(type)?.size ?? 0) > 0;
}
