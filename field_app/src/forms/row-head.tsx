import type { JSX } from "preact";
import { Icon } from "../parts/icon";

/** The head of one of several rows of a form, with the button that takes it out. */
export function RowHead({ words, remove }: { words: string; remove?: (() => void) | undefined }): JSX.Element {
  return (
    <div class="party-head">
      <b>{words}</b>
      {remove && (
        <button type="button" class="icon-button" aria-label={`删去${words}`} onClick={remove}>
          <Icon name="trash" />
        </button>
      )}
    </div>
  );
}

/** A list without one of its rows. */
export function withoutRow<T>(rows: readonly T[], at: number): T[] {
  return rows.filter((_each, index) => index !== at);
}
