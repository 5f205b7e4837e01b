/** OpsItems that wait for an operator, in the order in which they are taken. */
import type { Skills } from '../model.ts';
import { severityRank } from '../rules.ts';
import type { OpsItem } from '../state.ts';

type Sorted = Pick<OpsItem, 'severity' | 'createdMs'>;
type Skilled = Pick<OpsItem, 'severity' | 'category' | 'source'>;

/** The most severe first, and of one severity the oldest. */
function comesBefore(a: Sorted, b: Sorted): boolean {
  const ranks = severityRank(a.severity) - severityRank(b.severity);
  return ranks === 0 ? a.createdMs <= b.createdMs : ranks < 0;
}

/** A list that is not given leaves everything in; words of OpsItems are compared without regard to case. */
export function takes(skills: Skills | undefined, { severity, category, source }: Skilled): boolean {
  const has = (list: readonly string[] | undefined, value: string | null): boolean =>
    list === undefined || (value !== null && list.some((one) => one.toLowerCase() === value.toLowerCase()));
  return (
    has(skills?.severities, severity) && has(skills?.categories, category) && has(skills?.sources, source)
  );
}

export class WaitingItems<Item extends Sorted & Skilled> {
  private readonly items: Item[] = [];

  get size(): number {
    return this.items.length;
  }

  clear(): void {
    this.items.length = 0;
  }

  /** Most go to the end of their severity, so it is looked for from the end. */
  add(item: Item): void {
    let at = this.items.length;
    while (at > 0 && !comesBefore(this.items[at - 1]!, item)) at -= 1;
    this.items.splice(at, 0, item);
  }

  /** Whether it was there. */
  remove(item: Item): boolean {
    const at = this.items.indexOf(item);
    if (at >= 0) this.items.splice(at, 1);
    return at >= 0;
  }

  /** The first that an operator of these skills takes. */
  takeFirst(skills: Skills | undefined): Item | null {
    const at = this.items.findIndex((item) => takes(skills, item));
    return at < 0 ? null : this.items.splice(at, 1)[0]!;
  }
}
