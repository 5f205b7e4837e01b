/** The JSON of a result, piece by piece: that of a million nodes is longer than a string may be. */
import { jsonText, safeJson } from '../diagnostics/safe-text.ts';
import type { NodeResult } from '../result/result.ts';

const nodeCountOfChunk = 1_000;
const emptyNodes = '\n  "nodes": []';

/** Together exactly what `jsonText` gives. */
export function* jsonChunks(result: { readonly nodes: readonly NodeResult[] }): Generator<string> {
  const { nodes } = result;
  const text = jsonText({ ...result, nodes: [] });
  if (nodes.length === 0) {
    yield text;
    return;
  }
  // Strings in JSON hold no line feeds, so at this indent only the result's own key can stand.
  const at = text.indexOf(emptyNodes);
  yield `${text.slice(0, at + emptyNodes.length - 1)}`;
  for (let first = 0; first < nodes.length; first += nodeCountOfChunk) {
    const list = safeJson(JSON.stringify(nodes.slice(first, first + nodeCountOfChunk), null, 2));
    const inside = list.slice('['.length, -'\n]'.length).replaceAll('\n', '\n  ');
    yield first === 0 ? inside : `,${inside}`;
  }
  yield `\n  ${text.slice(at + emptyNodes.length - 1)}`;
}
