import { open, seal } from "./crypto";
import { db } from "./db";
import { ownKey } from "./keys";

/** Small values: plain ones that aren't personal, and sealed ones that are. */

export async function readPlain<T>(name: string): Promise<T | undefined> {
  return (await db.plain.get(name))?.value as T | undefined;
}

export async function writePlain(name: string, value: unknown): Promise<void> {
  await db.plain.put({ name, value });
}

export async function readSealed<T>(name: string): Promise<T | undefined> {
  const row = await db.sealed.get(name);
  return row && open<T>(await ownKey(), `sealed:${name}`, row);
}

export async function writeSealed(name: string, value: unknown): Promise<void> {
  await db.sealed.put({ name, ...(await seal(await ownKey(), `sealed:${name}`, value)) });
}
