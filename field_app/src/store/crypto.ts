/**
 * What lies on the phone lies sealed: AES-GCM with a fresh nonce for each record. The place where a
 * record lies (table and id) is sealed in with it, so that nobody can swap two records.
 */
export interface Sealed {
  iv: Uint8Array<ArrayBuffer>;
  box: ArrayBuffer;
}

const NONCE_BYTES = 12;

function named(place: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(place) as Uint8Array<ArrayBuffer>;
}

/** Seal bytes that lie at `place`. */
export async function sealBytes(key: CryptoKey, place: string, bytes: BufferSource): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const box = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: named(place) }, key, bytes);
  return { iv, box };
}

/** The bytes again. Rejects when the key, the place or a single bit is another. */
export function openBytes(key: CryptoKey, place: string, { iv, box }: Sealed): Promise<ArrayBuffer> {
  return crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData: named(place) }, key, box);
}

/** Seal anything that JSON can say. */
export function seal(key: CryptoKey, place: string, value: unknown): Promise<Sealed> {
  return sealBytes(key, place, new TextEncoder().encode(JSON.stringify(value)) as Uint8Array<ArrayBuffer>);
}

/** What was sealed. */
export async function open<T>(key: CryptoKey, place: string, sealed: Sealed): Promise<T> {
  return JSON.parse(new TextDecoder().decode(await openBytes(key, place, sealed))) as T;
}

/** SHA-256 of bytes, in hexadecimal. */
export async function digest(bytes: BufferSource): Promise<string> {
  const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(sum, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
