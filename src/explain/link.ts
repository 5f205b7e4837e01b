/** One link of the chain: what is told of it, and what follows from its causes. */
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
  /** Where more can be said of what was needed than its cause says. */
  readonly needed?: string | null;
}

/** Told from one attempt: with `--window` it may be another than the one that decided. */
const ofAttempt: readonly LinkName[] = ['window-and-target', 'rate-control', 'run'];

/** Of several causes the first says what shows; all of them say what would have been needed. */
export function linkOf(situation: Situation, link: LinkName, told: LinkFound): Link {
  const isElsewhere = !situation.isDecisive && ofAttempt.includes(link);
  const causes = isElsewhere ? [] : causesOfLink(situation, link);
  const [first] = causes;
  const { found, cli, details = [] } = told;
  if (first === undefined) {
    const { state, console, page } = told;
    return { link, state, causes, found, needed: null, console, cli, page, details };
  }
  const needed =
    told.needed ?? causes.map((cause) => situation.causes.of(cause).needed(situation.by)).join('; and ');
  const { console, page } = situation.causes.of(first);
  return { link, state: 'blocks', causes, found, needed, console, cli, page, details };
}
