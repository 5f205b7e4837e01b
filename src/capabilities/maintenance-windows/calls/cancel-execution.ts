/** AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CancelMaintenanceWindowExecution.html */
import { call } from '../../../cloudformation/call-spec.ts';
import { text } from '../../../fields/fields.ts';

/** AWS makes the id when the window opens; here the window itself names its execution that is not over. */
export const cancelExecution = call({
  call: 'CancelMaintenanceWindowExecution',
  page: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CancelMaintenanceWindowExecution.html',
  is: 'Cancels what an execution of a window has not started',
  fields: () => ({
    WindowExecutionId: text(
      'an execution as results name it, or !Ref of its window, which means the one in progress',
    ),
  }),
  refusals() {},
  build: ({ WindowExecutionId }) => ({ executionId: WindowExecutionId }),
});
