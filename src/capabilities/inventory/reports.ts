/** What was reported last: one report for each node and type, and equal contents kept once. */

/** One entry of a report, such as a package. */
export type Item = Readonly<Record<string, string>>;

export interface Content {
  readonly items: readonly Item[];
  readonly bytes: number;
}

export interface Report {
  readonly items: readonly Item[];
  /** When it was collected last, changed or not. */
  readonly atMs: number;
}

/** Of one type. */
class OfType {
  /** Place among the contents and one; 0: never reported. */
  readonly contents: Uint32Array;
  readonly atMs: Float64Array;

  constructor(nodeCount: number) {
    this.contents = new Uint32Array(nodeCount);
    this.atMs = new Float64Array(nodeCount);
  }
}

export class Reports {
  private readonly nodeCount: number;
  private readonly byType = new Map<string, OfType>();
  private readonly contents: Content[] = [];
  private readonly places = new Map<string, number>();

  constructor(nodeCount: number) {
    this.nodeCount = nodeCount;
  }

  clear(): void {
    this.byType.clear();
    this.contents.length = 0;
    this.places.clear();
  }

  /** Of equal items always the same. */
  intern(items: readonly Item[]): number {
    const text = JSON.stringify(items);
    let place = this.places.get(text);
    if (place === undefined) {
      place = this.contents.push({ items, bytes: text.length });
      this.places.set(text, place);
    }
    return place;
  }

  bytesOf(content: number): number {
    return this.contents[content - 1]!.bytes;
  }

  /** 0: it has none. */
  contentOf(type: string, node: number): number {
    return this.byType.get(type)?.contents[node] ?? 0;
  }

  /** Null: it was never reported, or has been deleted. */
  of(type: string, node: number): Report | null {
    const reports = this.byType.get(type);
    const content = reports?.contents[node] ?? 0;
    return content === 0 ? null : { items: this.contents[content - 1]!.items, atMs: reports!.atMs[node]! };
  }

  put(type: string, node: number, content: number, atMs: number): void {
    let reports = this.byType.get(type);
    if (reports === undefined) {
      reports = new OfType(this.nodeCount);
      this.byType.set(type, reports);
    }
    reports.contents[node] = content;
    reports.atMs[node] = atMs;
  }

  nodesWith(type: string, nodeCount: number): number {
    let count = 0;
    for (let node = 0; node < nodeCount; node += 1) if (this.contentOf(type, node) > 0) count += 1;
    return count;
  }

  /** Of these nodes alone. Returns those that had one. */
  delete(type: string, isMeant: (node: number) => boolean): number[] {
    const contents = this.byType.get(type)?.contents ?? new Uint32Array();
    const nodes: number[] = [];
    for (let node = 0; node < contents.length; node += 1) {
      if (contents[node] === 0 || !isMeant(node)) continue;
      contents[node] = 0;
      nodes.push(node);
    }
    return nodes;
  }

  /** That any node ever reported, in the order in which they came. */
  get types(): readonly string[] {
    return [...this.byType.keys()];
  }
}
