/**
 * References to Parameter Store in parameters of documents: `{{ssm:name}}`, `{{ ssm:name:3 }}`.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-param-runcommand.html
 */
type Parameters = Readonly<Record<string, readonly string[]>>;

const reference = /\{\{ *ssm:([/\w.:-]+) *\}\}/g;

/** What they name, each once. */
export function parametersNamed(texts: Iterable<string>): string[] {
  const found = new Set<string>();
  for (const text of texts) {
    if (!text.includes('{{')) continue;
    for (const [, selector] of text.matchAll(reference)) found.add(selector!);
  }
  return [...found];
}

export function hasReference(parameters: Parameters): boolean {
  for (const name in parameters) {
    if (parameters[name]!.some((text) => text.includes('{{') && text.search(reference) >= 0)) return true;
  }
  return false;
}

/** With what they stand for in their place; what has no value stays as it is written. */
export function withReferences(
  parameters: Parameters,
  standsFor: (selector: string) => string | null,
): Record<string, readonly string[]> {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, texts]) => [
      name,
      texts.map((text) =>
        text.replaceAll(reference, (written, selector: string) => standsFor(selector) ?? written),
      ),
    ]),
  );
}
