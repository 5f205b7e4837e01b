/** A scenario file, and the files that it names, to a `Scenario`; or everything that is wrong with them. */

import { createHash } from 'node:crypto';
import { capabilities as simulated } from '../capabilities/index.ts';
import type { AnyCapability } from '../capability/capability.ts';
import type { ChangeSetting } from '../capability/changes.ts';
import { withCapabilities } from '../capability/registry.ts';
import { takingPart } from '../capability/taking-part.ts';
import { type AnyCallSpec, madeBy } from '../cloudformation/call-spec.ts';
import type { References } from '../cloudformation/resource-spec.ts';
import { readStack, type Stack } from '../cloudformation/stack.ts';
import { unsimulatedInstalls } from '../cloudformation/unsimulated-installs.ts';
import { instanceProfile } from '../cloudformation/world-resources/roles.ts';
import { otherFileProblem } from '../diagnostics/other-files.ts';
import { describe, isMap, namesIn, type PlainMap } from '../diagnostics/plain-map.ts';
import { formatPath, type Problem, Problems } from '../diagnostics/problem.ts';
import type { Action } from '../world/actions.ts';
import type { Experiment } from '../world/experiment.ts';
import type { InstanceProfile } from '../world/identity.ts';
import type { NotSimulatedAt, Scenario } from '../world/scenario.ts';
import { readActions } from './actions.ts';
import { refuseUnknownDrifts, refuseUnknownSteps } from './documents.ts';
import { withEmpiricalFiles } from './empirical.ts';
import { readExpectations } from './expectations.ts';
import { type ExperimentRead, readExperiment, type VariantRead } from './experiment.ts';
import { readFaults } from './faults.ts';
import { checkFleetReferences, readFleet } from './fleet.ts';
import { readAccounts, readHeader } from './header.ts';
import { readLintSettings } from './lint-settings.ts';
import {
  applyChange,
  applyOverride,
  isAppending,
  type Override,
  overrideValue,
  parseKey,
} from './overrides.ts';
import { filesMade, readFileAddresses, readParameterFiles } from './parameter-files.ts';
import { checkSupersedes, readPatches, readPatchStreams } from './patches.ts';
import { readModel } from './read-model.ts';
import { type ReadFile, ScenarioContext } from './scenario-context.ts';
import { type Specs, specsOf } from './specs.ts';
import {
  defaultInstanceProfile,
  readActivations,
  readInstanceProfiles,
  readPrincipals,
  readSubnets,
} from './surroundings.ts';
import { applyVariant, checkSeed, checkVariants, chooseVariant, settingsOf } from './variants.ts';

export interface LoadOptions {
  /** As the user gave it. */
  readonly file: string;
  readonly read: ReadFile;
  readonly overrides: readonly Override[];
  /** Before the file's own. */
  readonly seed?: string;
  /** The variant of the file's `experiment` whose settings go before `overrides`. */
  readonly variant?: string;
  /** What options say of metrics, such as a goal: whole names and the words around them. */
  readonly metricsAsked?: readonly string[];
  /** What is simulated; fleetsim's own unless given. */
  readonly capabilities?: readonly AnyCapability[];
}

export interface Loaded {
  readonly scenario: Scenario;
  readonly warnings: readonly Problem[];
  /** Of everything read, after the overrides. Worked out when asked for: most reports do without. */
  readonly sha256: string;
  /** What the variant and then the options set, by key, as JSON has it. */
  readonly overrides: Readonly<Record<string, unknown>>;
  /** The text of each file, for `formatProblems`. */
  readonly sources: ReadonlyMap<string, string>;
  /** The same scenario with settings after all others, without reading the file again. Null: it is none with these. */
  readonly changedBy: (settings: readonly ChangeSetting[]) => Scenario | null;
}

export interface NotLoaded {
  readonly problems: readonly Problem[];
  readonly sources: ReadonlyMap<string, string>;
}

export function loadScenario(options: LoadOptions): Loaded | NotLoaded {
  const { file, overrides, seed, variant, capabilities = simulated } = options;
  const read = remembering(options.read);
  const context = new ScenarioContext(file, read, capabilities);
  const { problems, sources, positions } = context;
  const refused = (): NotLoaded => ({ problems: problems.sorted(), sources });

  const data = readData(context, read);
  if (data === undefined) return refused();
  const found = readExperimentOf(data, overrides, context);
  const chosen = variant === undefined ? null : chooseVariant(variant, found, context);
  const changed = change(data, chosen, overrides, context);
  checkSeed(seed, chosen, overrides, context);
  const scenario = readChanged(changed, context, seed);
  const experiment = found?.experiment ?? null;
  // Where other variants are asked for, those of the file are not.
  const isVaried = overrides.some(({ option }) => option === '--vary');
  if (variant === undefined && !isVaried && problems.errorCount === 0) {
    checkVariants(found?.variants ?? [], problems, (each) => {
      const apart = new ScenarioContext(file, read, capabilities, positions);
      readChanged(change(data, each, overrides, apart), apart, seed);
      return apart;
    });
  }
  if (problems.errorCount > 0) return refused();
  const whole = (read: Scenario, { problems }: ScenarioContext): Scenario => ({
    ...read,
    experiment,
    metricsNamed: metricsNamedIn(read, experiment, options.metricsAsked ?? []),
    notSimulated: notSimulatedIn(problems.warnings()),
  });
  return {
    scenario: whole(scenario, context),
    warnings: problems.warnings(),
    get sha256() {
      return hashOf(changed, context);
    },
    overrides: { ...settingsOf(chosen), ...overridesSet(overrides) },
    sources,
    changedBy(settings) {
      const again = new ScenarioContext(file, read, capabilities, positions);
      const root = settings.reduce<unknown>((each, setting) => applyChange(each, setting, again), changed);
      const scenario = readChanged(root as PlainMap, again, seed);
      return again.problems.errorCount > 0 ? null : whole(scenario, again);
    },
  };
}

/** Every word that may be the name of a metric. */
function metricsNamedIn(
  { expectations, tolerances }: Scenario,
  experiment: Experiment | null,
  asked: readonly string[],
): string[] {
  const { metrics = [], goal = null, subjectTo = [], frontier = null } = experiment ?? {};
  const placed = [...metrics, goal, ...subjectTo, frontier?.x, frontier?.y];
  const texts = [...placed.flatMap((one) => one?.text ?? []), ...asked];
  const words = texts.flatMap((text) => text.split(/[\s=<>,]+/)).filter((word) => word.includes('.'));
  return [...new Set([...expectations.map(({ metric }) => metric), ...tolerances.keys(), ...words])];
}

function notSimulatedIn(warnings: readonly Problem[]): NotSimulatedAt[] {
  return warnings.flatMap(({ path, notSimulated }) =>
    notSimulated === undefined ? [] : [{ path: formatPath(path), ...notSimulated }],
  );
}

/** By key, the last one of each; of a key that appends all of them. */
function overridesSet(overrides: readonly Override[]): Record<string, unknown> {
  const appended = (wanted: string) =>
    overrides.filter(({ key }) => key === wanted).map(({ value }) => overrideValue(value));
  return Object.fromEntries(
    overrides.map(({ key, value }) => [key, isAppending(key) ? appended(key) : overrideValue(value)]),
  );
}

/** Of the file, as `--set` may have changed it: which variants there are does not depend on which is chosen. */
function readExperimentOf(
  data: PlainMap,
  overrides: readonly Override[],
  context: ScenarioContext,
): ExperimentRead | null {
  const { positions, sources } = context;
  const concerned = overrides.filter(({ key }) => parseKey(key)?.[0] === 'experiment');
  // What is wrong with an override is told when all of them are applied.
  const tools = { positions, problems: new Problems(), sources };
  const root = concerned.reduce<unknown>((changed, each) => applyOverride(changed, each, tools), data);
  context.root = root;
  return readExperiment((root as PlainMap)['experiment'], context, { positions, root });
}

function change(
  data: PlainMap,
  variant: VariantRead | null,
  overrides: readonly Override[],
  context: ScenarioContext,
): PlainMap {
  const changed = variant === null ? data : applyVariant(data, variant, context);
  context.root = changed;
  return overrides.reduce((each, override) => applyOverride(each, override, context), changed) as PlainMap;
}

function readChanged(changed: PlainMap, context: ScenarioContext, seed: string | undefined): Scenario {
  const { capabilities } = context;
  context.root = changed;
  const whole = withEmpiricalFiles(changed, context.positions, context);
  context.root = whole;
  const specs = specsOf(capabilities);
  const scenario = withCapabilities(readScenario(whole, context, seed, specs), capabilities);
  for (const capability of takingPart(scenario)) capability.open(({ check }) => check?.(scenario, context));
  refuseUnknownDrifts(scenario, context);
  // What sends documents, and so which files their parameters name, is known when the capabilities are.
  return { ...scenario, parameterFiles: readParameterFiles(scenario, specs, context) };
}

/** Variants are read from the same files, over and over. */
function remembering(read: ReadFile): ReadFile {
  const known = new Map<string, ReturnType<ReadFile>>();
  return (path) => {
    const bytes = known.get(path) ?? read(path);
    known.set(path, bytes);
    return bytes;
  };
}

function readData(context: ScenarioContext, read: ReadFile): PlainMap | undefined {
  const { file, problems } = context;
  const whole = { severity: 'error', path: [], file, line: 0, column: 0 } as const;
  const bytes = read(file);
  if (!(bytes instanceof Uint8Array)) {
    problems.add({ ...whole, code: 'unreadable-file', message: `expected a file to read: ${bytes.error}` });
    return undefined;
  }
  const data = context.parse(bytes, file);
  if (data === undefined) return data;
  if (isMap(data)) {
    const problem = otherFileProblem(data);
    if (problem === null) return data;
    problems.add({ ...whole, ...problem });
    return undefined;
  }
  if (data === null) {
    problems.add({
      ...whole,
      code: 'empty-file',
      message: 'expected a scenario, found nothing but comments or blanks',
    });
  } else {
    const message = `expected a scenario: a map with start, end, fleet and more, found ${describe(data)}`;
    const place = typeof data === 'object' ? context.positions.placeOfRoot(data) : null;
    problems.add({ ...whole, code: 'not-a-scenario', message, line: 1, column: 1, ...place });
  }
  return undefined;
}

/** Every part is read whatever is wrong with the others, so that all problems come at once. */
function readScenario(
  data: PlainMap,
  context: ScenarioContext,
  seed: string | undefined,
  specs: Specs,
): Scenario {
  const header = readHeader(data, context);
  context.worldNames = {
    subnets: namesIn(data['subnets']),
    instanceProfiles: namesIn(data['instanceProfiles']),
  };
  context.groupNames = isMap(data['fleet']) ? Object.keys(data['fleet']) : [];
  const { model, byOs, eventCountMax } = readModel(
    data['model'] ?? undefined,
    ['model'],
    context.capabilities,
    context,
  );
  context.documentIsKnown = (name) => model.documents.has(name);
  const subnets = readSubnets(data['subnets'], context);
  const activations = readActivations(data['activations'], context);
  context.accounts = readAccounts(data['accounts'], context);
  const fleet = readFleet(data['fleet'], model, context.capabilities, context);
  context.fleet = fleet;
  context.fileAddresses = readFileAddresses(data['files'], context);
  const { accounts } = context;
  const accountOf = (logicalId: string) => context.accountOf(logicalId);
  const makes = (references: References) =>
    context.capabilities.flatMap((capability) =>
      capability.open((spec) => spec.makes?.({ model, accounts, accountOf }, references) ?? []),
    );
  const stack = readStack({ ...specs, root: data, key: 'resources', isStrict: true, makes }, context);
  refuseUnknownSteps(data, stack, context);
  const instanceProfiles = joinProfiles(
    readInstanceProfiles(data['instanceProfiles'], context),
    stack,
    context,
  );
  const principals = readPrincipals(data['principals'], context);
  const actions = readActions(
    data['actions'],
    specs.calls,
    stack,
    // One that is itself refused has been reported.
    [...principals.keys(), ...namesIn(data['principals'])],
    context,
  );
  checkFleetReferences(
    fleet,
    {
      subnets: namesIn(data['subnets']),
      instanceProfiles: [...instanceProfiles.keys(), ...namesIn(data['instanceProfiles'])],
      activations: [...namesIn(data['activations']), ...createdActivations(actions, specs.calls)],
      activationCalls: specs.calls
        .filter((spec) => spec.open(({ activation }) => activation !== undefined))
        .map(({ call }) => call),
    },
    context,
  );
  const patches = readPatches(data['patches'], data['patchFiles'], context);
  checkSupersedes(patches, context);
  readLintSettings(data['lint'], context);
  return {
    ...header,
    ...(seed === undefined ? {} : { seed }),
    startMs: context.startMs,
    endMs: context.endMs,
    account: context.account,
    accounts: context.accounts,
    homes: context.homes,
    subnets,
    instanceProfiles,
    principals,
    activations,
    fleet,
    patches,
    patchStreams: readPatchStreams(data['patchStreams'], context),
    faults: readFaults(data['faults'], fleet, instanceProfiles.keys(), context),
    model,
    modelByOs: byOs,
    nouns: stack.built,
    parameterFiles: filesMade(stack),
    notSimulated: [],
    unsimulatedInstalls: unsimulatedInstalls(stack, specs.resources),
    actions,
    ...readExpectations(data['expect'], context, { positions: context.positions, root: data }),
    experiment: null,
    metricsNamed: [],
    eventCountMax,
  };
}

function createdActivations(actions: readonly Action[], specs: readonly AnyCallSpec[]): string[] {
  return specs.flatMap((spec) =>
    spec.open((typed) =>
      actions.flatMap((action) => {
        const made = madeBy(action, typed);
        return made === undefined ? [] : (typed.activation?.(made) ?? []);
      }),
    ),
  );
}

function joinProfiles(
  own: ReadonlyMap<string, InstanceProfile>,
  stack: Stack,
  context: ScenarioContext,
): Map<string, InstanceProfile> {
  const declared = stack.nouns(instanceProfile);
  const healthy = { name: defaultInstanceProfile, managedPolicies: [defaultInstanceProfile], statements: [] };
  for (const name of own.keys()) {
    if (!declared.has(name)) continue;
    context.error(
      ['instanceProfiles', name],
      'ambiguous-name',
      `expected another name: ${name} is also a logical id under resources`,
      {
        at: 'key',
      },
    );
  }
  return new Map([[defaultInstanceProfile, healthy], ...own, ...declared]);
}

/** Of what the run depends on: the data after the overrides, not their layout; and the files beside it. */
function hashOf(data: unknown, context: ScenarioContext): string {
  const hash = createHash('sha256').update(JSON.stringify(data));
  for (const [path, bytes] of context.sideFiles) hash.update(`\0${path}\0${bytes.length}\0`).update(bytes);
  return hash.digest('hex');
}
