/** One link of the chain: what is told of it, and what follows from its causes. */
import { causeFacts } from './cause-facts.ts';
import type { Link, LinkDetail, LinkName, LinkState } from './explanation.ts';
import { causesOfLink, type Situation } from './situation.ts';

/** What a link says if it is not what blocks. */
export interface LinkFound {
  readonly state: LinkState;
  readonly found: readonly string[];
  readonly details?: readonly LinkDetail[];
  readonly console: string;
  readonly cli: string;
  readonly page: string;
}

/** Of several causes the first says what shows; all of them say what would have been needed. */
export function linkOf(situation: Situation, link: LinkName, told: LinkFound): Link {
  const causes = causesOfLink(situation, link);
  const [first] = causes;
  const { found, cli, details = [] } = told;
  if (first === undefined) {
    const { state, console, page } = told;
    return { link, state, causes, found, needed: null, console, cli, page, details };
  }
  const needed = causes.map((cause) => causeFacts[cause].needed(situation.by)).join('; and ');
  const { console, page } = causeFacts[first];
  return { link, state: 'blocks', causes, found, needed, console, cli, page, details };
}
