/**
 * Schedule expressions that AWS's pages, public emulators and other people's parsers show, with what they mean.
 * The times are computed by hand or taken from the source; the choice and the words are ours.
 */
import type { Dialect } from '../../../src/aws/schedule/schedule.ts';

export interface ValidExample {
  readonly expression: string;
  readonly dialect: Dialect;
  /** Only starts after this count. */
  readonly after?: string;
  /** The next starts in UTC; `ends` says that there are no more. */
  readonly starts?: readonly string[];
  readonly ends?: boolean;
  readonly source: string;
}

export interface InvalidExample {
  readonly expression: string;
  readonly dialect: Dialect;
  readonly because: RegExp;
  readonly source: string;
}

const userGuide = 'https://docs.aws.amazon.com/systems-manager/latest/userguide';
const ssmReference = `${userGuide}/reference-cron-and-rate-expressions.html`;
const windowOptions = `${userGuide}/maintenance-windows-schedule-options.html`;
const windowWalkthrough = `${userGuide}/mw-walkthrough-cli.html`;
const patchWalkthrough = `${userGuide}/patch-manager-patch-servers-using-the-aws-cli.html`;
const associations = `${userGuide}/sysman-state-assoc.html`;
const cliExamples = 'https://github.com/aws/aws-cli/tree/develop/awscli/examples/ssm';
const agent = 'https://github.com/aws/amazon-ssm-agent/tree/mainline/agent/association';
const rulePattern = 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html';
const localstack = 'https://github.com/localstack/localstack (tests/aws/services/events)';
const cronParsers =
  'https://github.com/beemhq/aws-cron-parser, https://github.com/siddarth-patil/aws-croniter';
const validator = 'https://github.com/grumBit/aws_cron_expression_validator';
const cronplan = 'https://github.com/winebarrel/cronplan';
const checker = 'https://github.com/grasp-labs/AWS-Cron-Expression-Checker';
const patterns = 'https://github.com/EvanK/aws-eventbridge-schedule-expressions-regex';
const dotnetValidator = 'https://github.com/trossr32/aws-schedule-expression-validator';
const haskellParser = 'https://github.com/kushagarr/aws-eventbridge-cron';
const cfnLint = 'https://github.com/aws-cloudformation/cfn-lint (test/fixtures/templates)';

export const validExamples: readonly ValidExample[] = [
  // Maintenance windows.
  starts(
    'window',
    'cron(0 2 ? * THU#3 *)',
    '2026-01-15T02:00 2026-02-19T02:00 2026-03-19T02:00',
    ssmReference,
  ),
  starts(
    'window',
    'cron(15 10 ? * MON-FRI *)',
    '2026-01-01T10:15 2026-01-02T10:15 2026-01-05T10:15',
    ssmReference,
  ),
  starts(
    'window',
    'cron(15 10 ? * 6L *)',
    '2026-01-30T10:15 2026-02-27T10:15 2026-03-27T10:15',
    ssmReference,
  ),
  starts('window', 'cron(24 30 09 ? * * *)', '2026-01-01T09:30:24 2026-01-02T09:30:24', ssmReference),
  starts('window', 'cron(30 09 ? * * *)', '2026-01-01T09:30 2026-01-02T09:30', ssmReference),
  starts('window', 'cron(15 10 ? * * *)', '2026-01-01T10:15 2026-01-02T10:15', ssmReference),
  starts('window', 'cron(0 2 L * ? *)', '2026-01-31T02:00 2026-02-28T02:00 2026-03-31T02:00', ssmReference),
  starts('window', 'cron(0 8 1 * ? *)', '2026-01-01T08:00 2026-02-01T08:00', ssmReference),
  starts('window', 'cron(15 12 * * ? *)', '2026-01-01T12:15 2026-01-02T12:15', ssmReference),
  starts('window', 'cron(0/10 * ? * MON-FRI *)', '2026-01-01T00:10 2026-01-01T00:20', ssmReference),
  starts('window', 'cron(0 16 ? * TUE *)', '2026-01-06T16:00 2026-01-13T16:00', ssmReference),
  starts(
    'window',
    'cron(30 23 ? * TUE#3 *)',
    '2026-01-20T23:30 2026-02-17T23:30 2026-03-17T23:30',
    ssmReference,
  ),
  starts('window', 'cron(0 10 * * ? *)', '2026-01-01T10:00 2026-01-02T10:00 2026-01-03T10:00', ssmReference),
  starts(
    'window',
    'cron(0 18 ? * MON-FRI *)',
    '2026-01-01T18:00 2026-01-02T18:00 2026-01-05T18:00',
    ssmReference,
  ),
  starts(
    'window',
    'cron(0/15 * * * ? *)',
    '2026-01-01T00:15 2026-01-01T00:30 2026-01-01T00:45',
    ssmReference,
  ),
  starts('window', 'cron(0/5 8-17 ? * MON-FRI *)', '2026-01-01T08:00 2026-01-01T08:05', ssmReference),
  starts(
    'window',
    'cron(0 30 23 ? * TUE#3 *)',
    '2026-01-20T23:30 2026-02-17T23:30 2026-03-17T23:30',
    windowOptions,
  ),
  starts(
    'window',
    'cron(0 09 ? * WED *)',
    '2026-01-07T09:00 2026-01-14T09:00 2026-01-21T09:00',
    windowOptions,
  ),
  starts(
    'window',
    'cron(0 2 ? * SUN *)',
    '2026-01-04T02:00 2026-01-11T02:00 2026-01-18T02:00',
    windowWalkthrough,
  ),
  starts(
    'window',
    'cron(0 0 22 ? * SAT *)',
    '2026-01-03T22:00 2026-01-10T22:00 2026-01-17T22:00',
    patchWalkthrough,
  ),
  starts(
    'window',
    'cron(0 8 ? * MON-FRI *)',
    '2026-01-01T08:00 2026-01-02T08:00 2026-01-05T08:00',
    ssmReference,
  ),
  starts(
    'window',
    'cron(0 12 ? * WED *)',
    '2026-01-07T12:00 2026-01-14T12:00 2026-01-21T12:00',
    ssmReference,
  ),
  // Seconds first and a month of 1/1, as the guide of 2017 wrote them.
  starts('window', 'cron(0 0 2 ? 1/1 THU#3 *)', '2026-01-15T02:00 2026-02-19T02:00', ssmReference),
  starts('window', 'cron(0 0 0 21 1/1 ? *)', '2026-01-21T00:00 2026-02-21T00:00', ssmReference),
  valid('window', 'rate(1 hour)', ssmReference),
  valid('window', 'rate(25 days)', ssmReference),
  valid('window', 'rate(30 minutes)', ssmReference),
  valid('window', 'rate(7 days)', windowOptions),
  valid('window', 'rate(5 minutes)', `${userGuide}/mw-cli-tutorial-create-mw.html`),
  valid('window', 'rate(180 minutes)', cliExamples),
  valid('window', 'at(2021-07-07T13:15:30)', ssmReference),
  valid('window', 'at(2020-05-14T15:55:00)', cliExamples),

  // Associations.
  starts('association', 'cron(0/30 * * * ? *)', '2026-01-01T00:30 2026-01-01T01:00', ssmReference),
  starts('association', 'cron(0 0/2 * * ? *)', '2026-01-01T02:00 2026-01-01T04:00', ssmReference),
  starts(
    'association',
    'cron(0 0/8 * * ? *)',
    '2026-01-01T08:00 2026-01-01T16:00 2026-01-02T00:00',
    ssmReference,
  ),
  starts('association', 'cron(0 0/12 * * ? *)', '2026-01-01T12:00 2026-01-02T00:00', ssmReference),
  starts('association', 'cron(15 13 ? * * *)', '2026-01-01T13:15 2026-01-02T13:15', ssmReference),
  starts('association', 'cron(15 13 ? * MON *)', '2026-01-05T13:15 2026-01-12T13:15', ssmReference),
  starts('association', 'cron(30 23 ? * TUE#3 *)', '2026-01-20T23:30 2026-02-17T23:30', ssmReference),
  starts('association', 'cron(0 0 ? * THU#2 *)', '2026-01-08T00:00 2026-02-12T00:00', ssmReference),
  starts(
    'association',
    'cron(0 0 ? * 3L *)',
    '2026-01-27T00:00 2026-02-24T00:00 2026-03-31T00:00',
    ssmReference,
  ),
  starts('association', 'cron(0 */30 * * * ? *)', '2026-01-01T00:30 2026-01-01T01:00', ssmReference),
  starts('association', 'cron(0 0 2 ? * SUN *)', '2026-01-04T02:00 2026-01-11T02:00', ssmReference),
  starts('association', 'cron(0 2 ? * SUN#2 *)', '2026-01-11T02:00 2026-02-08T02:00', associations),
  starts('association', 'cron(0 */1 * * ? *)', '2026-01-01T01:00 2026-01-01T02:00', associations),
  starts('association', 'cron(0 0/30 * 1/1 * ? *)', '2026-01-01T00:30 2026-01-01T01:00', ssmReference),
  starts('association', 'cron(0 0 0/4 1/1 * ? *)', '2026-01-01T04:00 2026-01-01T08:00', cliExamples),
  starts('association', 'cron(0 0 0/1 * * ? *)', '2026-01-01T01:00 2026-01-01T02:00', agent),
  valid('association', 'rate(30 minutes)', ssmReference),
  valid('association', 'rate(1 hour)', ssmReference),
  valid('association', 'rate(15 days)', ssmReference),
  valid(
    'association',
    'rate(31 days)',
    'https://dev.classmethod.jp/articles/ssm-state-manager-ssm-maintenance-windows-cron',
  ),
  valid('association', 'rate(240 minutes)', `${userGuide}/sysman-inventory-cliwalk.html`),
  valid('association', 'rate(24 hours)', cliExamples),
  valid('association', 'rate(3 days)', agent),
  valid('association', 'rate(5 Hours)', agent),
  valid('association', 'rate(1day)', associations),
  valid('association', 'at(2020-07-07T15:55:00)', ssmReference),

  // EventBridge rules.
  starts('rule', 'cron(0 10 * * ? *)', '2026-01-01T10:00 2026-01-02T10:00', rulePattern),
  starts(
    'rule',
    'cron(0 18 ? * MON-FRI *)',
    '2026-01-01T18:00 2026-01-02T18:00 2026-01-05T18:00',
    rulePattern,
  ),
  starts('rule', 'cron(0/15 * * * ? *)', '2026-01-01T00:15 2026-01-01T00:30', rulePattern),
  starts('rule', 'cron(0/5 8-17 ? * MON-FRI *)', '2026-01-01T08:00 2026-01-01T08:05', rulePattern),
  starts(
    'rule',
    'cron(0/30 20-2 ? * MON-FRI *)',
    '2026-01-01T00:30 2026-01-01T01:00 2026-01-01T01:30 2026-01-01T02:00 2026-01-01T02:30 2026-01-01T20:00',
    rulePattern,
  ),
  starts('rule', 'cron(0 0 ? * 3#2 *)', '2026-01-13T00:00 2026-02-10T00:00', rulePattern),
  starts('rule', 'cron(0 12 * * ? *)', '2026-01-01T12:00 2026-01-02T12:00', rulePattern),
  past('cron(15 10 ? * 6L 2019-2022)', rulePattern),
  past('cron(15 10 ? * 6L 2002-2005)', localstack),
  past('cron(15 10 ? * FRIL 2019-2022)', cronParsers),
  valid('rule', 'rate(5 minutes)', rulePattern),
  valid('rule', 'rate(1 day)', rulePattern),
  starts(
    'rule',
    'cron(0 9 * * ? *)',
    '2026-01-01T09:00 2026-01-02T09:00',
    `${userGuide}/running-automations-event-bridge.html`,
  ),
  starts('rule', 'cron(* * ? * SAT#3 *)', '2026-01-17T00:00 2026-01-17T00:01 2026-01-17T00:02', localstack),
  starts('rule', 'cron(0/30 20-23 ? * MON-FRI *)', '2026-01-01T20:00 2026-01-01T20:30', localstack),
  starts(
    'rule',
    'cron(30-30 13-13 ? * 2,4,6 *)',
    '2026-01-02T13:30 2026-01-05T13:30 2026-01-07T13:30',
    localstack,
  ),
  starts('rule', 'cron(*/15 * * * ? *)', '2026-01-01T00:15 2026-01-01T00:30', localstack),
  starts(
    'rule',
    'cron(0 12 ? * 1 *)',
    '2026-01-04T12:00 2026-01-11T12:00',
    'https://github.com/floci-io/floci',
  ),
  starts(
    'rule',
    'cron(0 12 ? * 7 *)',
    '2026-01-03T12:00 2026-01-10T12:00',
    'https://github.com/floci-io/floci',
  ),
  starts('rule', 'cron(0 2 ? * 5L *)', '2026-01-29T02:00 2026-02-26T02:00', `${validator}/issues/12`),
  starts(
    'rule',
    'cron(5/10 * ? * * *)',
    '2026-01-01T00:05 2026-01-01T00:15 2026-01-01T00:25',
    'https://github.com/neiman-marcus/serverless-provisioned-concurrency-autoscaling/issues/63',
  ),
  starts(
    'rule',
    'cron(0 8 ? * SAT-SUN *)',
    '2026-01-03T08:00 2026-01-04T08:00 2026-01-10T08:00',
    cronParsers,
  ),
  starts(
    'rule',
    'cron(0 22-2 ? * MON *)',
    '2026-01-05T00:00 2026-01-05T01:00 2026-01-05T02:00 2026-01-05T22:00',
    cronParsers,
  ),
  starts(
    'rule',
    'cron(0 0 1 NOV-FEB ? *)',
    '2026-02-01T00:00 2026-11-01T00:00 2026-12-01T00:00 2027-01-01T00:00',
    cronParsers,
  ),
  starts(
    'rule',
    'cron(2/13 5-8,17,21-23 * NOV ? *)',
    '2026-11-01T05:02 2026-11-01T05:15 2026-11-01T05:28',
    cronParsers,
  ),
  starts('rule', 'cron(*/5 10 ? * MON-FRI *)', '2026-01-01T10:00 2026-01-01T10:05', cronParsers),
  starts('rule', 'cron(0 18 ? * L *)', '2026-01-03T18:00 2026-01-10T18:00 2026-01-17T18:00', cronParsers),
  starts('rule', 'cron(0 18 L * ? *)', '2026-01-31T18:00 2026-02-28T18:00 2026-03-31T18:00', cronParsers),
  starts('rule', 'cron(1/5 8-17 ? * Mon-Fri *)', '2026-01-01T08:01 2026-01-01T08:06', cronParsers),
  starts('rule', 'cron(0 07/12 ? * * *)', '2026-01-01T07:00 2026-01-01T19:00 2026-01-02T07:00', cronParsers),
  starts(
    'rule',
    'cron(10 10,15,20,23 ? * * *)',
    '2026-01-01T10:10 2026-01-01T15:10 2026-01-01T20:10',
    cronParsers,
  ),
  starts(
    'rule',
    'cron(10 10 15 JAN,JUL,DEC ? *)',
    '2026-01-15T10:10 2026-07-15T10:10 2026-12-15T10:10',
    cronParsers,
  ),
  starts(
    'rule',
    'cron(0,5 07/12 ? * 1,5,7 *)',
    '2026-01-01T07:00 2026-01-01T07:05 2026-01-01T19:00',
    cronParsers,
  ),
  starts('rule', 'cron(0 9-5 ? * MON-FRI *)', '2026-01-01T01:00 2026-01-01T02:00', cronParsers),
  starts('rule', 'cron(30 7 ? * MON#1 *)', '2026-01-05T07:30 2026-02-02T07:30 2026-03-02T07:30', cronParsers),
  starts('rule', 'cron(15/50 10 * * ? *)', '2026-01-01T10:15 2026-01-02T10:15', cronParsers),
  starts(
    'rule',
    'cron(0 11-23/4 ? * 2-6 *)',
    '2026-01-01T11:00 2026-01-01T15:00 2026-01-01T19:00',
    cronParsers,
  ),
  starts(
    'rule',
    'cron(0 1-7/2,11-23/2 * * ? *)',
    '2026-01-01T01:00 2026-01-01T03:00 2026-01-01T05:00',
    cronParsers,
  ),
  starts(
    'rule',
    'cron(30 0 1 JAN-APR,JUL-OCT/2,DEC ? *)',
    '2026-01-01T00:30 2026-02-01T00:30 2026-03-01T00:30 2026-04-01T00:30 2026-07-01T00:30 2026-09-01T00:30 2026-12-01T00:30',
    cronParsers,
  ),
  starts('rule', 'cron(0 0 1 1-12/3 ? *)', '2026-04-01T00:00 2026-07-01T00:00', validator),
  starts(
    'rule',
    'cron(0 9 LW * ? *)',
    '2026-01-30T09:00 2026-02-27T09:00 2026-03-31T09:00 2026-04-30T09:00 2026-05-29T09:00',
    validator,
  ),
  starts('rule', 'cron(0 18 ? * SATL *)', '2026-01-31T18:00 2026-02-28T18:00', validator),
  after(
    '2020-05-09T22:30:57Z',
    'cron(23,24,25 17,18 25 MAR/4 ? 2020,2021,2023,2028)',
    '2020-07-25T17:23 2020-07-25T17:24 2020-07-25T17:25 2020-07-25T18:23 2020-07-25T18:24 2020-07-25T18:25 2020-11-25T17:23',
  ),
  after(
    '2020-12-07T15:57:37Z',
    'cron(0 */3 */1 * ? *)',
    '2020-12-07T18:00 2020-12-07T21:00 2020-12-08T00:00 2020-12-08T03:00',
  ),
  after(
    '2020-12-07T15:57:37Z',
    'cron(15 12 ? AUG,JUL mon,sun *)',
    '2021-07-04T12:15 2021-07-05T12:15 2021-07-11T12:15 2021-07-12T12:15',
  ),
  after(
    '2020-05-09T22:30:57Z',
    'cron(0-29/5 22 09 05 ? 2020,2021,2022)',
    '2021-05-09T22:00 2021-05-09T22:05 2021-05-09T22:10 2021-05-09T22:15 2021-05-09T22:20 2021-05-09T22:25 2022-05-09T22:00',
  ),
  after(
    '2020-05-09T22:30:57Z',
    'cron(30 9 L-2 * ? *)',
    '2020-05-29T09:30 2020-06-28T09:30 2020-07-29T09:30 2020-08-29T09:30',
  ),
  after('2020-04-30T22:30:57Z', 'cron(30 9 3W * ? *)', '2020-05-04T09:30'),
  after('2020-12-30T22:30:57Z', 'cron(0 0 31W * ? *)', '2020-12-31T00:00 2021-01-29T00:00'),
  after('2020-05-09T22:30:57Z', 'cron(1,24,50-55,58 * 25 MAR/4 ? 2020,2021,2023,2028)', '2020-07-25T00:01'),
  after('2020-05-09T22:30:57Z', 'cron(9 * 7,9,11 5 ? 2021)', '2021-05-07T00:09'),
  after('2020-05-09T22:30:57Z', 'cron(9 8-20 7,9,11 5 ? 2020)', '2020-05-11T08:09'),
  after('2020-05-09T22:30:57Z', 'cron(3 2-5 ? 4,6,8,10 TUE,THU,SAT 2020)', '2020-06-02T02:03'),
  after('2020-05-09T22:30:57Z', 'cron(19 4 L 9 ? 2019,2020)', '2020-09-30T04:19'),
  after('2020-05-09T22:30:57Z', 'cron(19 4 5W 9 ? 2019,2020)', '2020-09-04T04:19'),
  after('2020-05-09T22:30:57Z', 'cron(9 8-20 ? 8 5#3 2019,2020)', '2020-08-20T08:09'),
  after('2020-05-09T22:30:57Z', 'cron(9 8-20 ? 12 3#5 2019,2020)', '2020-12-29T08:09'),
  after('2020-05-09T22:30:57Z', 'cron(0 1 2 3 ? *)', '2021-03-02T01:00'),
  after('2020-05-09T22:30:57Z', 'cron(* * 2 3 ? *)', '2021-03-02T00:00'),
  { ...after('2020-05-09T22:30:57Z', 'cron(1 2 3 4 ? 2022)', '2022-04-03T02:01'), ends: true },
  {
    ...after(
      '2025-01-21T00:00:00Z',
      'cron(30 9 1/4 2 ? 2025)',
      '2025-02-01T09:30 2025-02-05T09:30 2025-02-09T09:30 2025-02-13T09:30 2025-02-17T09:30 2025-02-21T09:30 2025-02-25T09:30',
    ),
    ends: true,
  },
  { ...after('2025-01-21T00:00:00Z', 'cron(30 9 L-30 2 ? *)', ''), ends: true },

  // What EventBridge itself was seen to take: https://github.com/localstack/localstack/issues/13572
  starts(
    'rule',
    'cron(0-15/1 8-8 ? * 2,3,4,5,6,7 *)',
    '2026-01-01T08:00 2026-01-01T08:01 2026-01-01T08:02',
    localstack,
  ),
  starts(
    'rule',
    'cron(1-31/30 1-1 ? * 1,7 *)',
    '2026-01-03T01:01 2026-01-03T01:31 2026-01-04T01:01',
    localstack,
  ),

  // Other people's parsers and validators, whose grammar is EventBridge's.
  starts('rule', 'cron(15 10 * * ? *)', '2026-01-01T10:15 2026-01-02T10:15', cfnLint),
  starts('rule', 'cron(0 9 ? * 2#1 *)', '2026-01-05T09:00 2026-02-02T09:00', cfnLint),
  starts('rule', 'cron(0 0 1 */3 ? *)', '2026-04-01T00:00 2026-07-01T00:00', patterns),
  starts('rule', 'cron(0 0 LW * ? *)', '2026-01-30T00:00 2026-02-27T00:00 2026-03-31T00:00', patterns),
  starts('rule', 'cron(0 0 ? * 1L *)', '2026-01-25T00:00 2026-02-22T00:00', patterns),
  starts('rule', 'cron(0 0 ? * SUNL *)', '2026-01-25T00:00 2026-02-22T00:00', patterns),
  starts('rule', 'cron(0 0 L JAN-AUG ? *)', '2026-01-31T00:00 2026-02-28T00:00', patterns),
  starts('rule', 'cron(0 23-4 L * ? *)', '2026-01-31T00:00 2026-01-31T01:00 2026-01-31T02:00', patterns),
  starts('rule', 'cron(0 0 L 6 ? 2020-2040)', '2026-06-30T00:00 2027-06-30T00:00', patterns),
  starts('rule', 'cron(0 0 1 1 ? 2020/3)', '2029-01-01T00:00 2032-01-01T00:00', patterns),
  starts('rule', 'cron(0 0 1 JAN-MAR/2 ? *)', '2026-03-01T00:00 2027-01-01T00:00', patterns),
  starts('rule', 'cron(0 9 1W * ? *)', '2026-01-01T09:00 2026-02-02T09:00 2026-03-02T09:00', dotnetValidator),
  starts('rule', 'cron(0 9 15W * ? 2026)', '2026-01-15T09:00 2026-02-16T09:00', dotnetValidator),
  starts('rule', 'cron(0 9 ? JAN,MAR,DEC MON#1 2026)', '2026-01-05T09:00 2026-03-02T09:00', dotnetValidator),
  starts(
    'rule',
    'cron(0/15 8-18 ? * TUE,THU *)',
    '2026-01-01T08:00 2026-01-01T08:15 2026-01-01T08:30',
    dotnetValidator,
  ),
  starts('rule', 'cron(0 9 ? * 5L *)', '2026-01-29T09:00 2026-02-26T09:00', dotnetValidator),
  ...(
    [
      ['55-5 * * * ? *', '2026-01-01T00:01 2026-01-01T00:02'],
      ['5-10,20,30-40/5 3 * * ? *', '2026-01-01T03:05 2026-01-01T03:06'],
      ['0 5-10,8-12 * * ? *', '2026-01-01T05:00 2026-01-01T06:00'],
      ['0 20-5 * * ? *', '2026-01-01T01:00 2026-01-01T02:00'],
      ['0 0 15-1 * ? *', '2026-01-15T00:00 2026-01-16T00:00'],
      ['0 0 31/2 * ? *', '2026-01-31T00:00 2026-03-31T00:00'],
      ['0 0 5,5,10 * ? *', '2026-01-05T00:00 2026-01-10T00:00'],
      ['0 0 ? * 7-1 *', '2026-01-03T00:00 2026-01-04T00:00'],
      ['0 0 ? * 1-3,2-5 *', '2026-01-04T00:00 2026-01-05T00:00'],
      ['0 0 1 12-1 ? *', '2026-12-01T00:00 2027-01-01T00:00'],
      ['0 0 1 12/2 ? *', '2026-12-01T00:00 2027-12-01T00:00'],
      ['0 0 1 JAN-APR,6,9/3 ? *', '2026-02-01T00:00 2026-03-01T00:00'],
      ['0 0 1 1 ? 2199/2', '2199-01-01T00:00'],
      ['0 0 1 1 ? 2030-2030/1', '2030-01-01T00:00'],
      ['0 0 1 1 ? */10', '2030-01-01T00:00 2040-01-01T00:00'],
    ] as const
  ).map(([fields, times]) => starts('rule', `cron(${fields})`, times, checker)),
  ...(
    [
      ['2022-10-10T00:32:00Z', '31 * * * ? *', '2022-10-10T01:31'],
      ['2022-10-10T05:32:00Z', '31 5 * * ? *', '2022-10-11T05:31'],
      ['2022-10-13T06:33:00Z', '32 6 13,16 * ? *', '2022-10-16T06:32'],
      ['2022-10-10T00:00:00Z', '34 8 15 SEP ? *', '2023-09-15T08:34'],
      ['2022-10-10T00:00:00Z', '33 7 ? * FRI#4 *', '2022-10-28T07:33'],
      ['2022-10-10T00:00:00Z', '32 6 ? * FRIL *', '2022-10-28T06:32'],
      ['2022-10-10T00:00:00Z', '31 5 ? * 2L *', '2022-10-31T05:31'],
      ['2022-10-10T00:00:00Z', '35 9 5W NOV ? *', '2022-11-04T09:35'],
      ['2022-10-10T00:00:00Z', '35 9 L-2 DEC ? 2023', '2023-12-29T09:35'],
      ['2022-10-10T00:00:00Z', '35 13 LW * ? *', '2022-10-31T13:35'],
      ['2023-10-01T00:00:00Z', '0 0 ? * L *', '2023-10-07T00:00 2023-10-14T00:00 2023-10-21T00:00'],
      [
        '2023-10-01T00:00:00Z',
        '0 0 ? * 6L *',
        '2023-10-27T00:00 2023-11-24T00:00 2023-12-29T00:00 2024-01-26T00:00',
      ],
      [
        '2026-01-01T00:00:00Z',
        '5 0 31W * ? 2026',
        '2026-01-30T00:05 2026-03-31T00:05 2026-05-29T00:05 2026-07-31T00:05 2026-08-31T00:05 2026-10-30T00:05',
      ],
    ] as const
  ).map(([moment, fields, times]) => ({ ...after(moment, `cron(${fields})`, times), source: cronplan })),
  past('cron(35 9 17 DEC ? 2020)', cronplan),
  {
    ...after('2025-11-16T09:07:30Z', 'cron(0/15 9 ? NOV SUN 2025)', '2025-11-16T09:15 2025-11-16T09:30'),
    source: haskellParser,
  },
  {
    ...after('2026-12-31T23:00:00Z', 'cron(0 0 1 JAN ? 2027-2028)', '2027-01-01T00:00 2028-01-01T00:00'),
    ends: true,
    source: haskellParser,
  },
  starts('rule', 'cron(0 0 ? * FRI-FRI *)', '2026-01-02T00:00 2026-01-09T00:00', haskellParser),
  valid('rule', 'rate(31536000 minutes)', haskellParser),
  valid('window', 'at(2025-11-16T09:30:00)', haskellParser),
  starts(
    'rule',
    'cron(15 10 ? * L-2 2019-2026)',
    '2026-01-01T10:15 2026-01-08T10:15',
    `${validator}, ${cronParsers}`,
  ),
];

const everyDialect: readonly InvalidExample[] = (['window', 'rule'] as const).flatMap((dialect) => [
  refused(dialect, 'rate(5 hour)', /asks for the unit "hours"/, ssmReference),
  refused(dialect, 'rate(1 hours)', /asks for the unit "hour"/, ssmReference),
  refused(dialect, 'rate(1 minutes)', /asks for the unit "minute"/, localstack),
  refused(dialect, 'rate(10 minute)', /asks for the unit "minutes"/, localstack),
  refused(dialect, 'rate(10 day)', /asks for the unit "days"/, localstack),
  refused(dialect, 'rate(0 minutes)', /value is 0/, localstack),
  refused(dialect, 'rate(10 seconds)', /is not a rate/, localstack),
  refused(dialect, 'rate(10 years)', /is not a rate/, localstack),
  refused(dialect, 'rate(10)', /is not a rate/, localstack),
  refused(dialect, 'rate()', /is not a rate/, localstack),
  refused(dialect, 'rate(foo minutes)', /is not a rate/, localstack),
  refused(dialect, 'rate(-10 minutes)', /is not a rate/, localstack),
  refused(dialect, 'rate(+10 minutes)', /is not a rate/, localstack),
  refused(dialect, 'rate(1.5 hours)', /is not a rate/, agent),
  refused(dialect, 'rate( 10 minutes )', /is not a rate/, localstack),
  refused(dialect, ' rate(10 minutes)', /expected cron/, localstack),
  refused(dialect, 'rate(10 MINUTES)', /is not a rate/, localstack),
  refused(dialect, 'rate(10minutes)', /is not a rate/, localstack),
  refused(dialect, 'rate(10000000000000000000 days)', /too large/, agent),
  refused(dialect, 'cron(0 1 * * * *)', /expected \? in one of the two/, localstack),
  refused(dialect, 'cron(0 10 1 * MON *)', /expected \? in one of the two/, ssmReference),
  refused(dialect, 'cron(0 10 * * MON *)', /expected \? in one of the two/, rulePattern),
  refused(dialect, 'cron(0 10 1 * * *)', /expected \? in one of the two/, rulePattern),
  refused(dialect, 'cron(0 10 5W * MON *)', /expected \? in one of the two/, rulePattern),
  refused(dialect, 'cron(0 9 ? * ? *)', /in both/, validator),
  refused(dialect, 'cron(INVALID)', /six fields/, localstack),
  refused(dialect, 'cron()', /found 0/, localstack),
  refused(dialect, 'cron(* * * * *)', /found 5/, 'https://github.com/aws/aws-cdk/issues/7514'),
  refused(
    dialect,
    'cron(0/1 * * ? *)',
    /found 5/,
    'https://github.com/aws-solutions/instance-scheduler-on-aws/issues/205',
  ),
  refused(dialect, 'cron(0 18 ? * MON-FRI)', /found 5/, validator),
  refused(dialect, 'cron(0 15 10 ? * MON-FRI)', /month: \?/, ssmReference),
  refused(dialect, 'cron(0 15 10 ? * 6L)', /month: \?/, ssmReference),
  refused(dialect, 'cron(71 8 1 * ? *)', /minutes: 71 is out of range/, localstack),
  refused(dialect, 'cron(89 10 * * ? *)', /minutes: 89/, validator),
  refused(dialect, 'cron(65/15 10 * * ? *)', /minutes: 65/, validator),
  refused(dialect, 'cron(5/155 10 * * ? *)', /minutes: the step \/155/, cronParsers),
  refused(dialect, 'cron(5/0 10 * * ? *)', /minutes: the step \/0/, validator),
  refused(dialect, 'cron(*/ 10 * * ? *)', /minutes:/, validator),
  refused(dialect, 'cron(/5 10 * * ? *)', /minutes:/, validator),
  refused(
    dialect,
    'cron(/ 5-6 ? * * *)',
    /minutes:/,
    'https://github.com/neiman-marcus/serverless-provisioned-concurrency-autoscaling/issues/63',
  ),
  refused(dialect, 'cron(? 10 * * ? *)', /minutes: \?/, validator),
  refused(dialect, 'cron(L 10 * * ? *)', /minutes: "L"/, validator),
  refused(dialect, 'cron(0 24 * * ? *)', /hours: 24/, validator),
  refused(dialect, 'cron(0 001 * * ? *)', /hours: "001"/, validator),
  refused(dialect, 'cron(0 -1 * * ? *)', /hours: "-1"/, validator),
  refused(dialect, 'cron(0 1-7/2,11-23/2, * * ? *)', /hours: a value is missing/, validator),
  refused(dialect, 'cron(0 *,5 * * ? *)', /hours: \*/, validator),
  refused(dialect, 'cron(0 1-2-3 * * ? *)', /hours: "1-2-3"/, validator),
  refused(dialect, 'cron(0 *-4 * * ? *)', /hours: "\*"/, rulePattern),
  refused(dialect, 'cron(0 18 0 * ? *)', /day-of-month: 0/, validator),
  refused(dialect, 'cron(0 18 32 * ? *)', /day-of-month: 32/, validator),
  refused(dialect, 'cron(0 18 32W * ? *)', /day-of-month: 32/, validator),
  refused(dialect, 'cron(0 18 0W * ? *)', /day-of-month: 0/, validator),
  refused(dialect, 'cron(0 18 W * ? *)', /day-of-month: "W"/, validator),
  refused(dialect, 'cron(0 18 5W,6W * ? *)', /day-of-month: "5W,6W"/, validator),
  refused(dialect, 'cron(0 18 1-5W * ? *)', /day-of-month: "1-5W"/, validator),
  refused(dialect, 'cron(0 18 L,15 * ? *)', /day-of-month: "L,15"/, validator),
  refused(dialect, 'cron(0 18 3L * ? *)', /day-of-month: "3L"/, validator),
  refused(dialect, 'cron(0 18 L-31 * ? *)', /day-of-month: L-31/, cronParsers),
  refused(dialect, 'cron(0 18 L-0 * ? *)', /day-of-month: L-0/, cronParsers),
  refused(dialect, 'cron(0 18 ?,5 * ? *)', /day-of-month: \?/, validator),
  refused(dialect, 'cron(0 18 MON * ? *)', /day-of-month: "MON"/, validator),
  refused(dialect, 'cron(10 10 31 04,09,13 ? *)', /month: 13/, validator),
  refused(dialect, 'cron(0 10 1 0 ? *)', /month: 0/, validator),
  refused(dialect, 'cron(0 10 1 JANUARY ? *)', /month: "JANUARY"/, validator),
  refused(dialect, 'cron(0 10 1 2/FEB ? *)', /month: the step \/FEB/, validator),
  refused(dialect, 'cron(0 12 ? * 0 *)', /day-of-week: 0/, 'https://github.com/floci-io/floci'),
  refused(dialect, 'cron(0 12 ? * 8 *)', /day-of-week: 8/, validator),
  refused(dialect, 'cron(0,5 07/12 ? * 01,05,8 *)', /day-of-week: 8/, validator),
  refused(
    dialect,
    'cron(15 12 ? * -1 *)',
    /day-of-week: "-1"/,
    'https://github.com/winglang/wing/issues/7115',
  ),
  refused(dialect, 'cron(0 12 ? * MONDAY *)', /day-of-week: "MONDAY"/, validator),
  refused(dialect, 'cron(0 9 ? * 2#6 *)', /day-of-week: #6/, validator),
  refused(dialect, 'cron(0 9 ? * 2#0 *)', /day-of-week: #0/, validator),
  refused(dialect, 'cron(0 9 ? * 8#2 *)', /day-of-week: 8/, validator),
  refused(dialect, 'cron(0 9 ? * #2 *)', /day-of-week: "#2"/, validator),
  refused(dialect, 'cron(0 9 ? * 3# *)', /day-of-week: "3#"/, validator),
  refused(dialect, 'cron(0 9 ? * 3#1,6#3 *)', /day-of-week: "3#1,6#3"/, rulePattern),
  refused(dialect, 'cron(0 9 ? * MON#1,FRI *)', /day-of-week: "MON#1,FRI"/, validator),
  refused(dialect, 'cron(0 9 ? * MON#1/2 *)', /day-of-week: "MON#1\/2"/, validator),
  refused(dialect, 'cron(0 9 ? * MON,L *)', /day-of-week: "MON,L"/, validator),
  refused(dialect, 'cron(0 9 ? * MONL,FRI *)', /day-of-week: "MONL,FRI"/, validator),
  refused(dialect, 'cron(0 9 ? * 5-L *)', /day-of-week: "5-L"/, validator),
  refused(dialect, 'cron(0 9 ? * L5 *)', /day-of-week: "L5"/, validator),
  refused(dialect, 'cron(0 9 ? * 3W *)', /day-of-week: "3W"/, validator),
  refused(dialect, 'cron(15/30 10 * * ? 2400)', /year: 2400/, validator),
  refused(dialect, 'cron(15/30 10 * * ? 1969)', /year: 1969/, validator),
  refused(dialect, 'cron(0 10 * * ? 2000-2200)', /year: 2200/, validator),
  refused(dialect, 'cron(0 10 * * ? 2025-2020)', /year: the range 2025-2020 runs backwards/, validator),
  refused(dialect, 'cron(0 10 * * ? 26)', /year: 26/, validator),
  refused(dialect, 'cron(0 10 * * ? ?)', /year: \?/, validator),
  refused(dialect, 'CRON(0 10 * * ? *)', /expected cron/, localstack),
  refused(dialect, '0 10 * * ? *', /expected cron/, localstack),
  refused(dialect, 'cron(0 10 * * ? *', /expected cron/, localstack),
  refused(dialect, 'cron{0 10 * * ? *}', /expected cron/, agent),
  refused(dialect, '@weekly', /expected cron/, agent),
  refused(dialect, '', /0 characters/, ssmReference),
  refused(dialect, 'daily', /expected cron/, cfnLint),
  refused(dialect, 'rate()', /is not a rate/, cfnLint),
  refused(dialect, 'rate(5 minutes daily)', /is not a rate/, cfnLint),
  refused(dialect, 'rate(five minutes)', /is not a rate/, cfnLint),
  refused(dialect, 'rate(0 hour)', /value is 0/, cfnLint),
  refused(dialect, 'rate(5 weeks)', /is not a rate/, haskellParser),
  refused(dialect, 'cron(0 */1 * * WED)', /found 5/, cfnLint),
  refused(dialect, 'cron(* 1 * * * *)', /expected \? in one of the two/, cfnLint),
  refused(
    dialect,
    'cron(* ? * * * *)',
    /hours: \?/,
    'https://github.com/aws-solutions/aws-waf-security-automations/issues/261',
  ),
  refused(
    dialect,
    'cron(55 7-23 * * * *)',
    /expected \? in one of the two/,
    'https://github.com/serverless/serverless/issues/2781',
  ),
  refused(dialect, 'cron(0 8 * ? 2-6 *)', /month: \?/, `${validator}/issues/6`),
  refused(dialect, 'cron(0 0 1L * ? *)', /day-of-month: "1L"/, patterns),
  refused(dialect, 'cron(0 0 WL * ? *)', /day-of-month: "WL"/, patterns),
  refused(dialect, 'cron(0 0 ? * L#5 *)', /day-of-week/, patterns),
  refused(dialect, 'cron(0 0 ? * 1L#5 *)', /day-of-week/, patterns),
  refused(dialect, 'cron(0 0 ? * SUNL#5 *)', /day-of-week/, patterns),
  refused(dialect, 'cron(0 0 ? * *#5 *)', /day-of-week/, patterns),
  refused(dialect, 'cron(0 10 * *)', /found 4/, dotnetValidator),
  refused(dialect, 'cron(0 10 ? * MON#1-2 *)', /day-of-week/, dotnetValidator),
  refused(dialect, 'cron(0 10 ? * MON#1,MON#2 *)', /day-of-week/, dotnetValidator),
  refused(dialect, 'cron(0 10 ? * MONL-THU *)', /day-of-week/, dotnetValidator),
  refused(dialect, 'cron(0 10 LW * * *)', /expected \? in one of the two/, dotnetValidator),
  refused(dialect, 'cron(0 9 ? * L-0 *)', /day-of-week: "L-0"/, validator),
  refused(dialect, 'cron(0 9 ? * L-8 *)', /day-of-week: "L-8"/, validator),
  refused(dialect, 'cron(0 9 ? * 3#-1 *)', /day-of-week/, validator),
  refused(dialect, 'cron(0 9 ? * 3#2-4#2 *)', /day-of-week/, validator),
  refused(dialect, 'cron(0 9 ? * ?,MON *)', /day-of-week/, haskellParser),
  refused(dialect, 'cron(0 9 ? * FUNDAY *)', /day-of-week: "FUNDAY"/, haskellParser),
  refused(dialect, 'cron(0 18 */8W * ? *)', /day-of-month/, validator),
  refused(dialect, 'cron(0 18 8-L * ? *)', /day-of-month/, validator),
  refused(dialect, 'cron(0 18 L8 * ? *)', /day-of-month/, validator),
  refused(dialect, 'cron(0 10 * * ? *1970)', /year/, validator),
  refused(dialect, 'cron(0 10 * * ? 20221)', /year/, validator),
  ...(
    [
      ['010 0 * * ? *', 'minutes'],
      ['005 0 * * ? *', 'minutes'],
      ['60/15 0 * * ? *', 'minutes'],
      ['5, 0 * * ? *', 'minutes'],
      ['0,15,30,60 0 * * ? *', 'minutes'],
      ['0 24/3 * * ? *', 'hours'],
      ['0 5,,10 * * ? *', 'hours'],
      ['0 ,5,10 * * ? *', 'hours'],
      ['0 5/2/3 * * ? *', 'hours'],
      ['0 5.5 * * ? *', 'hours'],
      ['0 5#10 * * ? *', 'hours'],
      ['0 a,b,c * * ? *', 'hours'],
      ['0 0 1-32 * ? *', 'day-of-month'],
      ['0 0 0-10 * ? *', 'day-of-month'],
      ['0 0 1,0,15 * ? *', 'day-of-month'],
      ['0 0 5#10 * ? *', 'day-of-month'],
      ['0 0 1 1-13 ? *', 'month'],
      ['0 0 1 JAN,FOO ? *', 'month'],
      ['0 0 1 5-/2 ? *', 'month'],
      ['0 0 1 5-10/a ? *', 'month'],
      ['0 0 1 */ ? *', 'month'],
      ['0 0 ? * 1-8 *', 'day-of-week'],
      ['0 0 ? * 0-5 *', 'day-of-week'],
      ['0 0 ? * MON,FOO *', 'day-of-week'],
      ['0 0 ? * FRI#0 *', 'day-of-week'],
      ['0 0 ? * 8L *', 'day-of-week'],
      ['0 0 ? * FOOL *', 'day-of-week'],
      ['0 0 * * ? 1960-1970', 'year'],
      ['0 0 * * ? 2000-/5', 'year'],
      ['0 0 * * ? -2000/5', 'year'],
      ['0 0 * * ? 1970-1980/abc', 'year'],
      ['0 0 * * ? 02000-2010', 'year'],
      ['0 0 * * ? */*', 'year'],
    ] as const
  ).map(([fields, field]) => refused(dialect, `cron(${fields})`, new RegExp(`^${field}:`), checker)),
]);

export const invalidExamples: readonly InvalidExample[] = [
  ...everyDialect,
  refused('window', 'at(2021-12-31)', /is not a time/, localstack),
  refused('window', 'at(5 PM)', /is not a time/, agent),
  refused(
    'window',
    'at(2021-07-07T13:15)',
    /is not a time/,
    'https://github.com/kushagarr/aws-eventbridge-cron',
  ),
  refused(
    'window',
    'at(2021-07-07T13:15:30Z)',
    /is not a time/,
    'https://github.com/kushagarr/aws-eventbridge-cron',
  ),
  refused('window', 'at(2021-07-07 13:15:30)', /is not a time/, ssmReference),
  refused(
    'window',
    'at(2025-02-30T00:00:00)',
    /does not exist/,
    'https://github.com/kushagarr/aws-eventbridge-cron',
  ),
  refused(
    'window',
    'at(2025-13-01T00:00:00)',
    /does not exist/,
    'https://github.com/kushagarr/aws-eventbridge-cron',
  ),
  refused('window', 'at(2025-01-01T24:00:00)', /does not exist/, ssmReference),
  refused('window', 'at(2025-01-01T23:59:60)', /does not exist/, ssmReference),
  refused('window', 'cron(60 0 2 ? * SUN *)', /seconds: 60/, ssmReference),
  refused('window', 'cron(0 0 2 ? * SUN * *)', /found 8/, ssmReference),
  refused('rule', 'at(2026-04-21T09:17:54)', /takes cron\(\) and rate\(\)/, rulePattern),
  refused('rule', 'cron(0 0 2 ? * SUN *)', /it has no seconds/, rulePattern),
  refused('rule', 'cron(0 2 ? * SUN/2 *)', /takes no step/, rulePattern),
  refused('association', 'cron(24 30 09 ? * * *)', /seconds are 24/, ssmReference),
  refused(
    'association',
    'cron(0 2 ? JAN SUN *)',
    /month is JAN/,
    `${userGuide}/state-manager-vs-maintenance-windows.html`,
  ),
  refused('association', 'cron(0 2 ? * SUN 2026)', /year is 2026/, ssmReference),
  refused('association', 'cron(15 13 ? * MON,TUE,WED *)', /day-of-week is MON,TUE,WED/, ssmReference),
  refused('association', 'cron(15 13 ? * MON-FRI *)', /day-of-week is MON-FRI/, ssmReference),
  refused('association', 'cron(15 13 1 * ? *)', /day-of-month is 1/, ssmReference),
  refused('association', 'cron(0 0/5 * 1/1 * ? *)', /none of/, ssmReference),
  refused('association', 'cron(0 0/3 * * ? *)', /none of/, ssmReference),
  refused('association', 'rate(15 minutes)', /too often/, ssmReference),
  refused('association', 'rate(25 MINUTES)', /too often/, ssmReference),
  refused('association', 'rate(32 days)', /too rare/, ssmReference),
  refused('association', 'rate(40 minute)', /asks for the unit/, ssmReference),
  refused('association', 'rate(45 seconds)', /is not a rate/, agent),
  refused('association', 'rate(-2 days)', /is not a rate/, agent),
  refused('association', 'rate(1.1 hours)', /is not a rate/, agent),
  refused('association', 'rate(1 day))', /is not a rate/, agent),
  refused('association', '(rate(1 day)', /expected cron/, agent),
  refused('association', 'rate(1 day)5', /expected cron/, agent),
  refused('association', 'cron', /expected cron/, agent),
  refused('association', 'cron{0 0 0/1 * * ? *}', /expected cron/, agent),
  refused('association', 'cron(Foo0 0 0/1 * * ? *)', /seconds: "Foo0"/, agent),
  refused('association', 'at(5 PM)', /is not a time/, agent),
];

function valid(dialect: Dialect, expression: string, source: string): ValidExample {
  return { dialect, expression, source };
}

function past(expression: string, source: string): ValidExample {
  return { dialect: 'rule', expression, starts: [], ends: true, source };
}

function starts(dialect: Dialect, expression: string, times: string, source: string): ValidExample {
  return { dialect, expression, source, starts: times.split(' ') };
}

function after(moment: string, expression: string, times: string): ValidExample {
  const list = times === '' ? [] : times.split(' ');
  return { dialect: 'window', expression, after: moment, starts: list, source: cronParsers };
}

function refused(dialect: Dialect, expression: string, because: RegExp, source: string): InvalidExample {
  return { dialect, expression, because, source };
}
