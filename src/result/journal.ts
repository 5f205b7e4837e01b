/** The journal: every fact in the order in which it happened, as plain data. Built only on request. */
import type { AnyCapability } from '../capability/capability.ts';
import type { JournalEntry } from '../capability/facts.ts';
import type { Simulation } from '../capability/simulation.ts';
import { isoTime } from '../world/time.ts';

export type { JournalEntry } from '../capability/facts.ts';
export type JournalSink = (entry: JournalEntry) => void;

export class Journal {
  /** `about`: a node, where nothing else is of interest; building the entries of a fleet takes longer than its run. */
  constructor(
    capabilities: readonly AnyCapability[],
    simulation: Pick<Simulation, 'facts' | 'kernel' | 'fleet'>,
    sink: JournalSink,
    about: number | null = null,
  ) {
    const { facts, kernel, fleet } = simulation;
    for (const fact of capabilities.flatMap((one) => facts.allOf(one.facts))) {
      const { name, describe } = fact.kind;
      if (describe === null) continue;
      fact.listen((a, b, c) => {
        const described = describe(a, b, c);
        if (about !== null && described.node !== about) return;
        const { node, ...fields } = described;
        const named = node === undefined ? {} : { node: fleet.nameOf(node) };
        sink({ at: isoTime(kernel.nowMs), event: name, ...named, ...fields });
      });
    }
  }
}
