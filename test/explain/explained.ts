/** A scenario's text, and one of its nodes explained. */
import { type Cause, capabilities, causes } from '../../src/capabilities/index.ts';
import { type CauseSpec, causesOf } from '../../src/capability/causes.ts';
import { linksOf } from '../../src/capability/links.ts';
import { type ExplainOptions, explainNode } from '../../src/explain/explain.ts';
import type { Explanation, Link } from '../../src/explain/explanation.ts';
import { explanationWords } from '../../src/explain/explanation-words.ts';
import { type Sections, world } from '../capabilities/quiet-world.ts';
import { loadYaml, type SimulateOptions } from '../support/simulate.ts';

/** What an explanation is written with. */
export const words = explanationWords(capabilities);

export const linkNames = linksOf(capabilities).map(({ name }) => name);

/** Of a scenario in which nothing adds others. */
export const usualLinkNames = linksOf(capabilities)
  .filter(({ isThere }) => isThere === undefined)
  .map(({ name }) => name);

export const causeOf = (id: Cause): CauseSpec => causesOf(capabilities).of(id);
export const isChance = (id: Cause): boolean => causeOf(id).isChance === true;
export const causesOfChance = causes.filter(isChance);

export interface ExplainedOptions extends ExplainOptions, Pick<SimulateOptions, 'set' | 'files'> {}

export function explainYaml(text: string, node: string, options: ExplainedOptions = {}) {
  const loaded = loadYaml(text, options);
  return explainNode({ ...loaded, file: 'test.yaml', version: '0.0.0' }, node, options);
}

/** That of a node which must exist. */
export function explained(text: string, node: string, options: ExplainedOptions = {}): Explanation {
  const explanation = explainYaml(text, node, options);
  if ('problem' in explanation) throw new Error(explanation.problem);
  return explanation;
}

export function explainedIn(sections: Sections, node = 'web-0001', options: ExplainedOptions = {}) {
  return explained(world(sections), node, options);
}

export function linkIn({ links }: Explanation, name: string): Link {
  const link = links.find((one) => one.link === name);
  if (link === undefined) throw new Error(`no link ${name}`);
  return link;
}

/** Everything that one link found, as one text. */
export function foundIn(explanation: Explanation, name: string): string {
  return linkIn(explanation, name).found.join('\n');
}

export function firstBlocking({ links }: Explanation): Link | undefined {
  return links.find(({ causes }) => causes.length > 0);
}
