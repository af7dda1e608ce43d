import type { JSX } from "preact";
import { useState } from "preact/hooks";

const FIRST = 10;
const MORE = 50;

/** A list that shows its first rows at once, and the rest when they are asked for: a slow phone draws ten, not two hundred. */
export function Rows<T>({ all, row }: { all: readonly T[]; row: (each: T) => JSX.Element }): JSX.Element {
  const [shown, setShown] = useState(FIRST);
  const left = all.length - shown;
  return (
    <>
      <ul class="rows">{all.slice(0, shown).map(row)}</ul>
      {left > 0 && (
        <button type="button" class="button rows-more" onClick={() => setShown(shown + MORE)}>
          再看 {Math.min(left, MORE)} 条（还有 {left} 条）
        </button>
      )}
    </>
  );
}
