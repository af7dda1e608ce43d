import type { Moment } from "../protocol";
import { db } from "../store/db";

const KEPT_MS = 30 * 86_400_000;

/** What arrived a month ago needn't lie on the phone any longer. What waits, came back or is argued about stays. */
export async function tidy(now: Moment): Promise<void> {
  await db.transaction("rw", db.outbox, db.files, async () => {
    const old = await db.outbox.where({ state: "stored" }).filter((row) => (row.answered ?? now) < now - KEPT_MS).primaryKeys();
    const open = await db.files.where("item").anyOf(old).filter((file) => file.state === "ready").toArray();
    const done = old.filter((id) => !open.some((file) => file.item === id));
    await db.files.where("item").anyOf(done).delete();
    await db.outbox.bulkDelete(done);
  });
}
