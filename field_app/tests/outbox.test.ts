import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { aDraft, finished, freshPhone, states } from "./phone";
import { RUN, ticks } from "../src/kernel/clock";
import { isFull } from "../src/kernel/full";
import { renumber, takeAnswer } from "../src/outbox/answers";
import { bytesOf, dissolve, makeEnvelope, waitingEnvelope } from "../src/outbox/envelopes";
import { keepFile } from "../src/outbox/files";
import { pause } from "../src/outbox/pause";
import { asSent, beginDraft, draft, dropDraft, finish, Gone, keepDraft, openItem, stripped, takeBack, takeBegun } from "../src/outbox/queue";
import { reshape, SHAPE } from "../src/outbox/shapes";
import { tidy } from "../src/outbox/tidy";
import type { Envelope, Result } from "../src/protocol";
import { db } from "../src/store/db";

beforeEach(freshPhone);

const item = async (id: string) => openItem((await db.outbox.get(id))!);

async function answered(...results: Result[]): Promise<void> {
  const envelope = (await makeEnvelope(Date.now(), 50, false))!;
  await takeAnswer(envelope, { envelope: envelope.id, received_at: 1, offset: 0, results }, Date.now());
}

test("a draft is kept as it was typed", async () => {
  const begun = aDraft({ data: { object_name: "罗", has_dispute: null, _step: 2 } });
  await beginDraft(begun);
  assert.deepEqual(await draft(begun.id), begun);
});

test("what was finished or thrown away isn't written again by a window that still shows it", async () => {
  const begun = aDraft();
  await beginDraft(begun);
  await finish(begun);
  await assert.rejects(keepDraft(begun), Gone);
  await assert.rejects(finish({ ...begun, title: "另一份" }), Gone);
  const other = aDraft();
  await beginDraft(other);
  await dropDraft(other.id);
  await assert.rejects(keepDraft(other), Gone);
  assert.equal(await db.drafts.count(), 0);
  assert.deepEqual((await db.outbox.toArray()).map((row) => row.id), [begun.id]);
});

test("a draft for which there was no room is written when there is some again", async () => {
  const full = (): never => {
    throw new DOMException("full", "QuotaExceededError");
  };
  const begun = aDraft();
  db.drafts.hook("creating", full);
  try {
    await assert.rejects(beginDraft(begun), isFull);
    await assert.rejects(keepDraft(begun), isFull);
  } finally {
    db.drafts.hook("creating").unsubscribe(full);
  }
  await keepDraft({ ...begun, data: { object_name: "罗世明一家" } });
  assert.equal((await draft(begun.id))!.data["object_name"], "罗世明一家");
});

test("a draft is handed to its screen once, and then lies on the phone", async () => {
  const begun = aDraft();
  const kept = beginDraft(begun);
  assert.deepEqual(takeBegun(begun.id), begun);
  assert.equal(takeBegun(begun.id), null);
  await kept;
  assert.deepEqual(await draft(begun.id), begun);
});

test("finishing moves a draft and its files in one step, and counts", async () => {
  const begun = aDraft();
  await beginDraft(begun);
  await keepFile({ id: "7", item: begun.id, kind: "photo", order: 0 }, { type: "image/jpeg" }, new Blob(["x"]));
  await finish(begun);
  assert.equal(await draft(begun.id), null);
  assert.equal((await db.files.get("7"))!.state, "ready");
  await finished();
  assert.deepEqual((await db.outbox.orderBy("n").toArray()).map((row) => row.n), [1, 2]);
});

test("dropping a draft drops its files, and no other's", async () => {
  const begun = aDraft();
  await beginDraft(begun);
  await keepFile({ id: "7", item: begun.id, kind: "photo", order: 0 }, { type: "image/jpeg" }, new Blob(["x"]));
  await keepFile({ id: "8", item: "1", kind: "photo", order: 0 }, { type: "image/jpeg" }, new Blob(["x"]));
  await dropDraft(begun.id);
  assert.deepEqual((await db.files.toArray()).map((row) => row.id), ["8"]);
});

test("an envelope holds the oldest fifty, and stays the same bytes", async () => {
  for (let count = 0; count < 53; count += 1) await finished();
  const envelope = (await makeEnvelope(Date.now(), 50, false))!;
  const first = await bytesOf(envelope);
  const said = JSON.parse(new TextDecoder().decode(first)) as Envelope;
  assert.deepEqual(said.items.map((each) => each.n), Array.from({ length: 50 }, (_each, at) => at + 1));
  assert.deepEqual(await bytesOf((await waitingEnvelope())!), first);
});

test("what is in an envelope can't be taken back; dissolved, it can", async () => {
  const id = await finished();
  const envelope = (await makeEnvelope(Date.now(), 50, false))!;
  assert.equal(await takeBack(id), false);
  await dissolve(envelope);
  assert.equal(await takeBack(id), true);
  assert.equal((await draft(id))!.data["object_name"], "罗世明");
  assert.equal(await db.outbox.count(), 0);
});

test("each of the five answers has its consequence", async () => {
  const ids = [await finished(), await finished(), await finished(), await finished(), await finished()];
  const [stored, already, conflict, refused, later] = ids as [string, string, string, string, string];
  await answered(
    { id: stored, status: "stored", record: { id: stored, edition: 1 } },
    { id: already, status: "already" },
    { id: conflict, status: "conflict", message: "已有人改过", theirs: [["现场工作", "甲", "乙"]] },
    { id: refused, status: "refused", error: { code: "invalid", message: "不对", fields: { object_phone: ["电话不对"] } } },
    { id: later, status: "later", retry_after: 60 },
  );
  assert.deepEqual(await states(), ["stored", "stored", "conflict", "refused", "waiting"]);
  assert.deepEqual((await item(conflict)).theirs, [["现场工作", "甲", "乙"]]);
  assert.deepEqual((await item(refused)).fields, { object_phone: ["电话不对"] });
  assert.ok((await item(later)).row.after > Date.now() + 50_000);
  assert.equal(await makeEnvelope(Date.now(), 50, false), null);
  assert.equal((await makeEnvelope(Date.now() + 61_000, 50, false))!.items[0], later);
});

test("an item that the answer forgot waits for the next envelope", async () => {
  const id = await finished();
  await answered();
  assert.deepEqual((await makeEnvelope(Date.now(), 50, false))!.items, [id]);
});

test("put right, an item keeps its number, its count and its time", async () => {
  const id = await finished();
  const before = (await item(id)).row;
  await answered({ id, status: "refused", error: { code: "invalid", message: "不对" } });
  await takeBack(id);
  const begun = (await draft(id))!;
  assert.equal(begun.message, "不对");
  await finish({ ...begun, data: { object_name: "罗世明2" } });
  const after = await item(id);
  assert.deepEqual([after.row.n, after.row.at, after.row.state], [before.n, before.at, "waiting"]);
  assert.equal(after.message, undefined);
  assert.equal(asSent(after).age, null);
});

test("a number that was another's is made anew, also where it is named", async () => {
  const visit = await finished();
  const hazard = await finished({ kind: "hazard", data: { visit, text: "沟" } });
  await keepFile({ id: "7", item: visit, kind: "photo", order: 0 }, { type: "image/jpeg" }, new Blob(["x"]));
  const service = aDraft({ kind: "service", data: { origin: { source: "visit", county: 522725, id: visit } } });
  await beginDraft(service);
  const fresh = await renumber(visit);
  assert.equal(await db.outbox.get(visit), undefined);
  assert.equal(((await draft(service.id))!.data["origin"] as { id: string }).id, fresh);
  assert.equal((await item(hazard)).data["visit"], fresh);
  assert.equal((await db.files.get("7"))!.item, fresh);
  assert.equal((await item(fresh)).data["object_name"], "罗世明");
});

test("what is only the screen's and what is empty isn't sent", () => {
  const data = { a: 1, b: "", c: null, _step: 3, d: { _x: 1, e: false }, f: [{ g: "", h: 0 }] };
  assert.deepEqual(stripped(data), { a: 1, d: { e: false }, f: [{ h: 0 }] });
});

test("the age of an item is known in the run that made it", async () => {
  const id = await finished();
  const sent = asSent(await item(id));
  assert.ok(sent.age !== null && sent.age >= 0 && sent.age <= ticks());
  await db.outbox.update(id, { run: `${RUN}x` });
  assert.equal(asSent(await item(id)).age, null);
});

test("older shapes are brought up to date step by step", () => {
  const steps = {
    1: (_kind: string, data: object) => ({ ...data, b: 2 }),
    2: (_kind: string, data: object) => ({ ...data, c: 3 }),
  };
  assert.deepEqual(reshape("visit", 1, { a: 1 }, steps, 3), { a: 1, b: 2, c: 3 });
  assert.deepEqual(reshape("visit", 2, { a: 1 }, steps, 3), { a: 1, c: 3 });
  assert.deepEqual(reshape("visit", SHAPE, { a: 1 }), { a: 1 });
});

test("what arrived a month ago is cleared away, and nothing else", async () => {
  const ids = [await finished(), await finished(), await finished(), await finished()];
  const [old, withPhoto, fresh, waiting] = ids as [string, string, string, string];
  const month = 31 * 86_400_000;
  await keepFile({ id: "7", item: withPhoto, kind: "photo", order: 0 }, { type: "image/jpeg" }, new Blob(["x"]));
  await db.files.update("7", { state: "ready" });
  await keepFile({ id: "8", item: old, kind: "photo", order: 0 }, { type: "image/jpeg" }, new Blob(["x"]));
  await db.files.update("8", { state: "done" });
  const now = Date.now();
  await db.outbox.update(old, { state: "stored", answered: now - month });
  await db.outbox.update(withPhoto, { state: "stored", answered: now - month });
  await db.outbox.update(fresh, { state: "stored", answered: now });
  await db.outbox.update(waiting, { at: now - month });
  await tidy(now);
  assert.deepEqual((await db.outbox.orderBy("n").primaryKeys()), [withPhoto, fresh, waiting]);
  assert.deepEqual(await db.files.toCollection().primaryKeys(), ["7"]);
});

test("pauses double, are spread, end at five minutes, and obey the server", () => {
  assert.equal(pause(0, 0, () => 0), 5_000);
  assert.equal(pause(3, 0, () => 0), 40_000);
  assert.equal(pause(0, 0, () => 1), 2_500);
  assert.equal(pause(60, 0, () => 0), 300_000);
  assert.equal(pause(0, 120_000, () => 0), 120_000);
});

test("no room left is known by either shape in which browsers and Dexie say it", () => {
  const said = new DOMException("no room", "QuotaExceededError");
  assert.ok(isFull(said));
  assert.ok(isFull(Object.assign(new Error("AbortError"), { inner: said })));
  assert.ok(![null, "QuotaExceededError", new Error("other")].some(isFull));
});
