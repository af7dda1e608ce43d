import { liveQuery } from "dexie";
import { useEffect, useState } from "preact/hooks";

/**
 * What `query` finds on the phone, read again whenever its tables change, also by the service worker.
 * `open` then opens the seals; undefined until the first answer is there.
 */
export function useLive<R, T>(query: () => Promise<R>, open: (found: R) => Promise<T>, keys: readonly unknown[] = []): T | undefined {
  const [value, setValue] = useState<T>();
  useEffect(() => {
    let newest = 0;
    const watching = liveQuery(query).subscribe({
      next: (found) => {
        const mine = (newest += 1);
        open(found).then(
          (opened) => mine === newest && setValue(() => opened),
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
