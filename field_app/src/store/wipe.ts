import { db } from "./db";
import { device, forgetKey } from "./keys";

/** Why the phone is empty, for the screen that says so. */
export type Wiped = "signed_out" | "lost" | "left" | "other_person";

const TABLES = [db.keys, db.plain, db.sealed, db.drafts, db.outbox, db.envelopes, db.files];

/**
 * Destroy the keys and everything that they opened, in one transaction. `remember` keeps what it takes
 * to tell the server later that this phone was signed out: a key that signs, none that opens.
 */
export async function wipe(why: Wiped, remember = false): Promise<void> {
  const row = await device();
  await db.transaction("rw", TABLES, async () => {
    for (const table of TABLES) await table.clear();
    if (remember && row?.token) {
      await db.keys.put({ name: "farewell", id: row.id, signing: row.signing, token: row.token });
    }
    await db.plain.put({ name: "wiped", value: why });
  });
  forgetKey();
}
