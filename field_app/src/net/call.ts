import { toBase64Url } from "../kernel/base64";
import { VERSION_PATH, type Moment, type Trouble } from "../protocol";
import { digest } from "../store/crypto";
import type { DeviceRow, FarewellRow } from "../store/db";
import { readPlain, writePlain } from "../store/records";

/** Requests signed with the phone's own key (docs/field-sync.md §2). */

const GIVE_UP_MS = 60_000;

export type Answer<T> =
  | { ok: true; status: number; body: T; etag: string }
  | { ok: false; status: number; trouble: Trouble; retryAfter: number };

/** There is no way through to the server just now. */
export class Unreachable extends Error {
  constructor(cause?: unknown) {
    super("unreachable", { cause });
  }
}

export interface Request {
  method?: "GET" | "POST";
  /** Below `/field/v1`, with its query. */
  path: string;
  body?: Uint8Array<ArrayBuffer>;
  type?: string;
  gzip?: boolean;
  etag?: string;
}

export async function learned(): Promise<number> {
  return (await readPlain<number>("learned")) ?? 0;
}

async function proof(key: CryptoKey, request: Request, at: Moment, clock: Moment): Promise<string> {
  const method = request.method ?? "POST";
  const body = await digest(request.body ?? new Uint8Array());
  const text = ["HEMU-FIELD-1", method, VERSION_PATH + request.path, at, clock, body].join("\n");
  const signed = await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, key, new TextEncoder().encode(text));
  return toBase64Url(signed);
}

async function headersOf(who: DeviceRow | FarewellRow, request: Request): Promise<Headers> {
  const clock = Date.now();
  const at = Math.round(clock + (await learned()));
  const headers = new Headers({
    Accept: "application/json",
    "Accept-Language": "zh-CN",
    Authorization: `Bearer ${who.token ?? ""}`,
    "Hemu-Clock": String(clock),
    "Hemu-At": String(at),
    "Hemu-Proof": await proof(who.signing.privateKey, request, at, clock),
  });
  if (request.body) headers.set("Content-Type", request.type ?? "application/json");
  if (request.gzip) headers.set("Content-Encoding", "gzip");
  if (request.etag) headers.set("If-None-Match", request.etag);
  return headers;
}

async function once(who: DeviceRow | FarewellRow, request: Request): Promise<Response> {
  const headers = await headersOf(who, request);
  const sent = Date.now();
  const response = await reach(VERSION_PATH + request.path, {
    method: request.method ?? "POST",
    headers,
    body: request.body ?? null,
    cache: "no-store",
    credentials: "omit",
    redirect: "error",
  });
  await learn(response, sent);
  return response;
}

/** `fetch` with the whole answer, that gives up after a minute and says so in one way. */
export async function reach(address: string, options: RequestInit): Promise<Response> {
  const cut = new AbortController();
  const timer = setTimeout(() => cut.abort(), GIVE_UP_MS);
  try {
    const response = await fetch(address, { ...options, signal: cut.signal });
    const body = response.status === 304 ? null : await response.arrayBuffer();
    return new Response(body, { status: response.status, headers: response.headers });
  } catch (error) {
    throw new Unreachable(error);
  } finally {
    clearTimeout(timer);
  }
}

async function learn(response: Response, sent: Moment): Promise<void> {
  const received = Date.now();
  const server = Number(response.headers.get("Hemu-Time"));
  if (!server) return;
  await writePlain("learned", Math.round(server - (sent + received) / 2));
  await writePlain("rtt", received - sent);
}

/** Ask the server, and once more when it says that the time was wrong. Throws Unreachable. */
export async function call<T>(who: DeviceRow | FarewellRow, request: Request): Promise<Answer<T>> {
  const first = await read<T>(await once(who, request));
  if (first.ok || first.trouble.error !== "stale") return first;
  if (first.trouble.server_time) await writePlain("learned", first.trouble.server_time - Date.now());
  return read<T>(await once(who, request));
}

export async function read<T>(response: Response): Promise<Answer<T>> {
  const etag = response.headers.get("ETag") ?? "";
  if (response.status === 304) return { ok: true, status: 304, body: undefined as T, etag };
  const body = await bodyOf(response);
  if (response.ok && body !== undefined) return { ok: true, status: response.status, body: body as T, etag };
  const trouble = (body ?? { error: response.ok ? "unreadable_answer" : `http_${response.status}` }) as Trouble;
  return { ok: false, status: response.ok ? 502 : response.status, trouble, retryAfter: Number(response.headers.get("Retry-After")) || 0 };
}

/** The JSON of an answer; undefined for anything else, such as a hotel's or an operator's own page. */
async function bodyOf(response: Response): Promise<unknown> {
  try {
    const text = await response.text();
    const body: unknown = text ? JSON.parse(text) : {};
    return typeof body === "object" && body !== null ? body : undefined;
  } catch {
    return undefined;
  }
}
