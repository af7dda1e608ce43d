import assert from "node:assert/strict";
import { test } from "node:test";
import { madeAt, newId } from "../src/kernel/ids";

const AT = Date.UTC(2026, 10, 24, 3, 0, 0);

test("an identifier says when it was made and fits into 63 bits", () => {
  const id = newId(AT);
  assert.equal(madeAt(id), AT);
  assert.ok(BigInt(id) < 2n ** 63n);
});

test("later ones are greater", () => {
  assert.ok(BigInt(newId(AT)) < BigInt(newId(AT + 1)));
});

test("a thousand of one millisecond differ", () => {
  assert.ok(new Set(Array.from({ length: 1000 }, () => newId(AT))).size > 990);
});

test("a phone that believes in 1970 makes a positive one", () => {
  assert.ok(BigInt(newId(0)) > 0n);
});

test("the greatest that the protocol allows still fits", () => {
  assert.ok(BigInt(newId(1_420_070_400_000 + 2 ** 41 - 1)) < 2n ** 63n);
});
