import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { allOf, envelopeIn, finished, freshPhone, json, server, states } from "./phone";
import { keepFile, openFile } from "../src/outbox/files";
import { sync } from "../src/outbox/sync";
import { db, type DeviceRow } from "../src/store/db";
import { digest } from "../src/store/crypto";
import { device, storeKey } from "../src/store/keys";
import { readPlain } from "../src/store/records";

beforeEach(freshPhone);

const isSync = (path: string): boolean => path.endsWith("/sync");

test("what waits is sent once, signed with the phone's key", async () => {
  const id = await finished();
  const seen = server((asked) => (isSync(asked.path) ? allOf(asked, { status: "stored", record: { id } }) : null));
  assert.equal(await sync(), "done");
  assert.deepEqual(await states(), ["stored"]);
  const sent = seen.find((asked) => isSync(asked.path))!;
  const text = ["HEMU-FIELD-1", "POST", "/field/v1/sync", sent.headers.get("Hemu-At"), sent.headers.get("Hemu-Clock"), await digest(sent.body as Uint8Array<ArrayBuffer>)];
  const proof = Buffer.from(sent.headers.get("Hemu-Proof")!, "base64url");
  const { signing } = (await device())!;
  const good = await crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, signing.publicKey, proof, Buffer.from(text.join("\n")));
  assert.ok(good);
});

test("a lost answer makes the same bytes go again", async () => {
  await finished();
  let lost = 0;
  const seen = server((asked) => (isSync(asked.path) ? ((lost += 1) < 4 ? "lost" : allOf(asked, { status: "stored" })) : null));
  for (let time = 0; time < 3; time += 1) assert.equal(await sync(true), "offline");
  await finished();
  assert.equal(await sync(true), "done");
  const bodies = seen.filter((asked) => isSync(asked.path)).map((asked) => Buffer.from(asked.body).toString("hex"));
  assert.equal(new Set(bodies.slice(0, 4)).size, 1);
  assert.deepEqual(await states(), ["stored", "stored"]);
});

test("with no way through nothing is put into an envelope", async () => {
  await finished();
  server(() => "lost");
  assert.equal(await sync(), "offline");
  assert.equal(await db.envelopes.count(), 0);
});

test("after a failure the phone pauses, unless a person asks", async () => {
  const seen = server(() => "lost");
  await sync();
  const before = seen.length;
  assert.equal(await sync(), "later");
  assert.equal(seen.length, before);
  assert.equal(await sync(true), "offline");
});

test("the server's wish to be left alone is obeyed", async () => {
  server(() => json({ error: "busy", message: "忙" }, 503, { "Retry-After": "900" }));
  assert.equal(await sync(), "later");
  assert.ok((await readPlain<{ until: number }>("retry"))!.until > Date.now() + 890_000);
});

test("a wrong clock is learned of, and the request signed anew", async () => {
  const ahead = 7 * 3_600_000;
  let stale = true;
  const seen = server(() => {
    const now = Date.now() + ahead;
    if (!stale) return json({}, 200, { "Hemu-Time": String(now) });
    stale = false;
    return json({ error: "stale", server_time: now }, 401, { "Hemu-Time": String(now) });
  });
  await sync();
  assert.ok(Math.abs(Number(seen[1]!.headers.get("Hemu-At")) - Date.now() - ahead) < 5_000);
});

test("too large an envelope is halved until it passes", async () => {
  for (let count = 0; count < 8; count += 1) await finished();
  const sizes: number[] = [];
  server(async (asked) => {
    if (!isSync(asked.path)) return null;
    const { items } = await envelopeIn(asked);
    sizes.push(items.length);
    return items.length > 2 ? json({ error: "too_large" }, 413) : allOf(asked, { status: "stored" });
  });
  assert.equal(await sync(), "done");
  assert.deepEqual(sizes.slice(0, 3), [8, 4, 2]);
  assert.deepEqual(await states(), Array.from({ length: 8 }, () => "stored"));
});

test("an item that spoils every envelope is put aside and holds up no other", async () => {
  const bad = await finished({ data: { object_name: "坏" } });
  await finished();
  server(async (asked) => {
    if (!isSync(asked.path)) return null;
    const { items } = await envelopeIn(asked);
    return items.some((each) => each.id === bad) ? json({ error: "invalid", message: "读不懂" }, 422) : allOf(asked, { status: "stored" });
  });
  assert.equal(await sync(), "done");
  assert.deepEqual(await states(), ["refused", "stored"]);
});

test("a number that was used for other items is given up for another", async () => {
  await finished();
  const numbers: string[] = [];
  server(async (asked) => {
    if (!isSync(asked.path)) return null;
    numbers.push((await envelopeIn(asked)).envelope);
    return numbers.length === 1 ? json({ error: "envelope_reused" }, 409) : allOf(asked, { status: "stored" });
  });
  assert.equal(await sync(), "done");
  assert.equal(new Set(numbers).size, 2);
});

test("an unknown token keeps everything and asks for a new sign-in", async () => {
  await finished();
  server(() => json({ error: "sign_in", reason: "unknown" }, 401));
  assert.equal(await sync(), "sign_in");
  assert.equal(((await device()) as DeviceRow).mustSignIn, "unknown");
  assert.deepEqual(await states(), ["waiting"]);
  assert.ok(await storeKey());
});

test("a lost phone is emptied at its next contact", async () => {
  await finished();
  server(() => json({ error: "wipe", reason: "lost" }, 410));
  assert.equal(await sync(), "wiped");
  assert.equal(await storeKey(), null);
  assert.equal(await db.outbox.count(), 0);
  assert.equal(await readPlain("wiped"), "lost");
});

test("a list that the server can't make holds up nothing", async () => {
  await finished();
  server((asked) => {
    if (isSync(asked.path)) return allOf(asked, { status: "stored" });
    return json({ error: "fault", message: "清单做不出来" }, 500);
  });
  assert.equal(await sync(), "later");
  assert.deepEqual(await states(), ["stored"]);
  assert.equal((await readPlain<{ message: string }>("status"))!.message, "清单做不出来");
});

test("a list for which the phone has no room holds up nothing", async () => {
  const full = (): never => {
    throw new DOMException("full", "QuotaExceededError");
  };
  await finished();
  server((asked) => (isSync(asked.path) ? allOf(asked, { status: "stored" }) : json({ grids: [] })));
  db.sealed.hook("creating", full);
  try {
    assert.equal(await sync(), "later");
  } finally {
    db.sealed.hook("creating").unsubscribe(full);
  }
  assert.deepEqual(await states(), ["stored"]);
  assert.match((await readPlain<{ message: string }>("status"))!.message, /存储空间不够/);
});

test("an operator's own page is no answer", async () => {
  await finished();
  server(() => new Response("<html>请登录热点</html>", { status: 200 }));
  assert.equal(await sync(), "later");
  assert.deepEqual(await states(), ["waiting"]);
});

async function aPhoto(size: number): Promise<string> {
  const item = await finished();
  await keepFile({ id: "70", item, kind: "photo", order: 0 }, { type: "image/jpeg", taken_at: 5 }, new Blob([new Uint8Array(size).fill(7)]));
  await db.files.update("70", { state: "ready" });
  return "70";
}

/** The server's side of one file: what it has, and how often it loses an answer or forgets. */
function filing(size: number, loses: number): { asked: string[]; has: () => number } {
  let has = 0;
  let answers = 0;
  const asked: string[] = [];
  server(async ({ path, body }) => {
    if (isSync(path)) return null;
    if (!path.includes("/uploads")) return null;
    asked.push(path);
    if (path.endsWith("/uploads")) return json({ id: "70", offset: has, state: "open" });
    if (path.endsWith("/finish")) return has === size ? json({ id: "70", state: "done" }) : json({ error: "offset", offset: has }, 409);
    const offset = Number(new URL(path, "http://x").searchParams.get("offset"));
    if (offset !== has) return json({ error: "offset", offset: has }, 409);
    has += body.length;
    answers += 1;
    return answers <= loses ? "lost" : json({ offset: has });
  });
  return { asked, has: () => has };
}

test("a photo goes in pieces, on from where it broke off, and each piece once", async () => {
  const size = 600_000;
  const id = await aPhoto(size);
  await db.outbox.clear();
  const there = filing(size, 2);
  assert.equal(await sync(true), "offline");
  assert.equal(await sync(true), "offline");
  assert.equal(await sync(true), "done");
  assert.equal(there.has(), size);
  const row = (await db.files.get(id))!;
  assert.deepEqual([row.state, row.offset], ["done", size]);
  assert.equal((await openFile(row)).bytes.length, 0);
  assert.deepEqual(there.asked.filter((path) => path.includes("chunk")).map((path) => path.split("=")[1]), ["0", "262144", "524288"]);
});

test("a photo that is none is put aside with the server's words", async () => {
  const id = await aPhoto(10);
  await db.outbox.clear();
  server(({ path }) => {
    if (path.endsWith("/finish")) return json({ error: "not_a_photo", message: "这不是照片", state: "refused" }, 422);
    if (path.endsWith("/uploads")) return json({ id, offset: 0, state: "open" });
    return path.includes("chunk") ? json({ offset: 10 }) : null;
  });
  assert.equal(await sync(), "done");
  const row = (await db.files.get(id))!;
  assert.equal(row.state, "refused");
  assert.equal((await openFile(row)).about.message, "这不是照片");
});
