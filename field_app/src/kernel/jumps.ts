import type { Jump, Moment } from "../protocol";

const TICK_MS = 5_000;
const LATE_TICK_MS = 9_000;
const LEAST_JUMP_MS = 60_000;

/**
 * Watch the wall clock against `performance.now()`. A backward jump is always one. A forward jump is
 * told only between two punctual ticks with the screen on: a phone that slept looks the same.
 */
export function watchJumps(tell: (jump: Jump) => void): void {
  let wall: Moment = Date.now();
  let steady = performance.now();
  let seen = true;
  const tick = (): void => {
    const [wallNow, steadyNow] = [Date.now(), performance.now()];
    const by = Math.round(wallNow - wall - (steadyNow - steady));
    const awake = seen && document.visibilityState === "visible" && steadyNow - steady < LATE_TICK_MS;
    if (by < -LEAST_JUMP_MS || (by > LEAST_JUMP_MS && awake)) tell({ at: wallNow, by });
    [wall, steady, seen] = [wallNow, steadyNow, document.visibilityState === "visible"];
  };
  setInterval(tick, TICK_MS);
  document.addEventListener("visibilitychange", tick);
}
