/** Documents as `model.documents` describes them, ready to be drawn from. */
import { documentsByGroup } from '../../capability/model.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { type Sampler, samplerOf } from '../../kernel/distributions.ts';
import type { DocumentModel } from '../../world/model.ts';

export interface CompiledDocument extends DocumentModel {
  readonly runSampler: Sampler;
}

/** What each group says of a document, by the index of the group; undefined: nothing. */
export type DescribedByGroup = readonly (CompiledDocument | undefined)[];

/** Compiled when first asked for: most are never run. */
export class DocumentModels {
  private readonly byGroup: ReturnType<typeof documentsByGroup>;
  private readonly compiled = new Map<string, DescribedByGroup>();

  constructor({ scenario }: Simulation) {
    this.byGroup = documentsByGroup(scenario);
  }

  of(name: string): DescribedByGroup {
    let described = this.compiled.get(name);
    if (described === undefined) {
      described = this.byGroup.map((documents) => {
        const document = documents.get(name);
        return document && { ...document, runSampler: samplerOf(document.run) };
      });
      this.compiled.set(name, described);
    }
    return described;
  }
}
