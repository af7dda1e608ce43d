import "fake-indexeddb/auto";
import { newId } from "../src/kernel/ids";
import { beginDraft, finish, type Draft } from "../src/outbox/queue";
import type { Kind, SyncAnswer } from "../src/protocol";
import { db } from "../src/store/db";
import { deviceOrNew, forgetKey, keepSecret } from "../src/store/keys";

/** A phone for tests: an empty store in memory, somebody signed in, and a server that answers as it is told. */

// Node 20 has no navigator, and no locks in it: one test is one phone.
globalThis.navigator ??= {} as Navigator;

const SECRET = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

export async function freshPhone(): Promise<void> {
  for (const table of db.tables) await table.clear();
  forgetKey();
  const row = await deviceOrNew();
  row.token = "hemuf_test_token";
  row.refreshAfter = Date.now() + 1e9;
  await keepSecret(row, SECRET);
}

export function aDraft(changes: Partial<Draft> = {}): Draft {
  return { id: newId(), kind: "visit" as Kind, base: null, title: "罗世明", data: { object_name: "罗世明" }, ...changes };
}

/** Something finished that waits; answers its number. */
export async function finished(changes: Partial<Draft> = {}): Promise<string> {
  const draft = aDraft(changes);
  await beginDraft(draft);
  await finish(draft);
  return draft.id;
}

export interface Asked {
  path: string;
  method: string;
  headers: Headers;
  body: Uint8Array;
}

type Reply = Response | "lost" | null;

/** Answers requests as `reply` says; null: 304, as if nothing were new. Answers the list of what was asked. */
export function server(reply: (asked: Asked) => Reply | Promise<Reply>): Asked[] {
  const seen: Asked[] = [];
  globalThis.fetch = async (address, options) => {
    const asked: Asked = {
      path: String(address),
      method: options?.method ?? "GET",
      headers: new Headers(options?.headers),
      body: (options?.body as Uint8Array | null) ?? new Uint8Array(),
    };
    seen.push(asked);
    const answer = await reply(asked);
    if (answer === "lost") throw new TypeError("network");
    return answer ?? new Response(null, { status: 304, headers: { "Hemu-Time": String(Date.now()) } });
  };
  return seen;
}

export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers: { "Hemu-Time": String(Date.now()), ...headers } });
}

export async function envelopeIn(asked: Asked): Promise<{ envelope: string; items: { id: string; n: number; data: Record<string, unknown> }[] }> {
  const stream = new Blob([asked.body as Uint8Array<ArrayBuffer>]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(stream).text());
}

/** An answer in which every item has the same fate. */
export async function allOf(asked: Asked, result: Record<string, unknown>): Promise<Response> {
  const { envelope, items } = await envelopeIn(asked);
  const answer = { envelope, received_at: Date.now(), offset: 0, results: items.map(({ id }) => ({ id, ...result })) };
  return json(answer as unknown as SyncAnswer);
}

export const states = async (): Promise<string[]> => (await db.outbox.orderBy("n").toArray()).map((row) => row.state);
