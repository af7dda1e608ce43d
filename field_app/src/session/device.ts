import { call, reach, read, type Answer } from "../net/call";
import { VERSION_PATH, type EnrolAnswer, type Id, type PersonInfo, type PostInfo, type SessionAnswer, type TokenAnswer, type Trouble } from "../protocol";
import { db, type DeviceRow } from "../store/db";
import { device, deviceOrNew, farewell, keepSecret, storeKey } from "../store/keys";
import { readSealed, writeSealed } from "../store/records";
import { wipe, type Wiped } from "../store/wipe";

/** Signing in, staying in, signing out (docs/field-sync.md §2). */

export interface Who {
  person: PersonInfo;
  post: PostInfo;
}

export const SIGN_IN_PAGE = "/account/login/?next=/field/";
const SIGN_OUT_PAGE = "/account/logout/";

/** Who is signed in with the browser's cookies; 401 when nobody is. Throws Unreachable. */
export async function session(): Promise<Answer<SessionAnswer>> {
  const headers = { Accept: "application/json", "Accept-Language": "zh-CN" };
  return read(await reach(`${VERSION_PATH}/session`, { headers, cache: "no-store", credentials: "same-origin" }));
}

/**
 * Make this phone the person's in this post. A phone that had been theirs keeps its store and outbox.
 * 409 `other_person` and `other_key` change nothing here: what is unsent is another's, and a person
 * decides (`beginAnew`). An ended device (410) is wiped, as the server says.
 */
export async function enrol(found: SessionAnswer, post: string): Promise<Answer<EnrolAnswer>> {
  const row = await deviceOrNew();
  const answer = await askToEnrol(row, found, post);
  if (answer.ok) await settle(row, answer.body);
  else if (answer.status === 410) await wipe(wipedBecause(answer.trouble));
  return answer;
}

/** Give up what another person left on this phone, and enrol under a new number. */
export async function beginAnew(found: SessionAnswer, post: string): Promise<Answer<EnrolAnswer>> {
  await wipe("other_person");
  return enrol(found, post);
}

/** Why the server wants the phone emptied. */
export function wipedBecause(trouble: Trouble): Wiped {
  return trouble.reason === "lost" || trouble.reason === "left" ? trouble.reason : "signed_out";
}

async function askToEnrol(row: DeviceRow, found: SessionAnswer, post: string): Promise<Answer<EnrolAnswer>> {
  const key = await crypto.subtle.exportKey("jwk", row.signing.publicKey);
  const body = JSON.stringify({
    id: row.id,
    post,
    name: deviceName(navigator.userAgent),
    public_key: { kty: key.kty, crv: key.crv, x: key.x, y: key.y },
  });
  const headers = {
    Accept: "application/json",
    "Accept-Language": "zh-CN",
    "Content-Type": "application/json",
    "X-CSRFToken": found.csrf,
  };
  return read(await reach(`${VERSION_PATH}/device`, { method: "POST", headers, body, credentials: "same-origin" }));
}

async function settle(row: DeviceRow, answer: EnrolAnswer): Promise<void> {
  delete row.mustSignIn;
  keepToken(row, answer);
  await keepSecret(row, answer.secret);
  await db.plain.delete("wiped");
  await writeSealed("who", { person: answer.person, post: answer.post } satisfies Who);
}

function keepToken(row: DeviceRow, answer: TokenAnswer): void {
  row.token = answer.token;
  row.refreshAfter = answer.refresh_after;
  row.expiresAt = answer.expires_at;
}

/** A token that is a month old is exchanged; a lost answer costs nothing, the old one stays good. */
export async function refresh(row: DeviceRow): Promise<Answer<TokenAnswer> | null> {
  if (!row.refreshAfter || Date.now() < row.refreshAfter) return null;
  const answer = await call<TokenAnswer>(row, { path: "/device/refresh", body: empty() });
  if (answer.ok) {
    keepToken(row, answer.body);
    await db.keys.put(row);
  }
  return answer;
}

/** The server doesn't take the token any more: remember why, and go on working without it; "" when it does again. */
export async function mustSignIn(reason: string): Promise<void> {
  await db.transaction("rw", db.keys, async () => {
    const row = await device();
    if (row) await db.keys.put({ ...row, mustSignIn: reason } satisfies DeviceRow);
  });
}

/**
 * Sign out: everything on the phone is destroyed whether there is a signal or not. Without one the server
 * is told at the next chance (`sayFarewell`).
 */
export async function signOut(unsent: number): Promise<void> {
  const person = (await who())?.person.id;
  await wipe("signed_out", { unsent, ...(person ? { person } : {}) });
  await sayFarewell().catch(() => undefined);
}

/** Tell the server of a sign-out that it doesn't know of yet. Throws Unreachable. */
export async function sayFarewell(): Promise<void> {
  const row = await farewell();
  if (!row) return;
  const body = new TextEncoder().encode(JSON.stringify({ unsent: row.unsent ?? 0 })) as Uint8Array<ArrayBuffer>;
  const answer = await call(row, { path: "/device/end", body });
  if (!answer.ok && answer.status !== 410 && answer.status !== 401) return;
  await signOutOfBrowser(row.person);
  await db.keys.delete("farewell");
}

/** Whoever takes the phone next finds nobody signed in on the site's pages either. Throws Unreachable. */
async function signOutOfBrowser(person: Id | undefined): Promise<void> {
  const found = await session();
  if (!found.ok || found.body.person.id !== person) return;
  await reach(SIGN_OUT_PAGE, { method: "POST", headers: { "X-CSRFToken": found.body.csrf }, credentials: "same-origin" });
}

/** Who works on this phone; null when nobody has signed in. */
export async function who(): Promise<Who | null> {
  if (!(await storeKey())) return null;
  return (await readSealed<Who>("who")) ?? null;
}

function empty(): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode("{}") as Uint8Array<ArrayBuffer>;
}

/** A name by which a person knows the phone again in a list: its model where it tells, and its browser. */
export function deviceName(agent: string): string {
  const model = /Android [\d.]+; ([^;)]+?)(?: Build|\)|;)/.exec(agent)?.[1]?.trim();
  const maker = model && model !== "K" ? model : /iPhone|iPad/.exec(agent)?.[0] ?? (agent.includes("Android") ? "安卓手机" : "电脑");
  const browser = /(MicroMessenger|HuaweiBrowser|MiuiBrowser|Edg|Firefox|Chrome|Version)\/(\d+)/.exec(agent);
  const names: Record<string, string> = { MicroMessenger: "微信", HuaweiBrowser: "华为浏览器", MiuiBrowser: "小米浏览器", Version: "Safari", Edg: "Edge" };
  return browser ? `${maker} · ${names[browser[1]!] ?? browser[1]} ${browser[2]}` : maker;
}
