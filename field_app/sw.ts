import { sync } from "./src/outbox/sync";

/**
 * The service worker: keeps the app's files for opening without a signal, and sends what waits when the
 * browser says that a signal has come. A new version waits until the page says "activate".
 */

const worker = self as unknown as ServiceWorkerGlobalScope;

const PREFIX = "hemu-field-";
const CACHE = PREFIX + __VERSION__;
const SHELL = "/field/";
const ASSETS = "/static/field/";
const NOT_OURS = ["/field/v1/"];

worker.addEventListener("install", (event) => {
  event.waitUntil(keepAll());
});

async function keepAll(): Promise<void> {
  const cache = await caches.open(CACHE);
  await cache.addAll([SHELL, ...__KEPT__].map((address) => new Request(address, { cache: "reload" })));
}

worker.addEventListener("activate", (event) => {
  event.waitUntil(takeOver());
});

async function takeOver(): Promise<void> {
  const old = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await worker.clients.claim();
}

worker.addEventListener("message", (event) => {
  if (event.data === "activate") void worker.skipWaiting();
});

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  if (NOT_OURS.some((start) => address.pathname.startsWith(start))) return;
  if (request.mode === "navigate" && address.pathname.startsWith(SHELL)) event.respondWith(kept(SHELL, request));
  else if (address.pathname.startsWith(ASSETS)) event.respondWith(kept(request, request));
});

/** The kept answer of this version; the network only for what was never kept. */
async function kept(what: string | Request, request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  return (await cache.match(what, { ignoreSearch: true })) ?? fetch(request);
}

interface SyncEvent extends ExtendableEvent {
  tag: string;
}

worker.addEventListener("sync" as keyof ServiceWorkerGlobalScopeEventMap, (event) => {
  (event as unknown as SyncEvent).waitUntil(sendInBackground());
});

/** A rejection makes the browser wake us again later. */
async function sendInBackground(): Promise<void> {
  const outcome = await sync(true);
  if (outcome === "offline" || outcome === "later") throw new Error(outcome);
}
