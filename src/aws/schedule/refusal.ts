/** Why AWS refuses a schedule expression, in a sentence and with what to write instead. */
import type { Dialect, ScheduleProblem } from './expression.ts';

export function scheduleRefusal(
  text: string,
  { message, help }: ScheduleProblem,
  dialect: Dialect,
): { readonly message: string; readonly help: string } {
  return { message, help: help ?? exampleFor(dialect, text) };
}

function exampleFor(dialect: Dialect, text: string): string {
  if (text.startsWith('rate'))
    return `for example rate(${dialect === 'association' ? '12 hours' : '7 days'})`;
  return 'for example cron(0 2 ? * SUN *), which is 02:00 every Sunday';
}
