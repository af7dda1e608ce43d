/**
 * Identifiers made on the phone: 63 bits, time-ordered, as decimal text, because a number of 63 bits
 * doesn't fit into JavaScript's (docs/field-sync.md §1; the server's own are in hemu/kernel/ids.py).
 */
const EPOCH = 1_420_070_400_000;
const RANDOM_BITS = 22n;
const RANDOM_MASK = 0x3fffff;

/** A new identifier. A phone whose clock says a time before 2015 makes ones that are small, but good. */
export function newId(now: number = Date.now()): string {
  const stamp = BigInt(Math.max(1, Math.trunc(now) - EPOCH));
  const random = crypto.getRandomValues(new Uint32Array(1))[0]! & RANDOM_MASK;
  return ((stamp << RANDOM_BITS) | BigInt(random)).toString();
}

/** The moment at which an identifier was made, in milliseconds since 1970. */
export function madeAt(id: string): number {
  return Number(BigInt(id) >> RANDOM_BITS) + EPOCH;
}
