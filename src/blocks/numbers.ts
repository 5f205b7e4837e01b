/** Numbers in words that are the same on every machine: no locale has a say. */

/** `12345` is `12,345`. */
export function count(value: number): string {
  const [whole, fraction] = String(Math.abs(value)).split('.');
  const grouped = whole!.replaceAll(/\B(?=(\d{3})+(?!\d))/g, ',');
  return `${value < 0 ? '-' : ''}${grouped}${fraction === undefined ? '' : `.${fraction}`}`;
}

/** `1,234.50`: all of the decimals, so that figures side by side have the same. */
export function fixed(value: number, decimals: number): string {
  const [whole, fraction] = Math.abs(value).toFixed(decimals).split('.');
  const digits = count(Number(whole)) + (fraction === undefined ? '' : `.${fraction}`);
  return value < 0 && /[1-9]/.test(digits) ? `-${digits}` : digits;
}

/** `1 node`, `2 nodes`. */
export function counted(value: number, noun: string, plural = `${noun}s`): string {
  return `${count(value)} ${value === 1 ? noun : plural}`;
}

/** To one decimal, but never all or nothing for what is neither. */
export function percent(part: number, whole: number): string {
  if (whole === 0) return '-';
  const tenths = Math.round((1000 * part) / whole);
  if (tenths === 0 && part > 0) return '<0.1%';
  if (tenths === 1000 && part < whole) return '>99.9%';
  return `${tenths % 10 === 0 ? tenths / 10 : (tenths / 10).toFixed(1)}%`;
}

/** One decimal; `-` where there is none. */
export function minutes(value: number | null): string {
  return value === null ? '-' : count(Number(value.toFixed(1)));
}

/** `29 s`, `4 min`, `1 h 40 min`, `3 d 12 h`: two units at most. */
export function duration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const wholeMinutes = Math.round(seconds / 60);
  if (wholeMinutes < 60) return `${wholeMinutes} min`;
  const hours = Math.floor(wholeMinutes / 60);
  if (hours < 48) return inTwo(hours, 'h', wholeMinutes % 60, 'min');
  return inTwo(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

function inTwo(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}

/** `1, 2 and 4` */
export function listed(parts: readonly string[]): string {
  if (parts.length < 2) return parts.join('');
  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}
