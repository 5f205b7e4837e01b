/**
 * MaxConcurrency and MaxErrors: what they come to.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/send-commands-multiple.html
 */

import {
  type Limit,
  maxConcurrencyPattern,
  maxErrorsPattern,
  parseLimit,
  type Rounding,
  resolveMaxConcurrency,
  resolveMaxErrors,
} from '../../../aws/rate-control.ts';
import { countOf } from '../../../capability/lint/reached.ts';
import type { Subject } from '../../../capability/lint/subject.ts';
import type { Report, Rule } from '../../../capability/lint-rule.ts';
import { textOf, type Value } from '../../../cloudformation/value.ts';
import { isInstall, mayReboot } from '../../patch-manager/lint/facts.ts';
import { roundingIn } from '../facts.ts';

function limitOf(value: Value | undefined, pattern: RegExp): Limit | null {
  const text = textOf(value)?.trim() ?? '';
  return pattern.test(text) ? parseLimit(text) : null;
}

function checkRounding(subject: Subject, report: Report): void {
  const rounding = roundingIn(subject.scenario);
  for (const { label, concurrency, errors, reach } of subject.runs) {
    const counts = reach()
      .filter(({ isExact }) => isExact)
      .map(countOf);
    const fewest = Math.min(...counts.filter((count) => count > 1));
    if (!Number.isFinite(fewest)) continue;
    reportNoErrors(label, errors, fewest, rounding, report);
    reportOneByOne(label, concurrency, fewest, report);
  }
}

/** A share of errors that comes to none. */
function reportNoErrors(
  name: string,
  value: Value | undefined,
  count: number,
  rounding: Rounding,
  report: Report,
): void {
  const limit = limitOf(value, maxErrorsPattern);
  if (value === undefined || limit === null || 'count' in limit || limit.percent === 0) return;
  if (resolveMaxErrors(limit, count, rounding) > 0) return;
  report(
    value.path,
    `${limit.percent}% of the ${count} nodes of ${name} is less than one error: the first that fails stops all the others`,
    { help: `write how many may fail, such as MaxErrors: "1", or 0 if that is meant` },
  );
}

/** A share of nodes that comes to less than one, and so to one. */
function reportOneByOne(name: string, value: Value | undefined, count: number, report: Report): void {
  const limit = limitOf(value, maxConcurrencyPattern);
  if (value === undefined || limit === null || 'count' in limit) return;
  if ((count * limit.percent) / 100 >= 1) return;
  report(
    value.path,
    `${limit.percent}% of the ${count} nodes of ${name} is less than one node: they are done one by one`,
    { help: 'write how many at once, such as MaxConcurrency: "2", or "1" if that is meant' },
  );
}

function checkUnlimited(subject: Subject, report: Report): void {
  for (const run of subject.runs) {
    const { label, errors } = run;
    const limit = limitOf(errors, maxErrorsPattern);
    if (errors === undefined || limit === null || !isInstall(run)) continue;
    const reached = run.reach();
    const count =
      reached.length > 0 && reached.every(({ isExact }) => isExact)
        ? Math.max(...reached.map(countOf))
        : null;
    const isAll =
      'percent' in limit ? limit.percent === 100 : count !== null && count > 1 && limit.count >= count;
    if (!isAll) continue;
    const what = 'percent' in limit ? '100%' : `${limit.count} of ${count} nodes`;
    report(
      errors.path,
      `MaxErrors of ${label} is ${what}: errors never halt the Install, so a bad patch reaches every node`,
      { help: 'set a limit that a normal month does not reach, such as MaxErrors: 5%' },
    );
  }
}

/** From here on nodes are lost faster than an operator notices. */
const manyAtOnce = 10;

/**
 * Only where enough nodes are down at once that a tight limit has no effect.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/monitor-commands.html
 */
function checkBlind(subject: Subject, report: Report): void {
  const rounding = roundingIn(subject.scenario);
  for (const run of subject.runs) {
    const { label, concurrency, errors } = run;
    if (!isInstall(run) || !mayReboot(run) || errors === undefined) continue;
    const atOnce = limitOf(concurrency, maxConcurrencyPattern);
    const allowed = limitOf(errors, maxErrorsPattern);
    if (atOnce === null || allowed === null) continue;
    const reached = run.reach();
    const count = reached.length === 0 ? null : Math.max(...reached.map(countOf));
    const down = numberAtOnce(atOnce, count, rounding);
    const errorCount =
      'count' in allowed ? allowed.count : count === null ? null : resolveMaxErrors(allowed, count, rounding);
    if (down === null || errorCount === null || down < manyAtOnce || errorCount >= down) continue;
    report(
      errors.path,
      `MaxErrors of ${label} is ${errorCount}, but lost nodes never count toward it: ${down} nodes reboot at once, and one that does ` +
        'not come back ends as Delivery Timed Out or Undeliverable, not as Failed',
      {
        help: 'patch a few nodes first, in a window of their own, and check that they are back before the others start',
      },
    );
  }
}

function numberAtOnce(limit: Limit, count: number | null, rounding: Rounding): number | null {
  if (count === null || count === 0) return 'count' in limit ? limit.count : null;
  return Math.min(count, resolveMaxConcurrency(limit, count, rounding));
}

const multiple = 'https://docs.aws.amazon.com/systems-manager/latest/userguide/send-commands-multiple.html';

export const rateRules: readonly Rule[] = [
  {
    id: 'rate-rounds-to-nothing',
    place: 200,
    severity: 'warning',
    finds: 'a percentage of so few targets that it comes to no error, or to one node at a time',
    source: multiple,
    check: checkRounding,
  },
  {
    id: 'errors-unlimited',
    place: 210,
    severity: 'note',
    finds: 'an Install that no number of errors stops',
    source: multiple,
    check: checkUnlimited,
  },
  {
    id: 'errors-blind',
    place: 220,
    severity: 'note',
    finds: 'a tight MaxErrors on ten or more nodes that reboot at once: lost nodes do not count',
    source: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/monitor-commands.html',
    check: checkBlind,
  },
];
