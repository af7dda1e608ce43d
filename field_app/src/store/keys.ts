import { fromBase64Url } from "../kernel/base64";
import { newId } from "../kernel/ids";
import { openBytes, sealBytes } from "./crypto";
import { db, type DeviceRow, type FarewellRow } from "./db";

/** The keys of this phone (docs/field-sync.md §2): who it is, and what opens the store. */

const INFO = "hemu-field-store-v1";
const WRAPPED_AT = "keys:device";

let opened: { device: string; key: CryptoKey } | null = null;

export async function device(): Promise<DeviceRow | undefined> {
  return (await db.keys.get("device")) as DeviceRow | undefined;
}

export async function farewell(): Promise<FarewellRow | undefined> {
  return (await db.keys.get("farewell")) as FarewellRow | undefined;
}

/** This phone's number and keys, made at the first sign-in and kept until it is signed out or wiped. */
export async function deviceOrNew(): Promise<DeviceRow> {
  const known = await device();
  if (known) return known;
  const [signing, wrapping] = await Promise.all([
    crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"]),
    crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]),
  ]);
  const made: DeviceRow = { name: "device", id: newId(), signing, wrapping };
  await db.keys.put(made);
  return made;
}

/** The key of the store from the secret that the server gave. */
async function deriveKey(deviceId: string, secret: BufferSource): Promise<CryptoKey> {
  const text = new TextEncoder();
  const base = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: text.encode(deviceId), info: text.encode(INFO) };
  return crypto.subtle.deriveKey(how, base, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

/** Keep the secret, wrapped by this phone's own key, so that the store opens without a signal. */
export async function keepSecret(row: DeviceRow, secret: string): Promise<void> {
  row.wrapped = await sealBytes(row.wrapping, WRAPPED_AT, fromBase64Url(secret));
  await db.keys.put(row);
  opened = null;
}

/** The key of the store, or null when nobody has signed in on this phone. */
export async function storeKey(): Promise<CryptoKey | null> {
  const row = await device();
  if (!row?.wrapped) return (opened = null);
  if (opened?.device === row.id) return opened.key;
  const key = await deriveKey(row.id, await openBytes(row.wrapping, WRAPPED_AT, row.wrapped));
  opened = { device: row.id, key };
  return key;
}

/** The key of the store, where there must be one. */
export async function ownKey(): Promise<CryptoKey> {
  const key = await storeKey();
  if (!key) throw new SignedOut();
  return key;
}

/** Nobody is signed in on this phone (any more). */
export class SignedOut extends Error {
  constructor() {
    super("signed out");
  }
}

/** A wipe may come between sealing and writing: what was sealed with a key that is gone isn't written. */
export async function mustBeSignedIn(): Promise<void> {
  if (!(await device())) throw new SignedOut();
}

const forgetting: (() => void)[] = [];

/** What keeps opened records in memory says here how to drop them. */
export function whenForgotten(drop: () => void): void {
  forgetting.push(drop);
}

/** Nothing that was opened stays in memory, the key least of all. */
export function forgetKey(): void {
  opened = null;
  for (const drop of forgetting) drop();
}
