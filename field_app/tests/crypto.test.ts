import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { freshPhone } from "./phone";
import { open, openBytes, seal, sealBytes } from "../src/store/crypto";
import { db, type DeviceRow } from "../src/store/db";
import { deviceOrNew, keepSecret, ownKey, SignedOut, storeKey } from "../src/store/keys";
import { readSealed, writeSealed } from "../src/store/records";
import { wipe } from "../src/store/wipe";
import { finished } from "./phone";

beforeEach(freshPhone);

test("what was sealed opens again, and nothing of it lies open", async () => {
  await writeSealed("who", { name: "张大山" });
  assert.deepEqual(await readSealed("who"), { name: "张大山" });
  const row = await db.sealed.get("who");
  assert.ok(!Buffer.from(row!.box).includes("张大山"));
});

test("the same text is sealed differently each time", async () => {
  const key = await ownKey();
  const [a, b] = [await seal(key, "t:1", "same"), await seal(key, "t:1", "same")];
  assert.notDeepEqual(new Uint8Array(a.box), new Uint8Array(b.box));
});

test("a record moved to another place doesn't open", async () => {
  const key = await ownKey();
  const sealed = await seal(key, "drafts:1", { secret: true });
  await assert.rejects(open(key, "drafts:2", sealed));
});

test("one changed bit doesn't open", async () => {
  const key = await ownKey();
  const sealed = await sealBytes(key, "t:1", new Uint8Array([1, 2, 3]));
  new Uint8Array(sealed.box)[0]! ^= 1;
  await assert.rejects(openBytes(key, "t:1", sealed));
});

// Made with Python's cryptography from the same secret and device number, as docs/field-sync.md §2 says.
const PYTHON = {
  device: "3461728394857",
  secret: "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8",
  box: "bbfd6cfb3dd060fd94bebb7ba0ae0f04c4503a99a9cbfd4d6ac11ff962548327ab83fbee",
};

test("the store's key is the one that the protocol describes", async () => {
  const row = await deviceOrNew();
  const other: DeviceRow = { ...row, id: PYTHON.device };
  await keepSecret(other, PYTHON.secret);
  const box = new Uint8Array(Buffer.from(PYTHON.box, "hex")).buffer;
  const iv = Uint8Array.from({ length: 12 }, (_each, at) => at);
  assert.deepEqual(await open(await ownKey(), "sealed:who", { iv, box }), { name: "张大山" });
});

test("no key can be taken out of the phone", async () => {
  const row = await deviceOrNew();
  await assert.rejects(crypto.subtle.exportKey("raw", row.wrapping));
  await assert.rejects(crypto.subtle.exportKey("pkcs8", row.signing.privateKey));
  await assert.rejects(crypto.subtle.exportKey("raw", await ownKey()));
});

test("a wipe leaves neither key nor record", async () => {
  await writeSealed("who", { name: "张大山" });
  await finished();
  await wipe("lost");
  assert.equal(await storeKey(), null);
  await assert.rejects(ownKey(), SignedOut);
  for (const table of [db.keys, db.sealed, db.drafts, db.outbox, db.envelopes, db.files]) assert.equal(await table.count(), 0);
});

test("what is written while the phone is wiped isn't kept", async () => {
  const writing = finished();
  await wipe("lost");
  await writing.catch(() => undefined);
  assert.equal((await db.outbox.count()) + (await db.drafts.count()), 0);
});
