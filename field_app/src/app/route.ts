import { useEffect, useState } from "preact/hooks";

/** Where one is in the app: the words after `#/`. The address survives a killed tab. */
export type Route = readonly [screen: string, ...rest: string[]];

function read(): Route {
  const words = location.hash.replace(/^#\/?/, "").split("/").map(decodeURIComponent);
  return [words[0] ?? "", ...words.slice(1)];
}

export function useRoute(): Route {
  const [route, setRoute] = useState(read);
  useEffect(() => {
    const changed = (): void => setRoute((before) => (before.join("/") === read().join("/") ? before : read()));
    addEventListener("hashchange", changed);
    // The address may have changed between the first drawing and this.
    changed();
    return () => removeEventListener("hashchange", changed);
  }, []);
  return route;
}

export function to(...words: string[]): string {
  return `#/${words.map(encodeURIComponent).join("/")}`;
}

export function go(address: string): void {
  location.hash = address;
}

/** Go on without a way back to the screen that is left. */
export function goInstead(address: string): void {
  location.replace(address);
}
