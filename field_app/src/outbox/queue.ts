import { ageOf, RUN, ticks } from "../kernel/clock";
import type { Data, Fields, Id, Json, Kind, Moment, RecordInfo, SentItem } from "../protocol";
import { open, seal } from "../store/crypto";
import { db, type DraftRow, type OutboxRow } from "../store/db";
import { mustBeSignedIn, ownKey, whenForgotten } from "../store/keys";
import { reshape, SHAPE } from "./shapes";

/** What somebody is writing (drafts) and what is finished (the outbox). */

/** What is sealed in a draft and in an item of the outbox. */
export interface Body {
  data: Data;
  base: Data | null;
  /** What the lists show of it. */
  title: string;
  /** What the list entry said that it was begun from, to be shown above the form. */
  about?: { title: string; text: string; key: string };
  /** What the server said was wrong, by field, and in all. */
  fields?: Fields;
  message?: string;
  /** What the server answered for good. */
  record?: RecordInfo;
  theirs?: [string, string, string][];
  /** An item that came back to be put right keeps its number in the row and its time. */
  again?: { n: number; at: Moment };
  /** Nothing was put into it yet: it needn't stay when its screen is left. */
  fresh?: true;
}

export interface Draft extends Body {
  id: Id;
  kind: Kind;
}

export interface Item extends Body {
  row: OutboxRow;
}

const draftAt = (id: Id): string => `drafts:${id}`;
const itemAt = (id: Id): string => `outbox:${id}`;

/** The draft that was begun last: its screen is drawn while it is being written. */
interface Begun {
  id: Id;
  draft: Draft | null;
  kept: Promise<void>;
  failed: boolean;
}

let begun: Begun | null = null;
whenForgotten(() => (begun = null));

/** Begin a draft. Answers when it lies on the phone for good. */
export function beginDraft(draft: Draft): Promise<void> {
  const kept = writeDraft(draft, () => Promise.resolve());
  const mine: Begun = (begun = { id: draft.id, draft, kept, failed: false });
  kept.catch(() => (mine.failed = true));
  return kept;
}

/** The draft of this number, if this window has just begun it and nobody has opened it yet. */
export function justBegun(id: Id): Draft | null {
  return begun?.id === id ? begun.draft : null;
}

/** The same, once: from then on the draft is what lies on the phone. */
export function takeBegun(id: Id): Draft | null {
  const found = justBegun(id);
  if (found) begun!.draft = null;
  return found;
}

/** Answers when the draft isn't being begun any more, however that went. */
async function begunWith(id: Id): Promise<void> {
  if (begun?.id === id) await begun.kept.catch(() => undefined);
}

/** Write a draft as it now stands. One that was finished or thrown away meanwhile stays gone. */
export async function keepDraft(draft: Draft): Promise<void> {
  await begunWith(draft.id);
  return writeDraft(draft, () => mustBeThere(draft.id));
}

async function writeDraft({ id, kind, ...body }: Draft, first: () => Promise<void>): Promise<void> {
  const sealed = await seal(await ownKey(), draftAt(id), body);
  await db.transaction("rw", db.keys, db.drafts, async () => {
    await mustBeSignedIn();
    await first();
    await db.drafts.put({ id, kind, shape: SHAPE, changed: Date.now(), ...sealed });
  });
}

/** A draft for which there was no room when it was begun never was there; it may be written all the same. */
async function mustBeThere(id: Id): Promise<void> {
  const never = begun?.id === id && begun.failed;
  if (!never && !(await db.drafts.get(id))) throw new Gone();
}

/** The draft isn't one any more. */
export class Gone extends Error {
  constructor() {
    super("the draft is gone");
  }
}

export async function openDraft(row: DraftRow): Promise<Draft> {
  const body = await open<Body>(await ownKey(), draftAt(row.id), row);
  return { id: row.id, kind: row.kind, ...body, data: reshape(row.kind, row.shape, body.data) };
}

export async function draft(id: Id): Promise<Draft | null> {
  const row = await db.drafts.get(id);
  return row ? openDraft(row) : null;
}

/** Throw a draft away, with the photos and sounds that were taken for it. */
export async function dropDraft(id: Id): Promise<void> {
  await begunWith(id);
  await db.transaction("rw", db.drafts, db.files, async () => {
    await db.drafts.delete(id);
    await db.files.where({ item: id, state: "draft" }).delete();
  });
}

/** Finish a draft: in one step it leaves the drafts and lies in the outbox, its files ready to go. */
export async function finish({ id, kind, ...draftBody }: Draft): Promise<void> {
  const { fields: _fields, message: _message, fresh: _fresh, again, ...body } = draftBody;
  const sealed = await seal(await ownKey(), itemAt(id), body);
  await db.transaction("rw", db.keys, db.drafts, db.outbox, db.files, db.plain, async () => {
    await mustBeSignedIn();
    await mustBeThere(id);
    const row = { id, kind, shape: SHAPE, state: "waiting" as const, after: 0, envelope: "" as const, ...sealed };
    const when = again ? { ...again, run: "", ticks: 0 } : { n: await nextNumber(), at: Date.now(), run: RUN, ticks: ticks() };
    await db.outbox.put({ ...row, ...when });
    await db.files.where({ item: id, state: "draft" }).modify({ state: "ready" });
    await db.drafts.delete(id);
  });
}

async function nextNumber(): Promise<number> {
  const n = (((await db.plain.get("n"))?.value as number | undefined) ?? 0) + 1;
  await db.plain.put({ name: "n", value: n });
  return n;
}

/** Items that were opened in this run: lists show a hundred of them, again and again. */
const known = new Map<Id, { iv: Uint8Array; body: Body }>();
whenForgotten(() => known.clear());

export async function openItem(row: OutboxRow): Promise<Item> {
  const before = known.get(row.id);
  if (before && before.iv.every((byte, at) => byte === row.iv[at])) return { row, ...before.body };
  const sealed = await open<Body>(await ownKey(), itemAt(row.id), row);
  const body = { ...sealed, data: reshape(row.kind, row.shape, sealed.data) };
  known.set(row.id, { iv: row.iv, body });
  return { row, ...body };
}

/** What can be opened of these: one that can't must not hide the others, nor hold them up. */
export async function openEach<R, T>(rows: readonly R[], open: (row: R) => Promise<T>): Promise<T[]> {
  await ownKey();
  const tried = await Promise.allSettled(rows.map(open));
  return tried.flatMap((each) => {
    if (each.status === "fulfilled") return [each.value];
    console.error(each.reason);
    return [];
  });
}

/** Write the body of an item anew, as it is to be put into its row. */
export async function sealItem(id: Id, body: Body): Promise<{ iv: Uint8Array<ArrayBuffer>; box: ArrayBuffer; shape: number }> {
  return { ...(await seal(await ownKey(), itemAt(id), body)), shape: SHAPE };
}

/**
 * Take an item out of the outbox to put it right; it becomes a draft under the same number. False when
 * that is too late: it is on its way or was answered in the meantime.
 */
export async function takeBack(id: Id): Promise<boolean> {
  const row = await db.outbox.get(id);
  if (!row || !mayTakeBack(row)) return false;
  const { row: _row, ...body } = await openItem(row);
  const sealed = await seal(await ownKey(), draftAt(id), { ...body, again: { n: row.n, at: row.at } });
  return db.transaction("rw", db.drafts, db.outbox, db.files, async () => {
    const now = await db.outbox.get(id);
    if (!now || !mayTakeBack(now) || now.state !== row.state) return false;
    await db.drafts.put({ id, kind: row.kind, shape: SHAPE, changed: Date.now(), ...sealed });
    await db.files.where({ item: id, state: "ready" }).modify({ state: "draft" });
    await db.outbox.delete(id);
    return true;
  });
}

export function mayTakeBack(row: OutboxRow): boolean {
  return !row.envelope && (row.state === "waiting" || row.state === "refused");
}

/** The item as it goes over the wire. */
export function asSent(item: Item): SentItem {
  const { id, kind, n, at, run, ticks: then } = item.row;
  return { id, kind, n, at, age: ageOf(run, then), base: item.base, data: stripped(item.data) };
}

/**
 * Without what is only the screen's (names with a leading underscore) and without what was left empty: the
 * server knows the first as little as it misses the second.
 */
export function stripped(data: Data): Data {
  const kept = Object.entries(data).filter(([name, value]) => !name.startsWith("_") && value !== null && value !== "");
  return Object.fromEntries(kept.map(([name, value]) => [name, strippedValue(value)]));
}

function strippedValue(value: Json): Json {
  if (Array.isArray(value)) return value.map(strippedValue);
  return typeof value === "object" && value !== null ? stripped(value) : value;
}
