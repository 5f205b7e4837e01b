/** Placeholder type; the schedule package replaces it. */
export interface Schedule {
  readonly expression: string;
}
