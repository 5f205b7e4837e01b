/**
 * OpsItems that steps create, change and look up.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateOpsItem.html,
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_UpdateOpsItem.html and
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetOpsItem.html
 */
import { arnOf } from '../../../aws/arn.ts';
import { isoTime } from '../../../world/time.ts';
import { changeInApi, fieldsInApi, noAnswer, opsFacts, opsItemsView } from '../../ops-center/facts.ts';
import type { StepRun } from '../actions/action.ts';
import { ApiError, accountOf, callsOf, homeOf, textIn } from './service.ts';

export const opsItemCalls = callsOf('ssm', {
  CreateOpsItem(inputs, run) {
    const { execution, record, step, simulation } = run;
    const { request, document } = execution;
    const fields = fieldsInApi(inputs);
    if ('error' in fields) return errorIn(fields.error);
    const answer = noAnswer();
    simulation.facts.of(opsFacts).opsItemRequested.tell(
      {
        id: [request.id, step.name, record.turn, record.attemptCount].join('/'),
        origin: { kind: 'step', id: document },
        fields: fields.value,
        by: callerOf(run),
        account: accountOf(run),
        node: request.node,
      },
      answer,
    );
    if (answer.error !== null) return errorIn(answer.error);
    const OpsItemId = answer.opsItemId;
    return { OpsItemId, OpsItemArn: arnOf('ssm', homeOf(run), `opsitem/${OpsItemId}`) };
  },

  UpdateOpsItem(inputs, run) {
    const answer = noAnswer();
    const change = changeInApi(inputs);
    run.simulation.facts
      .of(opsFacts)
      .changeRequested.tell({ change, by: callerOf(run), account: accountOf(run) }, answer);
    return answer.error === null ? {} : errorIn(answer.error);
  },

  GetOpsItem(inputs, run) {
    const id = textIn(inputs, 'OpsItemId');
    const item = run.simulation.views.of(opsItemsView).find(id, accountOf(run));
    if (item === undefined)
      return new ApiError('OpsItemNotFoundException', `the account has no OpsItem ${id}`);
    return {
      OpsItem: {
        OpsItemId: item.id,
        Title: item.title,
        Description: item.description,
        Source: item.source,
        Status: item.status,
        ...(item.severity === null ? {} : { Severity: item.severity }),
        ...(item.category === null ? {} : { Category: item.category }),
        ...(item.priority === null ? {} : { Priority: item.priority }),
        OpsItemType: item.type,
        CreatedTime: isoTime(item.createdMs),
        OperationalData: Object.fromEntries(
          Object.entries(item.data).map(([key, { value, type }]) => [key, { Value: value, Type: type }]),
        ),
      },
    };
  },
}).map((one) => ({ ...one, takesMadeUp: true as const }));

function callerOf({ execution: { request } }: StepRun): string {
  return request.caller ?? request.source;
}

/** `OpsItemAlreadyExistsException: oi-…` */
function errorIn(error: string): ApiError {
  const [code = '', ...words] = error.split(': ');
  return new ApiError(code, words.join(': '));
}
