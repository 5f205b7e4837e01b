/** OpsItems of one account and Region: which of them keep duplicates out, and how many there may be. */
import type { OpsCenterModel } from './model.ts';
import { blocksDuplicates, exceeded, monthOf } from './rules.ts';
import type { OpsItem } from './state.ts';

export class Shelf {
  private readonly limits: Pick<OpsCenterModel, 'perMonth' | 'total'>;
  /** Those that are not resolved, by what they have in common with a duplicate. */
  private readonly unresolved = new Map<string, OpsItem>();
  private readonly perMonth = new Map<string, number>();
  private total = 0;

  constructor(limits: Pick<OpsCenterModel, 'perMonth' | 'total'>) {
    this.limits = limits;
  }

  blocking(dedup: string): OpsItem | undefined {
    return this.unresolved.get(dedup);
  }

  /** AWS: https://docs.aws.amazon.com/general/latest/gr/ssm.html#limits_ssm. Null: one more may be created. */
  exceeded(atMs: number): string | null {
    const { perMonth, total } = this.limits;
    if ((this.perMonth.get(monthOf(atMs)) ?? 0) >= perMonth)
      return `${exceeded}: ${perMonth} OpsItems were created in this month`;
    return this.total >= total ? `${exceeded}: there are ${total} OpsItems` : null;
  }

  add(item: OpsItem): void {
    const month = monthOf(item.createdMs);
    this.perMonth.set(month, (this.perMonth.get(month) ?? 0) + 1);
    this.total += 1;
    this.changed(item);
  }

  changed(item: OpsItem): void {
    const { dedup, status } = item;
    if (dedup === null) return;
    if (blocksDuplicates(status)) this.unresolved.set(dedup, item);
    else if (this.unresolved.get(dedup) === item) this.unresolved.delete(dedup);
  }
}
