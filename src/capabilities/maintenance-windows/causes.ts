/** What a window did not get round to. */
import type { CauseSpec } from '../../capability/causes.ts';

const executionPage =
  'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_MaintenanceWindowExecution.html';
const windowPage =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-maintenance.html';

export const windowCauses = {
  WINDOW_SKIPPED: {
    stage: 'execution',
    place: 20,
    link: 'window-and-target',
    summary: 'its window was skipped',
    needed: (by) => `the execution before it over ${by}, or the window less often`,
    console: 'Maintenance Windows, History: Skipped overlapping',
    page: executionPage,
    meaning:
      'The window came due and did not execute, most often because its last execution was still running.',
    seen: 'SKIPPED_OVERLAPPING.',
    advice: 'make the window shorter or rarer, or find what holds it open.',
  },
  CUTOFF: {
    stage: 'execution',
    place: 30,
    link: 'window-and-target',
    summary: 'the cutoff came first',
    needed: (by) =>
      `its turn, and its end, before the cutoff ${by}: a higher MaxConcurrency or a longer window`,
    console: 'Maintenance Windows, History: Timed out; the invocation Cancelled, or none',
    page: windowPage,
    meaning: 'Its turn did not come before the cutoff, or the cutoff cancelled it.',
    seen: 'TIMED_OUT, Cancelled, or no invocation.',
    advice: 'raise MaxConcurrency, lengthen the window, or shorten what runs before.',
  },
} satisfies Readonly<Record<string, CauseSpec>>;
