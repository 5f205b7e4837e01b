/** What AWS leaves open about maintenance windows. */
import type { ModelSection } from '../../capability/model.ts';
import { distribution, uniform } from '../../fields/distribution-field.ts';
import { choice, once } from '../../fields/fields.ts';
import type { Distribution } from '../../kernel/distributions.ts';

export interface MaintenanceWindowsModel {
  readonly startLag: Distribution;
  /** What the cutoff stops: new tasks only, or new invocations as well. */
  readonly cutoff: 'tasks' | 'invocations';
  /** What becomes of a window that comes due while five others execute. */
  readonly sixth: 'queue' | 'skip' | 'fail';
}

export const maintenanceWindowsModel: ModelSection<MaintenanceWindowsModel> = {
  name: 'maintenanceWindows',
  is: 'How windows open and close',
  perNode: false,
  keys: once(() => ({
    startLag: {
      field: distribution(),
      is: 'How long after its nominal start a window opens',
      default: uniform('0s', '30s'),
      reason: 'executions are seen to start some seconds after the nominal time',
    },
    cutoff: {
      field: choice('tasks', 'invocations'),
      is: 'What the cutoff stops by itself',
      words: { tasks: 'New tasks', invocations: 'New invocations, too' },
      default: 'tasks',
      studyGuide: 'invocations',
      reason:
        'AWS: the cutoff stops new tasks, and cancels running ones only with CANCEL_TASK; the guides stop new invocations',
    },
    sixth: {
      field: choice('queue', 'skip', 'fail'),
      is: 'What becomes of a window that would be the sixth to run at once',
      words: { queue: 'It waits its turn', skip: 'It does not run', fail: 'It fails' },
      default: 'queue',
      reason: 'AWS runs five windows at once and does not say what becomes of the sixth',
    },
  })),
};
