/**
 * ASSUMPTION count-row: "twice in a row", as users of AWS build it: a function that counts events by node, and is reset by a success. The events of
 * invocations do not say which operation ran, so the function looks the command up and passes scans over.
 */
import type { Count } from './model.ts';

/** Whether the command of an event only scanned. */
export type IsScan = (commandId: string) => boolean;

export class Counter {
  private readonly rows = new Map<string, number>();

  clear(): void {
    this.rows.clear();
  }

  /** True: with this event the row is as long as was asked for. A longer row is told no more until it has been reset. */
  count(count: Count, name: string, payload: unknown, isScan: IsScan): boolean {
    const detail = detailOf(payload);
    const [by, value] = [at(detail, count.by), at(detail, count.field)];
    if (by === undefined || value === undefined || !isCounted(count, detail, isScan)) return false;
    const key = JSON.stringify([name, by]);
    if (value === count.resetBy) this.rows.delete(key);
    if (value !== count.of) return false;
    const row = (this.rows.get(key) ?? 0) + 1;
    this.rows.set(key, row);
    return row === count.inARow;
  }
}

/** An event as it is, or its detail alone, as `InputPath: $.detail` hands it on. */
export function detailOf(payload: unknown): unknown {
  return at(payload, 'detail') === undefined ? payload : (payload as Record<string, unknown>)['detail'];
}

function isCounted({ document, scans }: Count, detail: unknown, isScan: IsScan): boolean {
  const named = at(detail, 'document-name');
  if (named !== undefined && named !== document) return false;
  const command = at(detail, 'command-id');
  return scans || command === undefined || !isScan(command);
}

/** The text at a path with dots, such as `newEvaluationResult.complianceType`. */
function at(value: unknown, path: string): string | undefined {
  let found: unknown = value;
  for (const key of path.split('.')) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, key)) return undefined;
    found = (found as Record<string, unknown>)[key];
  }
  return found === undefined || found === null ? undefined : String(found);
}
