import { call, type Answer } from "../net/call";
import type { Data, Id, UploadAnswer } from "../protocol";
import { digest, openBytes, sealBytes, type Sealed } from "../store/crypto";
import { db, type DeviceRow, type FileRow } from "../store/db";
import { mustBeSignedIn, ownKey } from "../store/keys";

/** Photos and voice notes: sealed on the phone, sent in pieces, gone on with where they broke off (§5). */

const CHUNK = 262_144;
const MOST_BEGINNINGS = 3;

/** What is known of a file beside its bytes; sealed in with them. */
export interface About {
  type: string;
  /** When the picture says that it was taken, and where; the phone's word, EXIF having been lost. */
  taken_at?: number;
  position?: { latitude: number; longitude: number };
  message?: string;
}

const placeOf = (id: Id): string => `files:${id}`;

/** The bytes lie behind a short head that says what they are: four bytes of length, JSON, then the file. */
function packed(about: About, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const head = new TextEncoder().encode(JSON.stringify(about));
  const all = new Uint8Array(4 + head.length + bytes.length);
  new DataView(all.buffer).setUint32(0, head.length);
  all.set(head, 4);
  all.set(bytes, 4 + head.length);
  return all;
}

export interface OpenFile {
  about: About;
  bytes: Uint8Array<ArrayBuffer>;
}

export async function openFile(row: FileRow): Promise<OpenFile> {
  const all = new Uint8Array(await openBytes(await ownKey(), placeOf(row.id), row));
  const length = new DataView(all.buffer).getUint32(0);
  const about = JSON.parse(new TextDecoder().decode(all.subarray(4, 4 + length))) as About;
  return { about, bytes: all.slice(4 + length) };
}

type NewFile = Pick<FileRow, "id" | "item" | "kind" | "order">;

/** Keep a file for a draft; also again, as a recording grows. */
export async function keepFile(file: NewFile, about: About, content: Blob): Promise<void> {
  const bytes = new Uint8Array(await content.arrayBuffer());
  const sealed = await sealBytes(await ownKey(), placeOf(file.id), packed(about, bytes));
  await db.transaction("rw", db.keys, db.files, async () => {
    await mustBeSignedIn();
    await db.files.put({ ...file, size: bytes.length, state: "draft", offset: 0, ...sealed });
  });
}

export async function dropFile(id: Id): Promise<void> {
  await db.files.delete(id);
}

/** What stopped the sending of files; null when nothing did. */
export type Stop = Extract<Answer<unknown>, { ok: false }>;

/** Send every file that is ready. Answers what stopped it, to be judged like any other refusal. */
export async function sendFiles(device: DeviceRow): Promise<Stop | null> {
  for (const { id } of await db.files.where({ state: "ready" }).sortBy("order")) {
    const row = await db.files.get(id);
    if (!row || row.state !== "ready") continue;
    const stop = await sendFile(device, row);
    if (stop) return stop;
  }
  return null;
}

async function sendFile(device: DeviceRow, row: FileRow): Promise<Stop | null> {
  const file = await openFile(row);
  for (let time = 0; time < MOST_BEGINNINGS; time += 1) {
    const announced = await announce(device, row, file);
    if (!announced.ok) return refusedFor(row, file, announced);
    if (announced.body.state !== "open") return settle(row, announced.body.state);
    const stop = await sendFrom(device, row, file.bytes, announced.body.offset);
    if (stop) return stop;
    const finished = await call<UploadAnswer>(device, { path: `/uploads/${row.id}/finish`, body: json({}) });
    if (finished.ok) return settle(row, "done");
    if (finished.status !== 409) return refusedFor(row, file, finished);
    // 409 `offset` or `checksum`: ask where the server stands, and go on from there.
  }
  return { ok: false, status: 503, trouble: { error: "upload_again" }, retryAfter: 0 };
}

async function announce(device: DeviceRow, row: FileRow, { about, bytes }: OpenFile): Promise<Answer<UploadAnswer>> {
  const body: Data = { id: row.id, kind: row.kind, sha256: await digest(bytes), size: bytes.length, item: row.item, order: row.order };
  if (about.taken_at !== undefined) body["taken_at"] = about.taken_at;
  if (about.position) body["position"] = { ...about.position };
  return call(device, { path: "/uploads", body: json(body) });
}

async function sendFrom(device: DeviceRow, row: FileRow, bytes: Uint8Array<ArrayBuffer>, start: number): Promise<Stop | null> {
  let offset = start;
  while (offset < bytes.length) {
    const body = bytes.slice(offset, offset + CHUNK);
    const path = `/uploads/${row.id}/chunk?offset=${offset}`;
    const answer = await call<{ offset: number }>(device, { path, body, type: "application/octet-stream" });
    const stands = answer.ok ? answer.body.offset : answer.status === 409 ? answer.trouble.offset : undefined;
    if (stands === undefined) return answer as Stop;
    if (stands === offset) return { ok: false, status: 503, trouble: { error: "no_progress" }, retryAfter: 0 };
    offset = stands;
    await db.files.update(row.id, { offset });
  }
  return null;
}

async function settle(row: FileRow, state: "done" | "refused"): Promise<null> {
  // What has arrived needn't lie here twice; the row stays, for its number to be shown as sent.
  const kept: Partial<FileRow> = state === "done" ? { ...(await emptied(row.id)), offset: row.size } : {};
  await db.files.update(row.id, { state, ...kept });
  return null;
}

async function emptied(id: Id): Promise<Sealed> {
  return sealBytes(await ownKey(), placeOf(id), packed({ type: "" }, new Uint8Array()));
}

/** 4xx that speak of this one file put it aside with its message; anything else stops the sending. */
async function refusedFor(row: FileRow, { about, bytes }: OpenFile, answer: Stop): Promise<Stop | null> {
  const itsOwn = answer.status === 422 || (answer.status === 409 && answer.trouble.error === "id_taken");
  if (!itsOwn) return answer;
  const words = answer.trouble.message ?? "这个文件没有被收下。";
  const sealed = await sealBytes(await ownKey(), placeOf(row.id), packed({ ...about, message: words }, bytes));
  await db.files.update(row.id, { state: "refused", ...sealed });
  return null;
}

function json(value: Data): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(JSON.stringify(value)) as Uint8Array<ArrayBuffer>;
}

