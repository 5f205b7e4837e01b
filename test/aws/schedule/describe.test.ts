import { describe, expect, it } from 'vitest';
import { describeSchedule } from '../../../src/aws/schedule/describe.ts';
import { expressionOf } from './make.ts';

describe('a schedule in words', () => {
  it.each([
    ['cron(0 2 ? * THU#3 *)', '02:00 on the third Thursday of every month'],
    ['cron(15 10 ? * 6L *)', '10:15 on the last Friday of every month'],
    ['cron(15 10 ? * 6L 2019-2022)', '10:15 on the last Friday of every month from 2019 to 2022'],
    ['cron(0 2 ? * SUN *)', '02:00 every Sunday'],
    ['cron(0 18 ? * MON-FRI *)', '18:00 Monday to Friday'],
    ['cron(0 18 ? JUL,AUG MON,WED *)', '18:00 every Monday and Wednesday in July and August'],
    ['cron(24 30 09 ? * * *)', '09:30:24 every day'],
    ['cron(0 2 L * ? *)', '02:00 on the last day of every month'],
    ['cron(0 2 L-2 * ? *)', '02:00 2 days before the last day of every month'],
    ['cron(0 2 15W 1 ? *)', '02:00 on the weekday nearest to the 15th of January'],
    ['cron(0 2 LW * ? 2026)', '02:00 on the last weekday of every month in 2026'],
    ['cron(0 2 1,22,23 * ? *)', '02:00 on the 1st, 22nd and 23rd of every month'],
    ['cron(0/15 * * * ? *)', 'every 15 minutes every day'],
    ['cron(0/5 8-17 ? * MON-FRI *)', 'every 5 minutes from 08:00 to 17:59 Monday to Friday'],
    ['cron(0 0/4 * * ? *)', 'every 4 hours every day'],
    ['cron(5/10 * ? * * *)', 'every 10 minutes from minute 5 on every day'],
    ['cron(5/10 9-11 ? * * *)', 'every 10 minutes from minute 5 on, from 09:00 to 11:59 every day'],
    [
      'cron(1,24,50 9-11,20 ? * * *)',
      'at minute 1, 24 and 50 of the hour in hour 9, 10, 11 and 20 every day',
    ],
    ['cron(0/30 20-2 ? * MON-FRI *)', 'every 30 minutes from 20:00 to 02:59 Monday to Friday'],
    ['cron(0 22-2 ? * MON *)', 'every hour from 22:00 to 02:00 every Monday'],
    ['cron(0 8 ? * FRI-MON *)', '08:00 Friday to Monday'],
    ['cron(0 2 1-7 * ? *)', '02:00 on the 1st to 7th of every month'],
    ['cron(0 0 1 */3 ? *)', '00:00 on the 1st of January, April, July and October'],
    ['cron(0 0 1 1 ? 2020/3)', '00:00 on the 1st of January, every 3 years from 2020 on'],
    ['cron(0 2 ? * 1-5 *)', '02:00 Sunday to Thursday'],
    ['cron(0 2 ? * L-2 *)', '02:00 every Thursday'],
    ['cron(0 2,14 * * ? *)', '02:00 and 14:00 every day'],
    ['cron(* * * * * ? *)', 'every second, every minute every day'],
    ['rate(1 hour)', 'every hour'],
    ['rate(25 days)', 'every 25 days'],
    ['at(2021-07-07T13:15:30)', 'once at 13:15:30 on 7 July 2021'],
  ])('%s is %s', (text, words) => {
    expect(describeSchedule(expressionOf(text))).toBe(words);
  });

  it.each([
    ['cron(30 23 ? * TUE#3 *)', 2, '23:30, 2 days after the third Tuesday of every month'],
    ['cron(0 2 L * ? *)', 1, '02:00, 1 day after the last day of every month'],
    ['cron(0 2 ? * SUN *)', 6, '02:00, 6 days after every Sunday'],
  ])('%s with an offset of %i days is %s', (text, offsetDays, words) => {
    expect(describeSchedule(expressionOf(text), offsetDays)).toBe(words);
  });
});
