import assert from "node:assert/strict";
import { test } from "node:test";
import { Writer, wordsFor } from "../src/app/draft";
import { marked } from "../src/forms/at-hand";
import { followUp } from "../src/forms/follow-up";
import { fromInput, isLate, saidDue, saidMoment, toInput } from "../src/kernel/days";
import { stripped, type Draft } from "../src/outbox/queue";
import type { Reference } from "../src/protocol";
import { deviceName } from "../src/session/device";

const NOON = Date.UTC(2026, 10, 24, 4, 30);

test("moments are China's, wherever the phone was bought", () => {
  assert.equal(toInput(NOON), "2026-11-24T12:30");
  assert.equal(fromInput("2026-11-24T12:30"), NOON);
  assert.equal(fromInput(""), null);
});

test("days are said as people say them", () => {
  assert.equal(saidMoment(NOON, NOON), "今天 12:30");
  assert.equal(saidMoment(NOON - 86_400_000, NOON), "昨天 12:30");
  assert.equal(saidMoment(NOON - 5 * 86_400_000, NOON), "11月19日 12:30");
  assert.equal(saidDue("2026-11-24", NOON), "今天到期");
  assert.equal(saidDue("2026-11-27", NOON), "3 天后到期");
  assert.equal(saidDue("2026-11-22", NOON), "已过期 2 天");
  assert.ok(isLate("2026-11-23", NOON) && !isLate("2026-11-24", NOON));
});

const typed = (name: string): Draft => ({ id: "1", kind: "visit", base: null, title: "", data: { name } });

test("every change is written, the last one last, none at the same time", async () => {
  const written: string[] = [];
  let busy = 0;
  let saved = (): void => undefined;
  const all = new Promise<void>((done) => (saved = done));
  const writer = new Writer(async (draft) => {
    busy += 1;
    assert.equal(busy, 1);
    await new Promise((done) => setTimeout(done, 5));
    written.push(String(draft.data["name"]));
    busy -= 1;
  }, (state) => state === "saved" && saved());
  for (const letter of ["a", "ab", "abc"]) writer.put(typed(letter));
  await all;
  assert.equal(written.at(-1), "abc");
});

test("a draft that is finished isn't written any more", async () => {
  const written: string[] = [];
  const writer = new Writer(async (draft) => {
    await new Promise((done) => setTimeout(done, 5));
    written.push(String(draft.data["name"]));
  }, () => undefined);
  writer.put(typed("a"));
  writer.put(typed("b"));
  await writer.stop();
  await new Promise((done) => setTimeout(done, 20));
  assert.deepEqual(written, ["a"]);
});

test("a write that fails is told, and the next one is tried", async () => {
  const told: string[] = [];
  let fails = true;
  const writer = new Writer(async () => {
    if (fails) throw new Error("full");
  }, (state) => told.push(state));
  const silent = console.error;
  console.error = () => undefined;
  writer.put(typed("a"));
  await new Promise((done) => setTimeout(done));
  console.error = silent;
  fails = false;
  writer.put(typed("b"));
  await new Promise((done) => setTimeout(done));
  assert.deepEqual(told, ["saving", "failed", "saving", "saved"]);
});

test("the server's names of fields lead to the screen's", () => {
  const fields = { "new.parties.0.name": ["a"], "promises-1-what": ["b"], object_phone: ["c"] };
  assert.equal(wordsFor(fields, "parties-0-name"), "a");
  assert.equal(wordsFor(fields, "promises-1-what"), "b");
  assert.equal(wordsFor(fields, "phone"), undefined);
});

test("a phone is named so that a person knows it again", () => {
  const redmi = "Mozilla/5.0 (Linux; Android 13; Redmi 12 Build/TP1A) AppleWebKit/537.36 Chrome/131.0 Mobile Safari/537.36";
  assert.equal(deviceName(redmi), "Redmi 12 · Chrome 131");
  assert.equal(deviceName("Mozilla/5.0 (Linux; Android 10; K) Chrome/131.0 Mobile Safari/537.36"), "安卓手机 · Chrome 131");
  assert.equal(deviceName("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/605"), "iPhone · Safari 17");
});

test("a promise is marked once, and one that wasn't asked about not at all", () => {
  const first = marked([], "7", "done", "");
  assert.deepEqual(first, [{ promise: "7", done: true, note: "" }]);
  const both = marked(marked(first, "8", "late", "没钱"), "7", "late", "还没动");
  assert.deepEqual(both, [{ promise: "8", done: false, note: "没钱" }, { promise: "7", done: false, note: "还没动" }]);
  assert.deepEqual(marked(both, "8", "unasked", ""), [{ promise: "7", done: false, note: "还没动" }]);
});

test("everything that a follow-up asks is sent, what it only took along isn't", () => {
  const typed = {
    mode: 1, asked: 1, kept: 3, party: "9", answer: "水够了", smoulders: "还差一截", suit: "无", wrong: "无",
    measures: "约好再来", new_dispute: "晒坝", marks: [{ promise: "7", done: false, note: "" }],
    _agreement: { number: "1" }, _others: [],
  };
  assert.deepEqual(followUp.check(typed, {} as Reference), {});
  const sent = stripped(followUp.complete!(typed, {} as Reference, NOON));
  const { _agreement, _others, ...wanted } = typed;
  assert.deepEqual(sent, { ...wanted, marks: [{ promise: "7", done: false }], done_at: NOON });
  assert.deepEqual(Object.keys(followUp.check({ ...typed, smoulders: " " }, {} as Reference)), ["smoulders"]);
});
