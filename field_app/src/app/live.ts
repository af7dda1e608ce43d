import { liveQuery } from "dexie";
import { useEffect, useState } from "preact/hooks";
import { whenForgotten } from "../store/keys";

/** What was shown last under a name: a screen that is opened again begins with it instead of with nothing. */
const shown = new Map<string, unknown>();
whenForgotten(() => shown.clear());

interface LiveOptions {
  /** When one of these changes, the question is another. */
  keys?: readonly unknown[];
  /** The name under which the answer is remembered in this run. */
  name?: string;
}

/**
 * What `query` finds on the phone, read again whenever its tables change, also by the service worker.
 * `open` then opens the seals; undefined until the first answer is there.
 */
export function useLive<R, T>(query: () => Promise<R>, open: (found: R) => Promise<T>, { keys = [], name }: LiveOptions = {}): T | undefined {
  const [value, setValue] = useState<T | undefined>(() => (name ? (shown.get(name) as T | undefined) : undefined));
  useEffect(() => {
    let newest = 0;
    const watching = liveQuery(query).subscribe({
      next: (found) => {
        const mine = (newest += 1);
        open(found).then(
          (opened) => {
            if (mine !== newest) return;
            if (name) shown.set(name, opened);
            setValue(() => opened);
          },
          // Signed out while it was being read: the screen changes by itself.
          () => undefined,
        );
      },
      error: (error: unknown) => console.error(error),
    });
    return () => {
      newest = -1;
      watching.unsubscribe();
    };
  }, keys);
  return value;
}

export const asIs = <T>(value: T): Promise<T> => Promise.resolve(value);
