/**
 * Pseudo parameters of a window's task, such as `{{WINDOW_EXECUTION_ID}}`: the window fills them in when the task starts. In
 * SendCommand they are plain text.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_RegisterTaskWithMaintenanceWindow.html
 */
const uuid = '00000000-0000-0000-0000-000000000000';

/** By name, a value of the shape that AWS fills in. */
const shapes: Readonly<Record<string, string>> = {
  INVOCATION_ID: uuid,
  RESOURCE_ID: 'i-00000000000000000',
  TARGET_ID: 'i-00000000000000000',
  TARGET_TYPE: 'INSTANCE',
  TASK_EXECUTION_ID: uuid,
  WINDOW_EXECUTION_ID: uuid,
  WINDOW_ID: 'mw-00000000000000000',
  WINDOW_TARGET_ID: uuid,
  WINDOW_TASK_ID: uuid,
};

/** With `values` in place of what AWS would fill in; others have a value of the right shape. */
export function filledIn(text: string, values: Readonly<Record<string, string>> = {}): string {
  return text.replaceAll(/\{\{ *([A-Z_]+) *\}\}/g, (written, name: string) =>
    Object.hasOwn(values, name) ? values[name]! : Object.hasOwn(shapes, name) ? shapes[name]! : written,
  );
}
