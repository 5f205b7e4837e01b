/** `fleetsim schedule`: its options, and what it was asked as plain data. */
import { instantOf } from '../../library/instants.ts';
import { UsageError } from '../../library/usage-error.ts';
import { allowRead, noColor } from './common.ts';
import { anyText, wholeNumber } from './readers.ts';
import { reportOf, reportOptions } from './report.ts';
import { flagOf, type Given, oneOf, value } from './table.ts';

const daysOfCalendar = 28;

export const schedule = {
  name: 'schedule',
  summary: 'when an expression, or every window of a file, is due',
  description:
    'Says when a cron, rate or at expression is due next, in words and in times; of a scenario or template, when each window is.',
  arguments: {
    expression: {
      kind: 'one',
      help: 'such as "cron(0 2 ? * THU#3 *)", or a scenario or CloudFormation template',
      isFile: true,
    },
  },
  options: {
    from: value('time', 'from when on (now; of a scenario its start)', instantOf, {
      page: 'from when on: now; of a scenario its `start`',
    }),
    count: value('N', 'how many starts (10)', wholeNumber(1, 10_000), {
      page: 'how many starts, 10 by default',
    }),
    timezone: value('zone', 'ScheduleTimezone, such as Europe/Berlin (UTC)', anyText),
    offset: value(
      'days',
      'ScheduleOffset: so many days after what the expression names',
      wholeNumber(0, 365),
    ),
    duration: value('hours', 'how long it is open: starts that overlap are named', wholeNumber(1, 24 * 365)),
    startDate: value('time', 'StartDate: no start before', instantOf),
    endDate: value('time', 'EndDate: no start after', instantOf),
    for: oneOf(
      'kind',
      'window, association or rule: their expressions differ (window)',
      ['window', 'association', 'rule'],
      {
        page: 'whose dialect: `window` (the default), `association` or `rule`',
      },
    ),
    days: value('N', `of a file: how many days of the calendar (${daysOfCalendar})`, wholeNumber(1, 3_660)),
    allowRead,
    ...reportOptions('schedule', ['text', 'json', 'markdown'], {
      formats: 'text or json; of a file also markdown',
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
      '--days is for a scenario or a template; of an expression --count says how many starts',
    );
  }
  const report = reportOf(schedule, given);
  if (!isFile && report.format === 'markdown') {
    throw new UsageError('markdown is for the calendar of a file; of an expression there are text and json');
  }
  return { ...given, isFile, days: days ?? daysOfCalendar, ...report };
}

/** An expression has its arguments in brackets, wherever there are any. */
function isFileName(given: string): boolean {
  if (given === '-') return true;
  return /\.(ya?ml|json|template)$/i.test(given) && !/^\s*(cron|rate|at)\s*\(/i.test(given);
}
