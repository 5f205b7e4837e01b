import type { QuestionProblem, ScheduleQuestion } from '../../src/aws/schedule/question.ts';
import { previewOf, type SchedulePreview } from '../../src/schedule/preview.ts';

type Asked = Partial<Omit<ScheduleQuestion, 'expression' | 'fromMs'>> & { readonly from?: string };

function questionOf(expression: string, { from = '2026-01-01T00:00:00Z', ...rest }: Asked): ScheduleQuestion {
  return { expression, fromMs: Date.parse(from), ...rest };
}

/** The preview of what must be a valid question, from the beginning of 2026 on. */
export function preview(expression: string, asked: Asked = {}): SchedulePreview {
  const answer = previewOf(questionOf(expression, asked));
  if ('problem' in answer) throw new Error(`${expression}: ${answer.problem.message}`);
  return answer;
}

export function refusal(expression: string, asked: Asked = {}): QuestionProblem {
  const answer = previewOf(questionOf(expression, asked));
  if (!('problem' in answer)) throw new Error(`${expression} is taken`);
  return answer.problem;
}

/** `2026-03-08T02:30` of a wall time. */
export function clock(wallMs: number): string {
  return new Date(wallMs).toISOString().slice(0, 16);
}
