/**
 * The figures of a report for people. Layout may change, and words; a figure may not be lost.
 *
 * A figure is a date, a time of day, or a number with its unit. Digits within a name (`web-0001`) are none.
 */

const unitNames: Readonly<Record<string, string>> = {
  ms: 'ms',
  s: 's',
  sec: 's',
  second: 's',
  seconds: 's',
  min: 'min',
  minute: 'min',
  minutes: 'min',
  h: 'h',
  hour: 'h',
  hours: 'h',
  d: 'd',
  day: 'd',
  days: 'd',
  point: 'point',
  points: 'point',
};

const pattern =
  /(?<![\w.-])(?:\d{4}-\d\d-\d\d|\d{1,2}:\d\d(?::\d\d)?|([+-]?\d+(?:,\d{3})*(?:\.\d+)?)(?:(%)|\s([a-z]+)\b)?)(?![\w-])/g;

/** The times below a chart depend on how wide it is. */
const axis = /^\s*\d\d:\d\d(?:\s+\d\d:\d\d){2,}\s*$/gm;

/** `95.5%`, `63.8 min`, `1180`, `02:00`, in the order of the text. */
export function figuresOf(text: string): Set<string> {
  const figures = new Set<string>();
  for (const [whole, number, percent, word] of text.replaceAll(axis, '').matchAll(pattern)) {
    if (number === undefined) {
      figures.add(whole);
      continue;
    }
    const unit = unitNames[word ?? ''];
    figures.add(`${number.replaceAll(',', '')}${percent ?? (unit === undefined ? '' : ` ${unit}`)}`);
  }
  return figures;
}

/**
 * The figures that are not there any more. What was said twice may be said once, and a number may win or lose its unit,
 * which the head of a table says as well as a sentence.
 */
export function lostFigures(before: Iterable<string>, after: ReadonlySet<string>): string[] {
  const numbers = new Set([...after].map(numberOf));
  return [...before].filter((figure) => !after.has(figure) && !numbers.has(numberOf(figure)));
}

/** Without the unit; a percentage stays one. */
function numberOf(figure: string): string {
  return figure.split(' ')[0]!;
}
