/** `fleetsim schedule`: its options, and what it was asked as plain data. */

import { UsageError } from '../../diagnostics/usage-error.ts';
import { instantOf } from '../../library/instants.ts';
import { allowRead, noColor } from './common.ts';
import { anyText, wholeNumber } from './readers.ts';
import { reportOf, reportOptions } from './report.ts';
import { flagOf, type Given, oneOf, value } from './table.ts';

const daysOfCalendar = 28;

export const schedule = {
  name: 'schedule',
  summary: 'list when an expression is due, or all that a file schedules',
  description:
    'Lists when a cron, rate or at expression is due next, in words and in times; for a scenario or template, when each window opens and each association and rule is due.',
  arguments: {
    expression: {
      kind: 'one',
      help: 'an expression such as "cron(0 2 ? * THU#3 *)", or a scenario or CloudFormation template',
      isFile: true,
    },
  },
  options: {
    from: value('time', 'first time to consider (default: now; for a scenario its start)', instantOf, {
      page: 'the first time to consider; the default is now, for a scenario its `start`',
    }),
    count: value('N', 'number of starts to list (10)', wholeNumber(1, 10_000), {
      page: 'the number of starts to list, 10 by default',
    }),
    timezone: value('zone', 'ScheduleTimezone, such as Europe/Berlin (UTC)', anyText),
    offset: value(
      'days',
      'ScheduleOffset: number of days after the date of the expression',
      wholeNumber(0, 365),
    ),
    duration: value(
      'hours',
      'how long the window is open; overlapping starts are reported',
      wholeNumber(1, 24 * 365),
    ),
    startDate: value('time', 'StartDate: no start before', instantOf),
    endDate: value('time', 'EndDate: no start after', instantOf),
    for: oneOf(
      'kind',
      'syntax of a window, an association or a rule (default: window)',
      ['window', 'association', 'rule'],
      {
        page: 'the syntax to apply: `window` (the default), `association` or `rule`',
      },
    ),
    days: value('N', `for a file: number of days of the calendar (${daysOfCalendar})`, wholeNumber(1, 3_660)),
    allowRead,
    ...reportOptions('schedule', ['text', 'json', 'markdown'], {
      formats: 'text or json; for a file also markdown',
    }),
    noColor,
  },
  after: `
Examples:
  fleetsim schedule "cron(0 2 ? * THU#3 *)" --timezone Europe/Berlin --duration 3
  fleetsim schedule scenarios/sunday-patch.yaml --days 14`,
} as const;

/** Options that an expression alone does not say; windows of a file say them themselves. */
const ofExpression = ['count', 'timezone', 'offset', 'duration', 'startDate', 'endDate', 'for'] as const;

export type ScheduleJob = ReturnType<typeof scheduleJobOf>;

export function scheduleJobOf(given: Given<typeof schedule>) {
  const { expression, days } = given;
  if (expression.trim() === '') {
    throw new UsageError('expected an expression such as "rate(7 days)", a scenario or a template');
  }
  const isFile = isFileName(expression);
  const foreign = ofExpression.find((name) => given[name] !== null);
  if (isFile && foreign !== undefined) {
    throw new UsageError(`${flagOf(foreign)}: of a file, its windows say that; leave it out`);
  }
  if (!isFile && days !== null) {
    throw new UsageError(
      '--days is for a scenario or a template; for an expression use --count, the number of starts',
    );
  }
  const report = reportOf(schedule, given);
  if (!isFile && report.format === 'markdown') {
    throw new UsageError(
      'markdown is for the calendar of a file; the formats of an expression are text and json',
    );
  }
  return { ...given, isFile, days: days ?? daysOfCalendar, ...report };
}

/** An expression has its arguments in brackets, wherever there are any. */
function isFileName(given: string): boolean {
  if (given === '-') return true;
  return /\.(ya?ml|json|template)$/i.test(given) && !/^\s*(cron|rate|at)\s*\(/i.test(given);
}
