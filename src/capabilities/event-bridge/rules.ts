/** Rules of AWS about rules and buses, as functions of plain values. */

export const eventsService = 'events.amazonaws.com';

/** `my-bus` of a name or of an ARN; without one the default bus of the account. */
export function busNamed(name = 'default'): string {
  return name.replace(/^arn:[^/]*\//, '');
}
