import { call } from "../net/call";
import type { Reference, Today } from "../protocol";
import { db, type DeviceRow } from "../store/db";
import { readSealed, writePlain, writeSealed } from "../store/records";
import type { Stop } from "../outbox/files";

/** What the phone holds of the server's: reference data and today's list, of one's own grids only (§3). */

interface Held<T> {
  etag: string;
  value: T;
}

async function fetchOne<T>(row: DeviceRow, name: "reference" | "today"): Promise<Stop | null> {
  const etag = (await readSealed<Held<T>>(name))?.etag;
  const answer = await call<T>(row, { method: "GET", path: `/${name}`, ...(etag ? { etag } : {}) });
  if (!answer.ok) return answer;
  if (answer.status !== 304) await writeSealed(name, { etag: answer.etag, value: answer.body } satisfies Held<T>);
  return null;
}

/** What the forms are made of; it seldom changes, and then this costs one small request. */
export function fetchReference(row: DeviceRow): Promise<Stop | null> {
  return fetchOne<Reference>(row, "reference");
}

export async function fetchToday(row: DeviceRow): Promise<Stop | null> {
  const stop = await fetchOne<Today>(row, "today");
  if (!stop) await writePlain("fetched", Date.now());
  return stop;
}

export async function reference(): Promise<Reference | null> {
  return (await readSealed<Held<Reference>>("reference"))?.value ?? null;
}

export async function today(): Promise<Today | null> {
  return (await readSealed<Held<Today>>("today"))?.value ?? null;
}

/** How many items wait: what signing out would destroy. */
export async function unsent(): Promise<{ items: number; drafts: number; files: number }> {
  const [items, drafts, files] = await Promise.all([
    db.outbox.where("state").anyOf("waiting", "refused").count(),
    db.drafts.count(),
    db.files.where({ state: "ready" }).count(),
  ]);
  return { items, drafts, files };
}
