/** Why one node was or was not patched: one run with its journal, one more to its last install opportunity, and the links in order. */

import { type LinkSpec, linksOf } from '../capability/links.ts';
import { managedView } from '../capability/managed.ts';
import { capabilitiesOf } from '../capability/registry.ts';
import { scheduledOf } from '../capability/schedules.ts';
import { suggestion } from '../diagnostics/nearest.ts';
import type { FleetState } from '../world/fleet-state.ts';
import { NodeNames } from '../world/node-names.ts';
import type { Scenario } from '../world/scenario.ts';
import { isoTime, utc } from '../world/time.ts';
import { type Explanation, explanationSchema, type Link } from './explanation.ts';
import { fleetOf, sameNode, until } from './runs.ts';
import { type ExplainedSituation, situationOf } from './situation.ts';

/** What is explained: a scenario as it was loaded. */
export interface ToExplain {
  readonly scenario: Scenario;
  /** Base name: an explanation holds no path. */
  readonly file: string;
  readonly sha256: string;
  readonly overrides: Readonly<Record<string, unknown>>;
  /** Of fleetsim. */
  readonly version: string;
}

export interface ExplainOptions {
  /** 0 is the plain run. */
  readonly replication?: number;
  /** The state then, everything of that millisecond included; absent: at the end of the run. */
  readonly atMs?: number;
  /** Logical id or name: the links from the window on are told from what it did. */
  readonly window?: string;
  /** The link of the baseline is told of this patch alone. */
  readonly patch?: string;
}

/** What the person who asked got wrong, and what may have been meant. */
export interface ExplainProblem {
  readonly problem: string;
  readonly help?: string;
}

export function explainNode(
  given: ToExplain,
  nameOrId: string,
  options: ExplainOptions = {},
): Explanation | ExplainProblem {
  const situation = lookAt(given.scenario, nameOrId, options);
  return 'problem' in situation ? situation : explanationOf(given, situation, options);
}

/** What there is to explain. */
export function lookAt(
  scenario: Scenario,
  nameOrId: string,
  options: ExplainOptions,
): ExplainedSituation | ExplainProblem {
  const { replication = 0, atMs, patch } = options;
  if (atMs !== undefined && (atMs < scenario.startMs || atMs > scenario.endMs)) {
    return {
      problem: `--at ${isoTime(atMs)}: outside the run`,
      help: `the run lasts from ${isoTime(scenario.startMs)} to ${isoTime(scenario.endMs)}`,
    };
  }
  const fleet = fleetOf(scenario, replication);
  const names = new NodeNames(fleet, scenario.name);
  const node = findNode(fleet, names, nameOrId);
  if (typeof node !== 'number') return node;
  const window = findWindow(scenario, options.window);
  if (window !== null && typeof window !== 'string') return window;

  const nowMs = Math.min(atMs ?? scenario.endMs, scenario.endMs);
  const ended = until(scenario, atMs ?? null);
  const then = ended === scenario ? fleet : fleetOf(ended, replication);
  const nodeThen = sameNode(node, fleet, then);
  const name = fleet.nameOf(node);
  if (nodeThen === null) {
    return { problem: `${name} does not exist at ${utc(nowMs)}: a fault launches it later` };
  }
  const situation = situationOf({
    scenario: ended,
    replication,
    node: nodeThen,
    name,
    id: names.idOf(node),
    nowMs,
    window,
    patch: patch ?? null,
  });
  const known = patch === undefined ? [] : situation.why.patchIdsOf(nodeThen);
  if (patch === undefined || known.includes(patch)) return situation;
  const help = suggestion(patch, known);
  const problem = `${patch}: no patch of that id for ${situation.group.os} by ${utc(nowMs)}`;
  return { problem, ...(help === undefined ? {} : { help }) };
}

/** Without remedy and chance, which take runs of their own. */
export function explanationOf(
  given: ToExplain,
  situation: ExplainedSituation,
  { replication = 0 }: ExplainOptions,
): Explanation {
  const { scenario } = given;
  const { simulation, node, name, id, group, isPatched, blocking, journal, why, finding } = situation;
  const managed = simulation.views.of(managedView);
  const opportunity = why.opportunityOf(node);
  return {
    schema: explanationSchema,
    fleetsim: given.version,
    scenario: { name: scenario.name, file: given.file, sha256: given.sha256 },
    overrides: given.overrides,
    seed: scenario.seed,
    replication,
    at: isoTime(situation.nowMs),
    node: { name, id, group: group.name, os: group.os, tags: simulation.fleet.tagsOf(node) },
    isPatched,
    state: finding.state,
    patchedAt: isPatched ? why.patchedAtOf(journal) : null,
    hasPatches: why.patchIdsOf(node).length > 0,
    lastChance: opportunity === null ? null : isoTime(opportunity.atMs),
    cause: finding.cause,
    pingStatus: managed.pingStatus(node),
    unmanagedCause: managed.unmanagedCauseOf(node),
    awaySince: managed.awaySince(node, journal),
    blocking,
    links: tell(situation),
    remedy: null,
    chance: null,
  };
}

/** In their order. An up-to-date node's chain is what led to it, and what would keep it from the next Install. */
function tell(situation: ExplainedSituation): Link[] {
  return linksOf(capabilitiesOf(situation.scenario)).flatMap((spec) => {
    if (spec.isThere?.(situation.scenario) === false) return [];
    const link = linkOf(situation, spec);
    const isTold =
      !situation.isPatched || spec.isAlwaysTold === true || ['ok', 'blocks', 'failed'].includes(link.state);
    return isTold ? [link] : [];
  });
}

/** Of several causes the first says what shows; all of them say what would have been needed. */
function linkOf(situation: ExplainedSituation, spec: LinkSpec): Link {
  const isElsewhere = !situation.isDecisive && spec.isOfAttempt === true;
  const causes = isElsewhere ? [] : situation.causesOf(spec.name);
  const [first] = causes;
  const { state, found, console, cli, page, details = [], needed } = spec.tell(situation);
  if (first === undefined) {
    return { link: spec.name, state, causes, found, needed: null, console, cli, page, details };
  }
  const specs = causes.map((cause) => situation.causes.of(cause));
  const cause = situation.causes.of(first);
  return {
    link: spec.name,
    state: cause.isUnknown === true ? 'unknown' : 'blocks',
    causes,
    found,
    needed: needed ?? specs.map((one) => one.needed(situation.by)).join('; and '),
    console: cause.console,
    cli: cause.cli?.(situation) ?? cli,
    page: cause.page,
    details,
  };
}

function findNode(fleet: FleetState, names: NodeNames, nameOrId: string): number | ExplainProblem {
  const found = names.find(nameOrId);
  if (found !== undefined) return found;
  const help = nodeHelp(fleet, names, nameOrId);
  return { problem: `${nameOrId}: no node of this scenario`, ...(help === undefined ? {} : { help }) };
}

/** The group that was meant, and which nodes it has; an id has no near miss but one of few. */
function nodeHelp(fleet: FleetState, names: NodeNames, nameOrId: string): string | undefined {
  const groups = [...new Set(fleet.cohorts.map(({ group }) => group.name))];
  const [, before = nameOrId, digits = ''] = /^(.*?)[-_ ]?(\d*)$/.exec(nameOrId) ?? [];
  const exact = groups.find((one) => one === nameOrId);
  const group = exact ?? groups.find((one) => one === before) ?? nearestGroup(before, groups);
  if (group === undefined || /^m?i-/.test(nameOrId)) {
    const first = fleet.count > 0 ? `, such as ${fleet.nameOf(0)} or ${names.idOf(0)}` : '';
    return `nodes are known by name or id${first}; groups: ${groups.slice(0, 20).join(', ')}`;
  }
  const meant = `${group}-${digits.replace(/^0+(?=\d)/, '').padStart(4, '0')}`;
  if (digits !== '' && names.find(meant) !== undefined) return `did you mean ${meant}?`;
  const members = fleet.cohorts.filter((cohort) => cohort.group.name === group && cohort.count > 0);
  const [first, last] = [members[0], members.at(-1)];
  if (first === undefined || last === undefined) return `${group} has no nodes`;
  return `${group} has ${fleet.nameOf(first.first)} to ${fleet.nameOf(last.first + last.count - 1)}`;
}

function nearestGroup(word: string, groups: readonly string[]): string | undefined {
  const hint = suggestion(word, groups);
  return groups.find((group) => hint === `did you mean ${group}?`);
}

/** Its logical id; null: none was named. */
function findWindow(scenario: Scenario, wanted: string | undefined): string | null | ExplainProblem {
  if (wanted === undefined) return null;
  const windows = scheduledOf(scenario);
  const found = windows.find(({ logicalId, name }) => logicalId === wanted || name === wanted);
  if (found !== undefined) return found.logicalId;
  const known = windows.flatMap(({ logicalId, name }) => [logicalId, name]);
  const help = suggestion(wanted, new Set(known));
  return { problem: `--window ${wanted}: no such window`, ...(help === undefined ? {} : { help }) };
}
