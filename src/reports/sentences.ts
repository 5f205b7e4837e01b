/** What is said, and how it is meant: the renderers decide what that looks like. */
export type Tone = 'plain' | 'good' | 'bad' | 'odd';

export interface Sentence {
  readonly text: string;
  readonly tone: Tone;
}

export function say(text: string, tone: Tone = 'plain'): Sentence {
  return { text, tone };
}
