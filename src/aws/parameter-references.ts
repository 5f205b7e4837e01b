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

/** What a reference that is a whole text names; null: there is more in the text. */
export function wholeReference(text: string): string | null {
  return /^\s*\{\{ *ssm:([/\w.:-]+) *\}\}\s*$/.exec(text)?.[1] ?? null;
}

/** With what they stand for in their place; what has no value stays as it is written. A list takes the place of a whole text only. */
export function withReferences(
  parameters: Parameters,
  standsFor: (selector: string) => string | readonly string[] | null,
): Record<string, readonly string[]> {
  const filled = (text: string): string | readonly string[] => {
    const selector = wholeReference(text);
    const list = selector === null ? null : standsFor(selector);
    if (typeof list === 'object' && list !== null) return list;
    return text.replaceAll(reference, (written, named: string) => {
      const value = standsFor(named);
      return typeof value === 'string' ? value : written;
    });
  };
  return Object.fromEntries(Object.entries(parameters).map(([name, texts]) => [name, texts.flatMap(filled)]));
}

/**
 * The items of a StringList: apostrophes keep commas within an item. As the agent has it (amazon-ssm-agent, agent/parameterstore).
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-param-runcommand.html
 */
export function itemsOfList(value: string): string[] {
  return [...value.matchAll(/[^',]+|'[^']+'/g)].map(([item]) => item.replaceAll("'", '').trim());
}
