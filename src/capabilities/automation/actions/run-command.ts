import { commandFacts } from '../../run-command/facts.ts';
import type { ValueMap } from '../content/runbook.ts';
import { textOf } from '../content/values.ts';
import { areBesideFleet, commandIdOf, commandNamed, documentIn, sendCommand } from '../services/commands.ts';
import { ApiError, documentError } from '../services/service.ts';
import { type ActionSpec, invocationFailure, type StepRun } from './action.ts';

/** AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-runcommand.html */
export const runCommand: ActionSpec = {
  action: 'aws:runCommand',
  page: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-runcommand.html',
  is: 'Runs a Command document on nodes, and waits for its end',
  required: ['DocumentName'],
  optional: [
    'CloudWatchOutputConfig',
    'Comment',
    'DocumentHash',
    'DocumentHashType',
    'DocumentVersion',
    'InstanceIds',
    'MaxConcurrency',
    'MaxErrors',
    'NotificationConfig',
    'OutputS3BucketName',
    'OutputS3KeyPrefix',
    'OutputS3Region',
    'Parameters',
    'ServiceRoleArn',
    'Targets',
    'TimeoutSeconds',
  ],
  outputs: ['CommandId', 'Status', 'ResponseCode', 'Output'],
  timing: 'that of the command: model.documents.<Name>.run, model.patching',
  failing: 'that of the command: model.documents.<Name>.fails',
  timeoutSeconds: 3600,
  permissions: () => ['ssm:SendCommand'],
  begin(run) {
    if (areBesideFleet(run.inputs, run)) return runBeside(run);
    const id = sendCommand(run.inputs, run, (sent) =>
      run.whenOver(sent, (outcome) => ended(run, sent, outcome as ValueMap)),
    );
    if (id instanceof ApiError) run.fail(invocationFailure(`${id.code}: ${id.message}`));
  },
  cancel({ record, simulation }) {
    if (record.started !== null)
      simulation.facts
        .of(commandFacts)
        .cancelRequested.tell(record.started, null, { by: 'operator', cause: 'CANCELLED' });
  },
};

function ended(run: StepRun, id: string, { Status: status = '', Error: error }: ValueMap): void {
  const command = commandNamed(id, run);
  if (command === undefined)
    return run.fail(
      invocationFailure(`${textOf(error ?? 'InvalidInstanceId')}: ${documentIn(run.inputs)} was not sent`),
    );
  const failed = Array.from(command.nodes.keys()).find(
    (position) => command.statusOf(position) !== 'Success',
  );
  const ResponseCode =
    failed === undefined ? 0 : command.endedMs[failed] === 0 ? -1 : command.exitCodes[failed]!;
  const outputs = { CommandId: commandIdOf(id, run), Status: status, ResponseCode, Output: '' };
  if (status === 'Success') return run.succeed(outputs);
  run.record.outputs = outputs;
  const node = failed === undefined ? '' : ` on ${run.simulation.fleet.nameOf(command.nodes[failed]!)}`;
  const detail =
    failed === undefined
      ? 'no node was meant'
      : `${command.statusOf(failed)}${node}, exit code ${ResponseCode}`;
  run.fail(invocationFailure(`${documentIn(run.inputs)} ended ${textOf(status)}: ${detail}`));
}

/** On an instance that an execution launched: as long as the file says of the document. */
function runBeside(run: StepRun): void {
  const refusal = documentError(documentIn(run.inputs), 'Command', run);
  if (refusal !== null) return run.fail(invocationFailure(`${refusal.code}: ${refusal.message}`));
  const document = run.simulation.scenario.model.documents.get(documentIn(run.inputs));
  const usual = document?.run ?? ({ family: 'constant', value: 60_000 } as const);
  run.after(run.durationMs(usual), () => {
    if (run.isDrawnToFail()) return run.fail(invocationFailure(`${documentIn(run.inputs)} ended Failed`));
    const CommandId = commandIdOf(`${run.execution.request.id}/${run.step.name}`, run);
    run.succeed({ CommandId, Status: 'Success', ResponseCode: 0, Output: textOf(run.answer() ?? '') });
  });
}
