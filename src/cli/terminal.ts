/** What the place that text goes to can show. */
import { fstatSync, statSync } from 'node:fs';
import { devNull } from 'node:os';

export interface TextStyle {
  readonly color: boolean;
  readonly width: number;
  readonly unicode: boolean;
}

/** The width where no terminal gives one. */
const defaultWidth = 100;

/** Asks Node only about what may be one: that loads a tenth of its library. */
export function isTerminal(descriptor: 1 | 2): boolean {
  try {
    const stats = fstatSync(descriptor);
    if (!stats.isCharacterDevice() || stats.rdev === statSync(devNull).rdev) return false;
  } catch {
    // It is closed, or there is no such device.
    return false;
  }
  return (descriptor === 1 ? process.stdout : process.stderr).isTTY;
}

/** Neither a file nor a CI job wants to be told how far a run is. */
export function showsProgress(env: NodeJS.ProcessEnv): boolean {
  return isTerminal(2) && !env['CI'] && env['TERM'] !== 'dumb';
}

/** For text on standard output, or in a file. */
export function textStyle(options: {
  readonly toFile: boolean;
  readonly noColor: boolean;
  readonly env: NodeJS.ProcessEnv;
}): TextStyle {
  const { toFile, noColor, env } = options;
  const onTerminal = !toFile && isTerminal(1);
  return {
    color: !noColor && !toFile && colorWanted(env, onTerminal),
    width: onTerminal ? terminalWidth() : defaultWidth,
    unicode: !onTerminal || (env['TERM'] !== 'linux' && env['TERM'] !== 'dumb'),
  };
}

/** The same for standard error. */
export function errorStyle(style: TextStyle): TextStyle {
  const isShown = isTerminal(2);
  return { ...style, color: style.color && isShown, width: isShown ? widthOfErrors() : defaultWidth };
}

/** https://no-color.org and https://force-color.org; who forces has the last word. */
export function colorWanted(env: NodeJS.ProcessEnv, onTerminal: boolean): boolean {
  const { FORCE_COLOR: forced, NO_COLOR: refused, TERM: terminal } = env;
  if (forced !== undefined && forced !== '') return forced !== '0' && forced !== 'false';
  if (refused !== undefined && refused !== '') return false;
  return onTerminal && terminal !== 'dumb';
}

/** Of the terminal that standard error goes to. */
export function widthOfErrors(): number {
  const { columns } = process.stderr;
  return columns > 0 ? columns : defaultWidth;
}

function terminalWidth(): number {
  const { columns } = process.stdout;
  return columns > 0 ? columns : defaultWidth;
}
