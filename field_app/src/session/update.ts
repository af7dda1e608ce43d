/** A new version of the app waits until somebody agrees to it; what was typed lies on the phone and stays there. */

const HOURLY_MS = 3_600_000;

type Tell = (waiting: boolean) => void;

let waiting: ServiceWorker | null = null;

export async function registerWorker(tell: Tell): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  let has = !!navigator.serviceWorker.controller;
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    // The first worker only takes over; a later one brings a new app.
    if (has) location.reload();
    has = true;
  });
  const registration = await navigator.serviceWorker.register("/field/sw.js", { scope: "/field/" });
  watch(registration, tell);
  const look = (): void => void registration.update().catch(() => undefined);
  setInterval(look, HOURLY_MS);
  addEventListener("online", look);
}

function watch(registration: ServiceWorkerRegistration, tell: Tell): void {
  const found = (worker: ServiceWorker | null): void => {
    if (!worker) return;
    const look = (): void => {
      if (worker.state !== "installed" || !navigator.serviceWorker.controller) return;
      waiting = worker;
      tell(true);
    };
    look();
    worker.addEventListener("statechange", look);
  };
  found(registration.waiting);
  found(registration.installing);
  registration.addEventListener("updatefound", () => found(registration.installing));
}

/** Use the new version now; the page loads anew when it has taken over. */
export function useNewVersion(): void {
  waiting?.postMessage("activate");
}
