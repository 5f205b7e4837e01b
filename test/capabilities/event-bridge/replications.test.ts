/** What one run has seen is no part of the events of the next. */
import { expect, test } from 'vitest';
import { Simulator } from '../../../src/simulate.ts';
import { loadYaml } from '../../support/simulate.ts';
import { at, world } from '../quiet-world.ts';

const { scenario } = loadYaml(
  world({
    resources: `
  Scan: { Type: AWS::SSM::Association, Properties: { Name: AWS-RunPatchBaseline, Targets: [{ Key: InstanceIds, Values: [web-0001] }], ScheduleExpression: rate(12 hours), Parameters: { Operation: [Scan] } } }
  Busy: { Type: AWS::CloudWatch::Alarm, Properties: { Namespace: AWS/SSM-RunCommand, MetricName: CommandsSucceeded, Statistic: Sum, Period: 300, EvaluationPeriods: 1, Threshold: 1, ComparisonOperator: GreaterThanOrEqualToThreshold } }`,
    actions: `
  - { at: ${at('1')}, SendCommand: { DocumentName: AWS-RunShellScript, Parameters: { commands: [uptime] }, InstanceIds: [web-0001] } }`,
  }),
);

function eventsOf(...replications: readonly number[]): object[] {
  let events: object[] = [];
  const simulator = new Simulator(scenario, { awsEvents: (event) => events.push(event) });
  for (const replication of replications) {
    events = [];
    simulator.run(replication);
  }
  return events;
}

test('a replication tells the same events whatever ran before it', () => {
  expect(eventsOf(0, 1)).toEqual(eventsOf(1));
});
