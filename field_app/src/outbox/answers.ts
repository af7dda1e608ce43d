import { newId } from "../kernel/ids";
import type { Id, Jump, Moment, Result, SyncAnswer } from "../protocol";
import { db, type EnvelopeRow, type OutboxRow } from "../store/db";
import { readPlain, writePlain } from "../store/records";
import { keepDraft, openDraft, openEach, openItem, sealItem, type Body, type Draft } from "./queue";

/** What becomes of the items of an envelope that was answered. */

type Change = Partial<OutboxRow>;

const SECOND = 1000;
const DEFAULT_WAIT_S = 60;

/** Write down an answer: every item of the envelope changes in one transaction, and the envelope is gone. */
export async function takeAnswer(row: EnvelopeRow, answer: SyncAnswer, now: Moment): Promise<void> {
  const known = new Map((await db.outbox.bulkGet(row.items)).flatMap((item) => (item ? [[item.id, item]] : [])));
  const changes = new Map<Id, Change>();
  for (const result of answer.results) {
    const item = known.get(result.id);
    if (item) changes.set(item.id, { envelope: "", ...(await change(item, result, now)) });
  }
  await db.transaction("rw", db.outbox, db.envelopes, async () => {
    // An item that the answer doesn't speak of waits for the next envelope.
    await db.outbox.where({ envelope: row.id }).modify({ envelope: "" });
    for (const [id, each] of changes) await db.outbox.update(id, each);
    await db.envelopes.delete(row.id);
  });
  await forgetJumps(row.jumps);
  for (const result of answer.results) {
    if (result.status === "refused" && result.error.code === "id_taken") await renumber(result.id);
  }
}

async function change(item: OutboxRow, result: Result, now: Moment): Promise<Change> {
  if (result.status === "later") return { after: now + (result.retry_after ?? DEFAULT_WAIT_S) * SECOND };
  const { row: _row, ...body } = await openItem(item);
  return { answered: now, ...says(body, result), ...(await sealItem(item.id, body)) };
}

/** Put into the body what the server said of it; answers the item's new state. */
function says(body: Body, result: Exclude<Result, { status: "later" }>): Change {
  if (result.status === "refused") {
    body.message = result.error.message;
    body.fields = result.error.fields ?? {};
    return { state: "refused" };
  }
  if (result.record) body.record = result.record;
  if (result.status !== "conflict") return { state: "stored" };
  body.message = result.message;
  if (result.theirs) body.theirs = result.theirs;
  return { state: "conflict" };
}

async function forgetJumps(told: number): Promise<void> {
  if (!told) return;
  await writePlain("jumps", ((await readPlain<Jump[]>("jumps")) ?? []).slice(told));
}

/**
 * Another's record has this number, which happens once in millions: the item gets a new one, also where
 * drafts and other items that haven't been sent name it, and goes again.
 */
export async function renumber(old: Id): Promise<Id> {
  const fresh = newId();
  const rows = await db.outbox.where("state").anyOf("waiting", "refused").toArray();
  const changed: OutboxRow[] = [];
  for (const row of rows) {
    const { row: _row, ...body } = await openItem(row);
    const text = JSON.stringify(body);
    if (row.id !== old && (row.envelope || !text.includes(`"${old}"`))) continue;
    const id = row.id === old ? fresh : row.id;
    const renamed = JSON.parse(text.replaceAll(`"${old}"`, `"${fresh}"`)) as Body;
    delete renamed.message;
    delete renamed.fields;
    changed.push({ ...row, id, state: "waiting", ...(await sealItem(id, renamed)) });
  }
  await db.transaction("rw", db.outbox, db.files, async () => {
    await db.outbox.delete(old);
    await db.outbox.bulkPut(changed);
    await db.files.where({ item: old }).modify({ item: fresh });
  });
  for (const each of await openEach(await db.drafts.toArray(), openDraft)) {
    const text = JSON.stringify(each);
    if (text.includes(`"${old}"`)) await keepDraft(JSON.parse(text.replaceAll(`"${old}"`, `"${fresh}"`)) as Draft);
  }
  return fresh;
}
