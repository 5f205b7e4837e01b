/** `fleetsim schedule` as people see it. */
import type { Command } from 'commander';
import { type ScheduleOptions, scheduleJobOf } from '../schedule-job.ts';
import type { EndWith } from './common.ts';

export function declareSchedule(program: Command, endWith: EndWith): void {
  program
    .command('schedule')
    .summary('when an expression, or every window of a file, is due')
    .description(
      'Says when a cron, rate or at expression is due next, in words and in times; of a scenario or template, when each window is.',
    )
    .argument('<expression>', 'such as "cron(0 2 ? * THU#3 *)", or a scenario or CloudFormation template')
    .option('--from <time>', 'from when on (now; of a scenario its start)')
    .option('--count <N>', 'how many starts (10)')
    .option('--timezone <zone>', 'ScheduleTimezone, such as Europe/Berlin (UTC)')
    .option('--offset <days>', 'ScheduleOffset: so many days after what the expression names')
    .option('--duration <hours>', 'how long it is open: starts that overlap are named')
    .option('--start-date <time>', 'StartDate: no start before')
    .option('--end-date <time>', 'EndDate: no start after')
    .option('--for <kind>', 'window, association or rule: their expressions differ (window)')
    .option('--days <N>', 'of a file: how many days of the calendar (28)')
    .option('--format <format>', 'text or json; of a file also markdown')
    .option('--json', 'the same as --format json')
    .option('--out <file>', 'write it there; its ending says the format, unless --format does')
    .option('--no-color', 'no colour, even on a terminal')
    .addHelpText('after', scheduleExamples)
    .action(async (expression: string, options: ScheduleOptions) => {
      const job = scheduleJobOf(expression, options);
      const { schedule } = await import('../commands/advice.ts');
      endWith(await schedule(job));
    });
}

const scheduleExamples = `
Examples:
  fleetsim schedule "cron(0 2 ? * THU#3 *)" --timezone Europe/Berlin --duration 3
  fleetsim schedule scenarios/sunday-patch.yaml --days 14`;
