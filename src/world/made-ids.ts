/** Ids as AWS makes them, from text: the same in every run of a scenario. */
import { createHash } from 'node:crypto';

type Part = string | number;

function digits(parts: readonly Part[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/** 32 hexadecimal digits in the shape of a UUID. */
export function uuidFrom(...parts: readonly Part[]): string {
  const hex = digits(parts);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
}

/** `mw-0123456789abcdef0`: a prefix and 17 hexadecimal digits. */
export function idFrom(prefix: string, ...parts: readonly Part[]): string {
  return `${prefix}-${digits(parts).slice(0, 17)}`;
}

/** 32 bits of a text, which say in a draw what it is about: FNV-1a, since every event asks for them. */
export function ordinalFrom(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash | 0;
}

/** 53 bits of it, to tell many texts apart without keeping them. */
export function keyFrom(text: string): number {
  let hash = 0;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash, 31) + text.charCodeAt(index);
  return (ordinalFrom(text) >>> 0) * 0x200000 + ((hash >>> 11) & 0x1fffff);
}
