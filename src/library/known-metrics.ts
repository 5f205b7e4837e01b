/** Metrics that the command line names: one that the scenario does not have is refused, and the one meant suggested. */
import { suggestion } from '../diagnostics/nearest.ts';
import { UsageError } from '../diagnostics/usage-error.ts';

export function checkMetric(option: string, metric: string, names: readonly string[]): void {
  if (names.includes(metric)) return;
  const help = metricHelp(metric, names);
  throw new UsageError(
    `${option} ${metric}: expected a metric of this scenario${help === undefined ? '' : `; ${help}`}`,
  );
}

/** `did you mean …?`, or what there is behind the part that is right. */
export function metricHelp(metric: string, names: readonly string[]): string | undefined {
  return suggestion(metric, names) ?? alike(metric, names);
}

/** Each patch of a file has names. */
const listedMax = 40;

/** The longest beginning that leads somewhere, and what there is behind it. */
function alike(metric: string, names: readonly string[]): string | undefined {
  const parts = metric.split('.');
  for (let length = parts.length - 1; length > 0; length -= 1) {
    const prefix = `${parts.slice(0, length).join('.')}.`;
    const after = names.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));
    const next = [...new Set(after)];
    const more = next.length > listedMax ? ` and ${next.length - listedMax} more` : '';
    if (next.length > 0) return `after ${prefix} there is ${next.slice(0, listedMax).join(', ')}${more}`;
  }
  return undefined;
}
