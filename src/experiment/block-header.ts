/**
 * What a block of runs says of itself before its rows: from which question they are, and which runs. docs/blocks.md has the
 * format. It comes from other machines, so whatever is read of it is checked.
 */

export const blockFormat = 'fleetsim.block/1';

/** Keys in this order: two machines write the same bytes. */
export interface BlockHeader {
  readonly format: typeof blockFormat;
  readonly fleetsim: string;
  /** SHA-256 of the program: two builds of one version may differ. */
  readonly build: string;
  readonly command: BlockCommand;
  /** The names of the scenarios, without their folders. */
  readonly files: readonly string[];
  /** By name, what the command line said that decides which runs there are and what is kept of them. */
  readonly options: Readonly<Record<string, readonly string[]>>;
  readonly variants: readonly BlockVariant[];
  /** What a row holds of each variant, in order. */
  readonly metrics: readonly string[];
  readonly first: number;
  readonly count: number;
  /** How many runs were asked for in all; null: that was not said. */
  readonly total: number | null;
}

export const blockCommands = ['run', 'compare', 'check'] as const;
export type BlockCommand = (typeof blockCommands)[number];

export interface BlockVariant {
  readonly name: string;
  readonly seed: string;
  /** Of everything read, after what was set. */
  readonly sha256: string;
}

/** What may decide which runs there are and what is kept of them: nothing else is taken from a block. */
const blockOptions: readonly string[] = [
  ...['seed', 'set', 'vary', 'reference', 'metrics', 'minDifference', 'goal', 'subjectTo', 'frontier'],
];

/** The part of a header that all blocks of one question share. */
export type BlockQuestion = Omit<BlockHeader, 'first' | 'count' | 'total'>;

const magic = 'fleetsim';
const formatNumber = 1;
/** Magic, number of the format, length of the JSON. */
export const blockStartLength = 16;
/** A SHA-256 of all that comes before it. */
export const blockEndLength = 32;
/** Of the JSON, in bytes: hundreds of thousands of metrics have room. */
const headerLengthMax = 64 * 1024 * 1024;
const valueLength = 8;

/** Everything before the rows. Blanks after the JSON make the rows begin at a multiple of eight. */
export function headerBytes(header: BlockHeader): Uint8Array {
  const json = new TextEncoder().encode(JSON.stringify(header));
  const length = Math.ceil(json.length / valueLength) * valueLength;
  const bytes = new Uint8Array(blockStartLength + length).fill(0x20);
  bytes.set(new TextEncoder().encode(magic));
  const view = new DataView(bytes.buffer);
  view.setUint32(magic.length, formatNumber, true);
  view.setUint32(magic.length + 4, length, true);
  bytes.set(json, blockStartLength);
  return bytes;
}

/** How long the JSON is, from the first bytes of a file. */
export function headerLengthOf(start: Uint8Array): number | { readonly error: string } {
  if (start.length < blockStartLength || new TextDecoder('latin1').decode(start.subarray(0, 8)) !== magic) {
    return { error: 'expected a block of runs, as --block writes it' };
  }
  const view = new DataView(start.buffer, start.byteOffset, start.byteLength);
  const format = view.getUint32(magic.length, true);
  if (format !== formatNumber) {
    return { error: `format ${format} of blocks; this version of fleetsim reads format ${formatNumber}` };
  }
  const length = view.getUint32(magic.length + 4, true);
  if (length <= headerLengthMax && length % valueLength === 0) return length;
  return { error: 'it is damaged: its header has no possible length' };
}

export function rowLengthOf({ variants, metrics }: BlockQuestion): number {
  return variants.length * metrics.length * valueLength;
}

/** Of the whole file. */
export function blockLengthOf(header: BlockHeader, headerLength: number): number {
  return blockStartLength + headerLength + header.count * rowLengthOf(header) + blockEndLength;
}

export function readHeader(json: Uint8Array): BlockHeader | { readonly error: string } {
  let data: unknown;
  try {
    data = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(json));
  } catch {
    return { error: 'it is damaged: its header is no JSON' };
  }
  const wrong = wrongKeyOf(data);
  return wrong === null ? (data as BlockHeader) : { error: `its header has no possible ${wrong}` };
}

type Check = (value: unknown) => boolean;
const isText: Check = (value) => typeof value === 'string' && value !== '';
const isHash: Check = (value) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
const isWhole: Check = (value) =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 0xffff_ffff;
const isListOf =
  (check: Check, lengthMin = 0): Check =>
  (value) =>
    Array.isArray(value) && value.length >= lengthMin && value.every(check);
const isMap: Check = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

const variantKeys: Readonly<Record<keyof BlockVariant, Check>> = {
  name: isText,
  seed: isText,
  sha256: isHash,
};

const headerKeys: Readonly<Record<keyof BlockHeader, Check>> = {
  format: (value) => value === blockFormat,
  fleetsim: isText,
  build: isHash,
  command: (value) => (blockCommands as readonly unknown[]).includes(value),
  files: isListOf((one) => isText(one) && !/[\\/]/.test(one as string), 1),
  options: (value) =>
    isMap(value) &&
    Object.entries(value as object).every(
      ([key, said]) => blockOptions.includes(key) && isListOf((one) => typeof one === 'string', 1)(said),
    ),
  variants: isListOf((one) => hasKeys(one, variantKeys), 1),
  metrics: (value) =>
    isListOf(isText, 1)(value) && new Set(value as string[]).size === (value as string[]).length,
  first: isWhole,
  count: isWhole,
  total: (value) => value === null || isWhole(value),
};

function hasKeys(value: unknown, keys: Readonly<Record<string, Check>>): boolean {
  return isMap(value) && Object.entries(keys).every(([key, check]) => check((value as never)[key]));
}

/** The first key whose value no block has. */
function wrongKeyOf(data: unknown): string | null {
  if (!isMap(data)) return 'form';
  const header = data as Record<string, unknown>;
  const wrong = Object.entries(headerKeys).find(([key, check]) => !check(header[key]));
  if (wrong !== undefined) return wrong[0];
  const { first, count, total } = data as BlockHeader;
  return total !== null && first + count > total ? 'total' : null;
}

/** What tells two questions apart, in words; null: they are one. */
export function differenceOfQuestions(one: BlockQuestion, other: BlockQuestion): string | null {
  for (const [key, words] of Object.entries(wordsOfKeys)) {
    const [a, b] = [one, other].map((each) => JSON.stringify(each[key as keyof BlockQuestion]));
    if (a !== b) return words;
  }
  return null;
}

const wordsOfKeys: Readonly<Record<keyof BlockQuestion, string>> = {
  format: 'another format',
  fleetsim: 'another version of fleetsim',
  build: 'another build of fleetsim',
  command: 'another command',
  files: 'another scenario',
  options: 'other options',
  variants: 'other content, settings or seeds of the scenario',
  metrics: 'other metrics',
};
