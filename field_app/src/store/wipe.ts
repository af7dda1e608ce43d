import { db, type FarewellRow } from "./db";
import { device, forgetKey } from "./keys";

/** Why the phone is empty, for the screen that says so. */
export type Wiped = "signed_out" | "lost" | "left" | "other_person";

const TABLES = [db.keys, db.plain, db.sealed, db.drafts, db.outbox, db.envelopes, db.files];

/**
 * Destroy the keys and everything that they opened, in one transaction. With `leaving`, what it takes to
 * tell the server that this phone was signed out is kept until that is done: a key that signs, none that opens.
 */
export async function wipe(why: Wiped, leaving?: Pick<FarewellRow, "person" | "unsent">): Promise<void> {
  const row = await device();
  await db.transaction("rw", TABLES, async () => {
    for (const table of TABLES) await table.clear();
    if (leaving && row?.token) {
      await db.keys.put({ name: "farewell", id: row.id, signing: row.signing, token: row.token, ...leaving });
    }
    await db.plain.put({ name: "wiped", value: why });
  });
  forgetKey();
}
