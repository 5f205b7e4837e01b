/** The links of the chain that `explain` walks: each is one object in the folder of the capability that knows it. */
import type { JsonSchema } from '../fields/json-schema.ts';
import type { Scenario } from '../world/scenario.ts';
import { type CauseStage, causeStages } from './cause-stages.ts';
import type { FactTopic, JournalEntry } from './facts.ts';
import type { Situation } from './situation.ts';

/**
 * `unknown`: nothing in the run says; what comes before it was not looked at, or no longer leaves a trace.
 * `not reached`: the chain broke before it.
 * `failed`: it went wrong, and is no cause of its own: a run after which nothing is missing, a registration that is gone.
 */
export type LinkState = 'ok' | 'blocks' | 'not reached' | 'failed' | 'unknown';

/** Something that is told of a link line by line: its kind and fields are the capability's. */
export interface LinkDetail {
  readonly kind: string;
}

/** One thing that happened to the node, with what the journal says of it. */
export interface StepDetail extends LinkDetail {
  readonly kind: 'step';
  readonly at: string;
  /** As in the journal. */
  readonly event: string;
  readonly text: string;
  readonly exitCode: number | null;
}

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

export interface LinkSpec {
  readonly name: string;
  /** What reports call it. */
  readonly title: string;
  /** With its place in it, the order of links: that of causes. */
  readonly stage: CauseStage;
  readonly place: number;
  /** Told from one attempt, which may be another than the one that decided. */
  readonly isOfAttempt?: boolean;
  /** Absent: in every scenario. */
  readonly isThere?: (scenario: Scenario) => boolean;
  /** It is told of a patched node too, whatever its state. */
  readonly isAlwaysTold?: boolean;
  readonly tell: (situation: Situation) => LinkFound;
  /** JSON Schemas of the kinds of details that are its own. */
  readonly schemas?: Readonly<Record<string, JsonSchema>>;
  /** Its details in lines; absent: steps with their time. */
  readonly lines?: (details: readonly LinkDetail[]) => readonly string[];
}

/** Of some capabilities, in their order. */
export function linksOf(capabilities: readonly { readonly links?: readonly LinkSpec[] }[]): LinkSpec[] {
  const order = ({ stage, place }: LinkSpec) => causeStages.indexOf(stage) * 1000 + place;
  return capabilities.flatMap(({ links = [] }) => links).sort((a, b) => order(a) - order(b));
}

/** What is told of a link behind one that broke. */
export function stateBehind(situation: Situation, stage: CauseStage): LinkState {
  return situation.breaksBefore(stage) || situation.attempt === null ? 'not reached' : 'unknown';
}

/** A node that has been up and down all week: its last days are what matters. */
const stepsMax = 12;

export function lastSteps(situation: Situation, ...topics: readonly FactTopic[]): StepDetail[] {
  return stepsIn(situation, situation.journal, topics).slice(-stepsMax);
}

/** What the journal says about these topics, in the order in which it happened. */
export function stepsIn(
  { simulation }: Situation,
  journal: readonly JournalEntry[],
  topics: readonly FactTopic[],
): StepDetail[] {
  return journal.flatMap((entry) => {
    const { at, event, exitCode } = entry;
    const step = simulation.facts.stepOf(event);
    if (step === undefined || !topics.includes(step.about)) return [];
    const text = step.words(entry);
    return [{ kind: 'step', at, event, text, exitCode: typeof exitCode === 'number' ? exitCode : null }];
  });
}
