import type { Data, Kind } from "../protocol";

/**
 * The form of `data` on this phone, by version. What was typed under an older version of the app is
 * brought up to date when it is opened or sent, step by step. Steps that were shipped never change.
 */
export const SHAPE = 1;

type Step = (kind: Kind, data: Data) => Data;

/** `STEPS[1]` makes shape 2 of shape 1, and so on. */
const STEPS: Record<number, Step> = {};

export function reshape(kind: Kind, shape: number, data: Data, steps: Record<number, Step> = STEPS, to: number = SHAPE): Data {
  let shaped = data;
  for (let at = shape; at < to; at += 1) shaped = steps[at]?.(kind, shaped) ?? shaped;
  return shaped;
}
