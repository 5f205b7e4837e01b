/** What is linted: a scenario or a bare CloudFormation template, seen alike. */

import type { Evaluation } from '../../cloudformation/evaluation.ts';
import type { Stack } from '../../cloudformation/stack.ts';
import { entry, type Value } from '../../cloudformation/value.ts';
import { isTemplate } from '../../diagnostics/other-files.ts';
import { isMap, type PlainMap } from '../../diagnostics/plain-map.ts';
import type { Scenario } from '../../world/scenario.ts';
import type { DeclaredRole } from './declared-role.ts';
import type { DeclaredRun } from './declared-run.ts';
import type { DeclaredSchedule } from './declared-schedule.ts';
import type { DeclaredTargets } from './declared-targets.ts';
import type { ActionCall, Resource } from './resource.ts';

/** How resources and calls of a capability's own do what rules look at, whichever capability they are of. */
export interface Declares {
  runs?(subject: Subject): readonly DeclaredRun[];
  targets?(subject: Subject): readonly DeclaredTargets[];
  roles?(subject: Subject): readonly DeclaredRole[];
  schedules?(subject: Subject): readonly DeclaredSchedule[];
  /** Names of change calendars that it asks, in addition to those under CalendarNames. */
  calendars?(subject: Subject): readonly string[];
}

export interface SubjectOptions {
  readonly scenario: Scenario | null;
  /** The resources by their specs. */
  readonly stack: Stack;
  /** Types of Systems Manager. */
  readonly ownTypes: readonly string[];
  readonly declares: readonly Declares[];
  /** The day on which a template is checked. */
  readonly nowMs: number;
}

export class Subject {
  readonly kind: 'scenario' | 'template';
  /** From when on schedules count: the start of a scenario, else today. */
  readonly todayMs: number;
  /** What can be simulated; null for a template, and for a scenario that cannot be loaded as it is. */
  readonly scenario: Scenario | null;
  readonly resources: readonly Resource[];
  readonly actions: readonly ActionCall[];
  /** Parameters of a template, by name: their default, or null. */
  readonly parameters: ReadonlyMap<string, string | null>;
  /** As it was read. */
  readonly root: PlainMap;
  /** What specs see of the resources: `stack.seen(maintenanceWindow)`. */
  readonly stack: Stack;
  readonly runs: readonly DeclaredRun[];
  readonly targets: readonly DeclaredTargets[];
  readonly roles: readonly DeclaredRole[];
  readonly schedules: readonly DeclaredSchedule[];
  readonly calendarsAsked: readonly string[];
  /** Resources of Systems Manager itself. */
  readonly ownResources: readonly Resource[];
  /** Properties that rules have looked at. */
  readonly asked = new Map<Resource, Set<string>>();
  private readonly byId: ReadonlyMap<string, Resource>;
  private readonly byType = new Map<string, Resource[]>();

  constructor(root: PlainMap, { scenario, stack, ownTypes, declares, nowMs }: SubjectOptions) {
    this.todayMs = scenario?.startMs ?? nowMs;
    this.root = root;
    this.scenario = scenario;
    this.kind = isTemplate(root) ? 'template' : 'scenario';
    const key = this.kind === 'template' ? 'Resources' : 'resources';
    this.stack = stack;
    const { evaluation } = stack;
    this.parameters = evaluation.parameters;
    this.resources = resourcesOf(root, key, evaluation);
    this.ownResources = this.resources.filter(({ type }) => ownTypes.includes(type));
    this.actions = this.kind === 'template' ? [] : actionsOf(root, evaluation);
    this.byId = new Map(this.resources.map((resource) => [resource.logicalId, resource]));
    for (const resource of this.resources) {
      const alike = this.byType.get(resource.type);
      if (alike === undefined) this.byType.set(resource.type, [resource]);
      else alike.push(resource);
    }
    this.targets = declares.flatMap((each) => each.targets?.(this) ?? []);
    this.roles = declares.flatMap((each) => each.roles?.(this) ?? []);
    this.calendarsAsked = declares.flatMap((each) => each.calendars?.(this) ?? []);
    this.schedules = declares.flatMap((each) => each.schedules?.(this) ?? []);
    this.runs = declares.flatMap((each) => each.runs?.(this) ?? []);
  }

  /** A file about something else has reasons of its own for its roles. */
  get isAboutNodes(): boolean {
    return this.kind === 'scenario' || this.ownResources.length > 0;
  }

  ofType(type: string): readonly Resource[] {
    return this.byType.get(type) ?? [];
  }

  /** The resource that a value refers to; in a scenario its logical id as text will do. */
  resource(value: Value | undefined): Resource | undefined {
    if (value?.kind === 'resource') return this.byId.get(value.logicalId);
    return value?.kind === 'text' ? this.byId.get(value.text) : undefined;
  }

  named(logicalId: string): Resource | undefined {
    return this.byId.get(logicalId);
  }

  /** Of the resource: `property(task, 'MaxConcurrency')`. */
  property(resource: Resource, ...keys: readonly string[]): Value | undefined {
    const asked = this.asked.get(resource) ?? new Set();
    if (keys[0] !== undefined) this.asked.set(resource, asked.add(keys[0]));
    return entry(resource.properties, ...keys);
  }
}

function resourcesOf(root: PlainMap, key: string, evaluation: Evaluation): Resource[] {
  const declared = root[key];
  if (!isMap(declared)) return [];
  return Object.entries(declared).flatMap(([logicalId, raw]) => {
    if (!isMap(raw) || typeof raw['Type'] !== 'string') return [];
    const at = [key, logicalId];
    const path = [...at, 'Properties'];
    const value = evaluation.valueOf(raw['Properties'] ?? null, path);
    const properties: Value = value.kind === 'map' ? value : { kind: 'map', entries: new Map(), path };
    return [{ logicalId, type: raw['Type'], properties, path, at }];
  });
}

/** The key that is neither `id` nor a time is the call. */
function actionsOf(root: PlainMap, evaluation: Evaluation): ActionCall[] {
  const { actions } = root;
  if (!Array.isArray(actions)) return [];
  return actions.flatMap((raw, index) => {
    if (!isMap(raw)) return [];
    const call = Object.keys(raw).find((each) => /^[A-Z]/.test(each));
    if (call === undefined) return [];
    const path = ['actions', index, call];
    const id = typeof raw['id'] === 'string' ? raw['id'] : call;
    return [{ id, call, request: evaluation.valueOf(raw[call], path), path }];
  });
}
