/** How long to wait after an attempt that failed. */

const FIRST_MS = 5_000;
const LONGEST_MS = 5 * 60_000;
const SPREAD = 0.5;

/**
 * Milliseconds to wait after the attempt number `times` (from 0) has failed: doubled each time, spread at
 * random so that a valley's phones don't all come back in the same second, never less than the server asked.
 */
export function pause(times: number, asked = 0, random: () => number = Math.random): number {
  const doubled = Math.min(FIRST_MS * 2 ** Math.min(times, 20), LONGEST_MS);
  return Math.max(asked, Math.round(doubled * (1 - SPREAD * random())));
}
