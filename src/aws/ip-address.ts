/** IP addresses and blocks of them, as event patterns compare them: IPv4 and IPv6, in any way of writing. */

/** Its 4 or 16 bytes. */
export type Address = readonly number[];

export interface Block {
  readonly address: Address;
  readonly prefixLength: number;
}

/** Null: the text is no address. */
export function parseAddress(text: string): Address | null {
  return text.includes(':') ? parseIpv6(text) : parseIpv4(text);
}

function parseIpv4(text: string): Address | null {
  if (!/^[0-9]{1,3}(\.[0-9]{1,3}){3}$/.test(text)) return null;
  const bytes = text.split('.').map(Number);
  return bytes.every((byte) => byte <= 255) ? bytes : null;
}

function parseIpv6(text: string): Address | null {
  if (!/^[0-9a-fA-F:]{2,39}$/.test(text)) return null;
  const halves = text.split('::').map((half) => (half === '' ? [] : half.split(':')));
  const [before = [], after = []] = halves;
  const missing = 8 - before.length - after.length;
  if (halves.length > 2 || (halves.length === 2 ? missing < 1 : missing !== 0)) return null;
  const groups = [...before, ...new Array<string>(missing).fill('0'), ...after];
  if (!groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return null;
  return groups.flatMap((group) => {
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 255];
  });
}

/** `10.0.0.0/24`, or why AWS refuses it: a block of one address is none. */
export function blockOf(text: string): Block | { readonly message: string } {
  const [written = '', mask, ...more] = text.split('/');
  if (mask === undefined || more.length > 0)
    return { message: 'expected an address, one / and a prefix length' };
  const address = parseAddress(written);
  if (address === null) return { message: `expected an IPv4 or IPv6 address before /, found ${written}` };
  const max = address.length * 8 - 1;
  const prefixLength = /^[0-9]{1,3}$/.test(mask) ? Number(mask) : Number.NaN;
  if (prefixLength <= max) return { address, prefixLength };
  return { message: `expected a prefix length from 0 to ${max}; one address is written without cidr` };
}

export function contains({ address, prefixLength }: Block, candidate: Address): boolean {
  if (candidate.length !== address.length) return false;
  return address.every((byte, index) => {
    const bits = Math.min(8, Math.max(0, prefixLength - index * 8));
    const mask = (0xff << (8 - bits)) & 0xff;
    return (byte & mask) === (candidate[index]! & mask);
  });
}
