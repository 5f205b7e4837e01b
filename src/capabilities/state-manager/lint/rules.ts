/**
 * What people trip over with associations.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/state-manager-about.html
 */
import { describeSchedule } from '../../../aws/schedule/describe.ts';
import { isScheduleProblem, parseScheduleExpression, startsBetween } from '../../../aws/schedule/schedule.ts';
import { type DeclaredRun, parameterText } from '../../../capability/lint/declared-run.ts';
import { reachedBySource } from '../../../capability/lint/reached.ts';
import type { Subject } from '../../../capability/lint/subject.ts';
import type { Report, Rule } from '../../../capability/lint-rule.ts';
import type { RunSource } from '../../../capability/run-source.ts';
import { scheduledOf } from '../../../capability/schedules.ts';
import { sourcesOf } from '../../../capability/sources.ts';
import { textOf } from '../../../cloudformation/value.ts';
import type { DataPath } from '../../../diagnostics/problem.ts';
import type { Scenario } from '../../../world/scenario.ts';
import { utc } from '../../../world/time.ts';
import { areTagsFixed } from '../../managed-nodes/lint/facts.ts';
import { isInstall } from '../../patch-manager/facts.ts';
import { reportsPatches } from '../../patch-manager/lint/facts.ts';
import { associationsPerNode } from '../rules.ts';
import { associationSources } from '../sources.ts';
import { isTrue, nameOf, type WrittenAssociation, writtenAssociations } from './declares.ts';

const hourMs = 3_600_000;

/** What a scenario has under `resources` existed before; a template is yet to be deployed. */
function checkAtOnce(subject: Subject, report: Report): void {
  for (const one of writtenAssociations(subject)) {
    if (subject.kind === 'template' || one.isCreatedByCall) reportAtOnce(one, report);
  }
}

function reportAtOnce(one: WrittenAssociation, report: Report): void {
  const value = one.property('ScheduleExpression');
  const text = textOf(value);
  if (value === undefined || text === null || isTrue(one.property('ApplyOnlyAtCronInterval'))) return;
  const expression = parseScheduleExpression(text, 'association');
  if (isScheduleProblem(expression) || expression.kind === 'rate') return;
  report(
    value.path,
    `${nameOf(one)} also runs as soon as it is created or changed, and on nodes that come to match: not only ${describeSchedule(expression)}`,
    { help: 'write ApplyOnlyAtCronInterval: true to run it at these times only', at: 'key' },
  );
}

/** AWS: https://docs.aws.amazon.com/general/latest/gr/ssm.html */
function checkQuota(subject: Subject, report: Report): void {
  const { scenario } = subject;
  if (scenario === null) return;
  const counts = new Map<string, number>();
  for (const source of associationSources(scenario)) {
    for (const group of groupsOf(source, subject, scenario)) {
      const count = (counts.get(group) ?? 0) + 1;
      counts.set(group, count);
      if (count !== associationsPerNode + 1) continue;
      report(
        placeOf(source, subject),
        `the ${source.words.name} is number ${count} on the nodes of ${group}: AWS allows ${associationsPerNode} associations on a node, and does not apply it there`,
        { help: 'take several into one document, or narrow the targets', at: 'key' },
      );
    }
  }
}

/** Of an association that the file has not, that of the patch policy which makes it. */
function placeOf(source: RunSource, subject: Subject): DataPath {
  const written = writtenAssociations(subject).find(({ id }) => id === source.id);
  return written?.at ?? ['resources', source.pathOf('Parameters')[0]!];
}

/** Groups whose nodes the association means, all of them. */
function groupsOf(source: RunSource, subject: Subject, { fleet }: Scenario): Set<string> {
  const reached = reachedBySource(source, fleet, areTagsFixed(subject)).flatMap(({ nodes }) => nodes);
  return new Set(
    reached.flatMap(({ group, id: single }) => (single === undefined ? (group?.name ?? []) : [])),
  );
}

/**
 * Compliance is a point in time: every report replaces the one before, whatever baseline it used.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-compliance-data-overwrites.html
 */
function checkBaselines(subject: Subject, report: Report): void {
  const judging = subject.runs.filter(reportsPatches).map((run) => ({
    run,
    override: parameterText(run, 'BaselineOverride') ?? '',
    groups: groupsMeant(run),
  }));
  if (new Set(judging.map(({ override }) => override)).size < 2) return;
  judging.forEach(({ run, override, groups }, index) => {
    const firstShared = (other: (typeof judging)[number]) =>
      [...other.groups].find((name) => groups.has(name));
    const found = judging.findIndex(
      (one, place) => place < index && one.override !== override && firstShared(one) !== undefined,
    );
    if (found < 0) return;
    const { run: other } = judging[found]!;
    const group = firstShared(judging[found]!);
    report(
      run.path,
      `${run.label} and ${other.label} judge the nodes of ${group} by different baselines: each report replaces the other, and compliance is what the last one said`,
      { help: 'use one baseline for both, or scan in one place only', at: 'key' },
    );
  });
}

function groupsMeant({ reach }: DeclaredRun): ReadonlySet<string> {
  return new Set(reach().flatMap(({ nodes }) => nodes.flatMap(({ group }) => group?.name ?? [])));
}

/** Two Installs on the same nodes within these hours are one night's. */
const nightMs = 12 * hourMs;
const lookAheadMs = 35 * 24 * hourMs;

function checkNights(subject: Subject, report: Report): void {
  const { scenario } = subject;
  if (scenario === null) return;
  const associations = associationSources(scenario).filter(isInstall);
  const tasks = sourcesOf(scenario).filter((source) => source.parent !== null && isInstall(source));
  if (associations.length === 0 || tasks.length === 0) return;
  const starts = startsById(scenario);
  for (const source of associations) {
    const task = tasks.find((one) => meets(starts, source, one) !== null && shares(scenario, source, one));
    if (task === undefined) continue;
    const atMs = meets(starts, source, task)!;
    report(
      placeOf(source, subject),
      `the ${source.words.name} and ${task.words.name} install on the same nodes in one night, such as at ${utc(atMs)}: where they meet, the second fails with exit code 4`,
      { help: 'let one of them scan only, or set their schedules further apart', at: 'key' },
    );
  }
}

/** Enough for every half hour of five weeks; a window that is due every second has its first ones. */
const startsMax = 2000;

function startsById(scenario: Scenario): ReadonlyMap<string, readonly number[]> {
  const { startMs } = scenario;
  const all = scheduledOf(scenario).filter(({ enabled }) => enabled);
  return new Map(
    all.map(({ logicalId, schedule }) => {
      const starts: number[] = [];
      for (const atMs of startsBetween(schedule, startMs, startMs + lookAheadMs)) {
        starts.push(atMs);
        if (starts.length === startsMax) break;
      }
      return [logicalId, starts];
    }),
  );
}

/** When the association is due near a start of the window; null: never. */
function meets(
  starts: ReadonlyMap<string, readonly number[]>,
  { id }: RunSource,
  { parent }: RunSource,
): number | null {
  const windows = starts.get(parent ?? '') ?? [];
  const due = (starts.get(id) ?? []).find((atMs) => windows.some((one) => Math.abs(one - atMs) < nightMs));
  return due ?? null;
}

function shares({ fleet }: Scenario, one: RunSource, other: RunSource): boolean {
  const groups = (source: RunSource) =>
    new Set(
      reachedBySource(source, fleet, true).flatMap(({ nodes }) =>
        nodes.flatMap(({ group }) => group?.name ?? []),
      ),
    );
  const second = groups(other);
  return [...groups(one)].some((name) => second.has(name));
}

const aboutPage = 'https://docs.aws.amazon.com/systems-manager/latest/userguide/state-manager-about.html';

export const associationRules: readonly Rule[] = [
  {
    id: 'association-at-once',
    place: 630,
    severity: 'note',
    finds: 'an association with a cron schedule that also runs as soon as it is created',
    source: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateAssociation.html',
    check: checkAtOnce,
  },
  {
    id: 'association-quota',
    place: 631,
    severity: 'error',
    finds: 'the 21st association of a node, which AWS does not apply',
    source: 'https://docs.aws.amazon.com/general/latest/gr/ssm.html',
    check: checkQuota,
  },
  {
    id: 'compliance-overwritten',
    place: 632,
    severity: 'warning',
    finds: 'two patch runs that report the same nodes by different baselines',
    source:
      'https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-compliance-data-overwrites.html',
    check: checkBaselines,
  },
  {
    id: 'association-meets-window',
    place: 633,
    severity: 'warning',
    finds: 'an association and a window that install on the same nodes in one night',
    source: aboutPage,
    check: checkNights,
  },
];
