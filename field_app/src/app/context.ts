import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Reference } from "../protocol";
import type { Who } from "../session/device";

/** What every screen knows once somebody is signed in. */
export interface Signed {
  who: Who;
  reference: Reference | null;
}

export const SignedContext = createContext<Signed | null>(null);

export function useSigned(): Signed {
  return useContext(SignedContext)!;
}

/** Reference data, where a screen is only shown when it is there. */
export function useReference(): Reference {
  return useSigned().reference!;
}

export function may(who: Who, permission: string): boolean {
  return who.post.may.includes(permission);
}
