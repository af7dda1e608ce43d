import { useEffect, useState } from "preact/hooks";
import { justBegun } from "../outbox/queue";

/** One window at a time writes a draft: two would overwrite one another. */

type Holding = "asking" | "here" | "elsewhere";

const WAIT_MS = 600;

/**
 * Whether this window holds the draft of this number. When another does, this one gets it as soon as that one
 * leaves it, or at once with `take`: then the other shows that it was taken over.
 */
export function useHold(id: string): [holding: Holding, take: () => void] {
  const [holding, setHolding] = useState<Holding>(() => (justBegun(id) ? "here" : "asking"));
  const [taken, setTaken] = useState(0);
  useEffect(() => {
    if (!navigator.locks) return setHolding("here");
    const waiting = new AbortController();
    let release = (): void => waiting.abort();
    const timer = setTimeout(() => setHolding("elsewhere"), WAIT_MS);
    const hold = (): Promise<void> => {
      clearTimeout(timer);
      setHolding("here");
      return new Promise((done) => (release = done));
    };
    navigator.locks
      .request(`hemu-field-draft-${id}`, taken ? { steal: true } : { signal: waiting.signal }, hold)
      // Taken over by another window, or this one is left while it waits.
      .catch(() => !waiting.signal.aborted && setHolding("elsewhere"));
    return () => {
      clearTimeout(timer);
      release();
    };
  }, [id, taken]);
  return [holding, () => setTaken((times) => times + 1)];
}
