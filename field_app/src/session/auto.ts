import { liveQuery } from "dexie";
import { watchJumps } from "../kernel/jumps";
import { sync } from "../outbox/sync";
import type { Jump } from "../protocol";
import { db } from "../store/db";
import { renew } from "./renew";
import { readPlain, writePlain } from "../store/records";

/** When to send: as soon as something waits, when a signal comes back, when the app is looked at, and now and then. */

const EACH_MS = 60_000;
const TAG = "hemu-field";

let running: Promise<void> | null = null;
let next: Promise<void> | null = null;
let pressed = false;
let timer: ReturnType<typeof setTimeout> | undefined;

/**
 * Send now. Whoever asks while an attempt is running waits for one more, together with all others who asked: it
 * answers when an attempt that began after the asking is over.
 */
export function syncNow(urgent = true): Promise<void> {
  if (running) {
    pressed ||= urgent;
    return (next ??= running.then(() => syncNow(pressed)));
  }
  next = null;
  pressed = false;
  return (running = attempt(urgent).finally(() => (running = null)));
}

async function attempt(urgent: boolean): Promise<void> {
  const outcome = await sync(urgent);
  if (outcome === "sign_in" && (await renew().catch(() => false))) await sync(true);
  await waitToTryAgain();
}

/** After a failed attempt the pause decides when the next one is; a signal or a thumb may come first. */
async function waitToTryAgain(): Promise<void> {
  clearTimeout(timer);
  const retry = await readPlain<{ until: number }>("retry");
  if (retry) timer = setTimeout(() => void syncNow(false), Math.max(0, retry.until - Date.now()) + 20);
}

export function startAutomatic(): void {
  watchJumps((jump) => void remember(jump));
  addEventListener("online", () => void syncNow());
  addEventListener("focus", () => void syncNow(false));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") void syncNow();
  });
  setInterval(() => void syncNow(false), EACH_MS);
  liveQuery(() => db.outbox.where({ state: "waiting" }).count()).subscribe((waiting) => {
    if (waiting) void askForBackground();
  });
  void syncNow();
}

async function remember(jump: Jump): Promise<void> {
  await writePlain("jumps", [...((await readPlain<Jump[]>("jumps")) ?? []), jump].slice(-20));
}

/** Where the browser knows Background Sync, it wakes the service worker when a signal comes, also with the app closed. */
async function askForBackground(): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration();
  const background = (registration as unknown as { sync?: { register(tag: string): Promise<void> } } | undefined)?.sync;
  await background?.register(TAG).catch(() => undefined);
}
