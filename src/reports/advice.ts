/** Reports of what is found without many runs: loaded together, once they are asked for. */
export { renderCalendarMarkdown } from './calendar-markdown.ts';
export { renderCalendar } from './calendar-text.ts';
export { renderExplanationsMarkdown } from './explain-all-markdown.ts';
export { renderExplanationsText } from './explain-all-text.ts';
export { renderExplanationMarkdown } from './explain-markdown.ts';
export { renderExplanationText } from './explain-text.ts';
export { renderLintAnnotations } from './lint-github.ts';
export { renderLint } from './lint-text.ts';
export { renderSarif } from './sarif.ts';
export { renderSchedule, renderScheduleProblem } from './schedule-text.ts';
