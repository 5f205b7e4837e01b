/** What AWS answers where it refuses a request. */
export interface Refusal {
  /** `ParameterNotFound` */
  readonly error: string;
  readonly message: string;
}

export function isRefusal<T extends object>(answer: T | Refusal): answer is Refusal {
  return 'error' in answer;
}

export function refusalText({ error, message }: Refusal): string {
  return message === '' ? error : `${error}: ${message}`;
}
