import type { Data, PartyShown } from "../protocol";

/** What the steps of a settlement on the spot share: who the parties are, and rows that belong to one of them. */

export interface PartyRef {
  /** Its number, or `#0`, `#1` … for the parties of a dispute that is registered with the settlement. */
  ref: string;
  name: string;
  side: number;
}

const SIDES = [1, 2];

export function allParties(data: Data): PartyRef[] {
  const fresh = (data["new"] as Data | undefined)?.["parties"] as Data[] | undefined;
  if (fresh) return fresh.map((each, at) => ({ ref: `#${at}`, name: String(each["name"] ?? ""), side: Number(each["side"] ?? 0) }));
  const known = (data["_parties"] ?? []) as unknown as PartyShown[];
  return known.map(({ id, name, side }) => ({ ref: id, name, side }));
}

/** The parties of both sides: those whose consent and signature it takes. */
export function twoSides(data: Data): PartyRef[] {
  return allParties(data).filter((party) => SIDES.includes(party.side));
}

export function rowOf(data: Data, list: string, ref: string): Data | undefined {
  return ((data[list] ?? []) as Data[]).find((each) => each["party"] === ref);
}

/** What is read out and signed. Once it has changed, what was signed before is no signature of it. */
export function signedText(data: Data): string {
  const { form, main_facts, issues, responsibilities, content, manner, time_limit, promises } = (data["agreement"] ?? {}) as Data;
  const names = allParties(data).map((party) => party.name);
  return JSON.stringify([names, form, main_facts, issues, responsibilities, content, manner, time_limit, promises].map((each) => each ?? ""));
}
