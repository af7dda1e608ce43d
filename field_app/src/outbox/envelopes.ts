import { newId } from "../kernel/ids";
import type { Envelope, Id, Jump, Moment } from "../protocol";
import { openBytes, sealBytes } from "../store/crypto";
import { db, type EnvelopeRow, type OutboxRow } from "../store/db";
import { ownKey } from "../store/keys";
import { readPlain } from "../store/records";
import { asSent, openEach, openItem } from "./queue";

/** Envelopes: the bytes that are sent, kept until they are answered (docs/field-sync.md §4). */

export const MOST_ITEMS = 50;
const MOST_BYTES = 1_500_000;
const APP = "1";

const placeOf = (id: Id): string => `envelopes:${id}`;

/** The envelope that waits for its answer, if there is one. */
export function waitingEnvelope(): Promise<EnvelopeRow | undefined> {
  return db.envelopes.toCollection().first();
}

export async function bytesOf(row: EnvelopeRow): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await openBytes(await ownKey(), placeOf(row.id), row));
}

/** Items that may be sent now, the oldest first. */
export async function due(now: Moment, most: number): Promise<OutboxRow[]> {
  const rows = await db.outbox.where({ state: "waiting" }).filter((row) => !row.envelope).sortBy("n");
  return rows.filter((row) => row.after <= now).slice(0, most);
}

/**
 * Put what is due into an envelope and keep it, in one step; null when nothing is due. From then on these
 * items can't be changed: the server may have them.
 */
export async function makeEnvelope(now: Moment, most: number, gzip: boolean): Promise<EnvelopeRow | null> {
  const items = await openEach(await due(now, Math.min(most, MOST_ITEMS)), openItem);
  if (!items.length) return null;
  const jumps = (await readPlain<Jump[]>("jumps")) ?? [];
  const body: Envelope = {
    envelope: newId(),
    app: APP,
    clock: { sent_at: now, rtt: (await readPlain<number>("rtt")) ?? null, jumps },
    items: [],
  };
  let size = 0;
  for (const item of items) {
    const sent = asSent(item);
    size += JSON.stringify(sent).length * 3;
    if (body.items.length && size > MOST_BYTES) break;
    body.items.push(sent);
  }
  return keep(body, items.map((item) => item.row), gzip);
}

async function keep(body: Envelope, rows: OutboxRow[], gzip: boolean): Promise<EnvelopeRow | null> {
  const plain = new TextEncoder().encode(JSON.stringify(body)) as Uint8Array<ArrayBuffer>;
  const bytes = gzip ? await gzipped(plain) : plain;
  const items = body.items.map((item) => item.id);
  const sealed = await sealBytes(await ownKey(), placeOf(body.envelope), bytes);
  const row: EnvelopeRow = { id: body.envelope, items, gzip, jumps: body.clock.jumps.length, ...sealed };
  return db.transaction("rw", db.outbox, db.envelopes, async () => {
    const now = await db.outbox.bulkGet(items);
    const same = now.every((each, at) => each && !each.envelope && each.state === "waiting" && sameBox(each, rows[at]!));
    if (!same) return null;
    await db.outbox.where("id").anyOf(items).modify({ envelope: row.id });
    await db.envelopes.put(row);
    return row;
  });
}

/** Whether nobody took the item back and finished it anew while the envelope was made. */
function sameBox(a: OutboxRow, b: OutboxRow): boolean {
  return a.iv.every((byte, at) => byte === b.iv[at]);
}

/** The server kept nothing of this envelope: its items wait again, for another. */
export async function dissolve(row: EnvelopeRow): Promise<void> {
  await db.transaction("rw", db.outbox, db.envelopes, async () => {
    await db.outbox.where({ envelope: row.id }).modify({ envelope: "" });
    await db.envelopes.delete(row.id);
  });
}

export const canGzip = (): boolean => typeof CompressionStream === "function";

async function gzipped(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
