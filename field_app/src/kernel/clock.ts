/** This run of the app: `performance.now()` means nothing across runs. */
export const RUN = Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16)).join("");

export function ticks(): number {
  return Math.round(performance.now());
}

/** How long ago something was done in this run, by a clock that nobody can move; null for another run's. */
export function ageOf(run: string, then: number): number | null {
  return run === RUN ? Math.max(0, ticks() - then) : null;
}
