/**
 * A rule whose target ends in events that the rule matches starts more and more: at AWS until the rule is disabled, here
 * until the run is given up.
 *
 * AWS: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-troubleshooting.html#eb-prevent-infinite-loops
 */
import { counted } from '../../../blocks/numbers.ts';

/** What the events of a fleet explain: a node is in few commands an hour, and each of them has few events. */
const startsPerNode = 100;
const startsAnyway = 1000;
const hourMs = 3_600_000;

/** Counts what one target starts, by the hour. */
export class Runaway {
  private readonly most: number;
  private hour = -1;
  private starts = 0;

  constructor(nodes: number) {
    this.most = startsAnyway + startsPerNode * nodes;
  }

  /** The reason to give the run up; null: go on. */
  started(rule: string, kind: 'command' | 'automation', nowMs: number): string | null {
    const hour = Math.floor(nowMs / hourMs);
    this.starts = hour === this.hour ? this.starts + 1 : 1;
    this.hour = hour;
    if (this.starts <= this.most) return null;
    return (
      `rule ${rule} started ${counted(this.starts, kind)} within an hour. What it starts ends in events that it matches ` +
      'again, at AWS until the rule is disabled. Narrow its pattern, such as by document-name'
    );
  }
}
