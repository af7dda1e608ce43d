/** Whether writing failed because the phone has no room left; Dexie wraps what the browser said. */
export function isFull(error: unknown): boolean {
  const names = [error, (error as { inner?: unknown } | null)?.inner].map((each) => (each as Error | null | undefined)?.name);
  return names.includes("QuotaExceededError");
}
