/**
 * The maintenance windows of a bare template as text, for a calendar of what is not deployed yet.
 *
 * AWS: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ssm-maintenancewindow.html
 */

import { capabilities } from '../capabilities/index.ts';
import type { Resource } from '../capability/lint/resource.ts';
import { Subject } from '../capability/lint/subject.ts';
import { textOf } from '../cloudformation/value.ts';
import { Positions } from '../diagnostics/positions.ts';
import { type DataPath, type Problem, Problems } from '../diagnostics/problem.ts';
import { parseTime } from '../fields/quantities.ts';
import type { ReadFile } from '../scenario/scenario-context.ts';
import { specsOf } from '../scenario/specs.ts';
import { readLeniently } from './lenient-reading.ts';
import { readRoot } from './read-root.ts';

const plainProperties = [
  'Name',
  'Schedule',
  'ScheduleTimezone',
  'ScheduleOffset',
  'Duration',
  'Cutoff',
] as const;
const dateProperties = ['StartDate', 'EndDate'] as const;

/** Without these AWS creates no window. */
const requiredProperties: readonly string[] = ['Schedule', 'Duration', 'Cutoff'];

/** A name says nothing of when. */
const decidesNothing: readonly string[] = ['Name'];

export interface TemplateWindow {
  readonly logicalId: string;
  readonly texts: Readonly<Partial<Record<(typeof plainProperties)[number], string>>>;
  readonly dates: Readonly<Partial<Record<(typeof dateProperties)[number], number>>>;
  /** Whether when it is open can be told from the file. */
  readonly isKnown: boolean;
  readonly problemAt: (property: string, problem: Said) => Problem;
}

export interface Said extends Pick<Problem, 'severity' | 'code' | 'message'> {
  readonly help?: string | undefined;
  readonly awsError?: string | undefined;
}

export interface TemplateWindows {
  readonly windows: readonly TemplateWindow[];
  readonly problems: readonly Problem[];
  readonly sources: ReadonlyMap<string, string>;
}

/** Null: the file is no template, which is for the loader of scenarios to judge. */
export function templateWindows(file: string, read: ReadFile): TemplateWindows | null {
  const sources = new Map<string, string>();
  const positions = new Positions();
  const root = readRoot(file, read, { positions, problems: new Problems(), sources });
  if (root === null) return null;
  const subject = new Subject(root, {
    scenario: null,
    stack: readLeniently(root, specsOf(capabilities), file, positions).stack,
    ownTypes: [],
    declares: [],
  });
  if (subject.kind === 'scenario') return null;
  const problems = new Problems();
  const placed = (path: DataPath, { help, awsError, ...said }: Said): Problem => ({
    ...said,
    ...(help === undefined ? {} : { help }),
    ...(awsError === undefined ? {} : { awsError }),
    path,
    ...(positions.find(root, path, 'value') ?? { file, line: 0, column: 0 }),
  });
  const windows = subject
    .ofType('AWS::SSM::MaintenanceWindow')
    .map((resource) => windowOf(resource, subject, problems, placed));
  return { windows, problems: problems.sorted(), sources };
}

function windowOf(
  resource: Resource,
  subject: Subject,
  problems: Problems,
  placed: (path: DataPath, said: Said) => Problem,
): TemplateWindow {
  const problemAt = (property: string, said: Said) => placed([...resource.path, property], said);
  const texts: Record<string, string> = {};
  const dates: Record<string, number> = {};
  let isKnown = true;
  for (const property of [...plainProperties, ...dateProperties]) {
    const value = subject.property(resource, property);
    const isLeftOut = value === undefined || value.kind === 'absent';
    const text = textOf(value);
    if (text === null) {
      if (decidesNothing.includes(property) || (isLeftOut && !requiredProperties.includes(property)))
        continue;
      isKnown = false;
      const message = isLeftOut
        ? `expected ${property}: without it nothing can be said of when the window is open`
        : 'only its deployment decides this: nothing can be said of when the window is open';
      problems.add(problemAt(property, { severity: 'warning', code: 'unknown-window', message }));
    } else if (property === 'StartDate' || property === 'EndDate') {
      const atMs = parseTime(text);
      if (typeof atMs === 'number') dates[property] = atMs;
      else {
        const { message, options } = atMs;
        isKnown = false;
        problems.add(
          problemAt(property, { severity: 'error', code: 'bad-value', message, help: options.help }),
        );
      }
    } else texts[property] = text;
  }
  return { logicalId: resource.logicalId, texts, dates, isKnown, problemAt };
}
