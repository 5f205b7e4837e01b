/** What AlarmConfiguration says: the alarm that stops a command, a task, an association or an automation. */
export interface AlarmSettings {
  /** The name of the alarm. */
  readonly alarm: string;
  /** It goes on where the state of the alarm cannot be read. */
  readonly ignoresFailedPolls: boolean;
}
