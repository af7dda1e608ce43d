import { isFull } from "../kernel/full";
import { call, Unreachable, type Answer } from "../net/call";
import type { SyncAnswer } from "../protocol";
import { db, type DeviceRow, type EnvelopeRow } from "../store/db";
import { device } from "../store/keys";
import { readPlain, writePlain } from "../store/records";
import { wipe } from "../store/wipe";
import { mustSignIn, refresh, sayFarewell, wipedBecause } from "../session/device";
import { fetchReference, fetchToday } from "../session/held";
import { takeAnswer } from "./answers";
import { bytesOf, canGzip, dissolve, makeEnvelope, MOST_ITEMS, waitingEnvelope } from "./envelopes";
import { sendFiles, type Stop } from "./files";
import { tidy } from "./tidy";
import { openItem, sealItem } from "./queue";
import { pause } from "./pause";

/** Sending what waits and fetching what is new. Runs in the page and in the service worker, never in both at once. */

export type Outcome = "done" | "offline" | "later" | "sign_in" | "wiped" | "signed_out" | "busy";

const LOCK = "hemu-field-sync";

/** What the screens show of the last attempt. */
export interface Status {
  at: number;
  outcome: Outcome;
  message?: string;
}

/**
 * Send and fetch, once. `urgent` doesn't wait for the pause after a failed attempt, but for an attempt of another
 * window or of the worker: a person pressed the button, or a signal came back. Never throws; what happened stands
 * in the `status`.
 */
export async function sync(urgent = false): Promise<Outcome> {
  const locks = (navigator as { locks?: LockManager }).locks;
  if (!locks) return attempt(urgent);
  return locks.request(LOCK, { ifAvailable: !urgent }, (lock) => (lock ? attempt(urgent) : "busy"));
}

async function attempt(urgent: boolean): Promise<Outcome> {
  const retry = (await readPlain<{ times: number; until: number }>("retry")) ?? { times: 0, until: 0 };
  if (!urgent && Date.now() < retry.until) return "later";
  let status: Status;
  try {
    status = await everything();
  } catch (error) {
    if (!(error instanceof Unreachable)) console.error(error);
    status = error instanceof Unreachable ? say("offline") : say("later", "这一次没有送完，稍后自动再试。");
  }
  const failed = status.outcome === "offline" || status.outcome === "later";
  if (failed) await writePlain("retry", { times: retry.times + 1, until: Date.now() + pause(retry.times, await asked()) });
  else await db.plain.delete("retry");
  await writePlain("status", status);
  return status.outcome;
}

const say = (outcome: Outcome, message?: string): Status => ({ at: Date.now(), outcome, ...(message ? { message } : {}) });

/** For how long the server asked us to wait, in milliseconds; read once. */
async function asked(): Promise<number> {
  const seconds = (await readPlain<number>("retry_after")) ?? 0;
  await db.plain.delete("retry_after");
  return seconds * 1000;
}

async function everything(): Promise<Status> {
  await sayFarewell();
  const row = await device();
  if (!row?.wrapped || !row.token) return say("signed_out");
  // The small request comes first: with no way through, nothing is put into an envelope, and what waits can still be changed.
  const stop = await inTurn([
    () => fetchReference(row),
    () => sendItems(row),
    () => fetchToday(row),
    () => sendFiles(row),
    async () => refused(await refresh(row)),
  ]);
  if (stop) return judge(stop);
  if (row.mustSignIn) await mustSignIn("");
  await tidy(Date.now());
  return say("done");
}

type Step = () => Promise<Stop | null>;

/** What stops everything: to sign in, to be emptied, to wait, or an answer that isn't our server's. */
const STOPS: ReadonlySet<number> = new Set([401, 410, 429, 502, 503, 504]);

/**
 * Each step, whatever became of the one before: a list that the server can't make, or that finds no room on
 * the phone, must not hold up what waits to be sent. Answers the first trouble.
 */
async function inTurn(steps: readonly Step[]): Promise<Stop | null> {
  let first: Stop | null = null;
  for (const step of steps) {
    const stop = await step().catch(noRoom);
    if (stop && STOPS.has(stop.status)) return stop;
    first ??= stop;
  }
  return first;
}

const FULL = 507;

function noRoom(error: unknown): Stop {
  if (!isFull(error)) throw error;
  const message = "手机存储空间不够，新的清单没有存上。没送出的都在，请清理手机。";
  return { ok: false, status: FULL, trouble: { error: "full", message }, retryAfter: 0 };
}

function refused(answer: Answer<unknown> | null): Stop | null {
  return answer && !answer.ok ? answer : null;
}

/** What a refusal of a whole request means for the phone. */
async function judge({ status, trouble, retryAfter }: Stop): Promise<Status> {
  if (status === 410) {
    await wipe(wipedBecause(trouble));
    return say("wiped", trouble.message);
  }
  if (status === 401) {
    await mustSignIn(trouble.reason ?? trouble.error);
    return say("sign_in", trouble.message);
  }
  if (retryAfter) await writePlain("retry_after", retryAfter);
  return say("later", trouble.message);
}

/** Envelope after envelope until nothing is due. */
async function sendItems(row: DeviceRow): Promise<Stop | null> {
  let most = MOST_ITEMS;
  let gzip = canGzip() && !(await readPlain<boolean>("no_gzip"));
  for (;;) {
    const envelope = (await waitingEnvelope()) ?? (await makeEnvelope(Date.now(), most, gzip));
    if (!envelope) return null;
    const answer = await call<SyncAnswer>(row, { path: "/sync", body: await bytesOf(envelope), gzip: envelope.gzip });
    if (answer.ok) {
      await takeAnswer(envelope, answer.body, Date.now());
      continue;
    }
    const next = await refusedEnvelope(envelope, answer);
    if (next === "stop") return answer;
    if (next === "plain") gzip = false;
    if (next === "fewer") most = Math.max(1, Math.floor(envelope.items.length / 2));
  }
}

/** The server kept nothing of an envelope. How to go on: with another number, without gzip, with fewer items. */
async function refusedEnvelope(envelope: EnvelopeRow, { status, trouble }: Stop): Promise<"stop" | "again" | "plain" | "fewer"> {
  if (status === 409 && trouble.error === "envelope_reused") {
    await dissolve(envelope);
    return "again";
  }
  if (status === 415) {
    await writePlain("no_gzip", true);
    await dissolve(envelope);
    return "plain";
  }
  if (status === 413 || status === 422 || status === 400) {
    if (envelope.items.length === 1) await putAside(envelope.items[0]!, trouble.message);
    await dissolve(envelope);
    return "fewer";
  }
  return "stop";
}

/** An item that spoils its envelope even alone is shown as sent back, so that it holds up no other. */
async function putAside(id: string, message = "这一条没有被收下，请核对后再送。"): Promise<void> {
  const item = await db.outbox.get(id);
  if (!item) return;
  const { row: _row, ...body } = await openItem(item);
  const sealed = await sealItem(id, { ...body, message });
  await db.outbox.update(id, { state: "refused", envelope: "", answered: Date.now(), ...sealed });
}
