import type { JSX } from "preact";
import { useSigned, may } from "../app/context";
import { useLive } from "../app/live";
import { goInstead, to } from "../app/route";
import { KINDS } from "../forms/registry";
import { shortened } from "../forms/small";
import { newId } from "../kernel/ids";
import { beginDraft, openDraft, openEach } from "../outbox/queue";
import { Notice, Screen } from "../parts/screen";
import type { Data, Entry, Kind, Opens } from "../protocol";
import type { Signed } from "../app/context";
import { today } from "../session/held";
import { db } from "../store/db";
import { Due } from "./today";

/** One entry of today's list: what is known of it, and what can be done. */
export function EntryScreen({ section, entryKey }: { section: string; entryKey: string }): JSX.Element {
  const signed = useSigned();
  const entry = useLive(() => db.sealed.get("today"), async () => {
    const list = await today();
    return list?.sections.find((each) => each.key === section)?.entries.find((each) => each.key === entryKey) ?? null;
  }, { keys: [section, entryKey], name: `entry ${section} ${entryKey}` });
  if (entry === undefined) return <Screen title="…" back={to("")}>{null}</Screen>;
  if (entry === null) {
    return (
      <Screen title="不在清单里了" back={to("")}>
        <Notice>这件事已经办过，或已交给别人。</Notice>
      </Screen>
    );
  }
  const acts = actsOf(entry, signed);
  return (
    <Screen title={entry.title} back={to("")} acts={acts.length > 0 && <Acts acts={acts} entry={entry} signed={signed} />}>
      <Facts entry={entry} />
    </Screen>
  );
}

const NEEDS: Partial<Record<Kind, string>> = { spot: "mediate", follow_up: "follow_up", receive: "receive" };

function actsOf(entry: Entry, { who }: Signed): Opens[] {
  const all = [...(entry.opens ? [entry.opens] : []), ...(entry.acts ?? [])];
  const once = all.filter((each, at) => all.findIndex((other) => other.kind === each.kind) === at);
  return once.filter((each) => KINDS[each.kind] && (!NEEDS[each.kind] || may(who, NEEDS[each.kind]!)));
}

function Acts({ acts, entry, signed }: { acts: Opens[]; entry: Entry; signed: Signed }): JSX.Element {
  return (
    <>
      {acts.map((each, at) => (
        <button
          key={each.kind}
          type="button"
          class={at === 0 ? "button button-strong" : "button"}
          onClick={() => void beginFrom(entry, each, signed)}
        >
          {each.label ?? KINDS[each.kind].heading}
        </button>
      ))}
    </>
  );
}

function Facts({ entry }: { entry: Entry }): JSX.Element {
  const more = entry.more ?? {};
  const rows: [string, string | undefined][] = [
    ["退回理由", more.reason],
    ["编号", more.ref],
    ["等级", more.colour_label],
    ["情况", more.narrative ?? entry.text],
    ["类型", more.kind],
    ["办到哪里", more.state],
    ["地点", entry.place],
    ["行动要求", more.note],
    ["列入理由", more.grounds],
    ...(more.facts ?? []),
  ];
  return (
    <section class="card sheet">
      <p class="row-note">
        {entry.urgent && <b class="urgent">紧急</b>}
        {entry.due && <Due day={entry.due} />}
      </p>
      <dl>
        {rows.filter(([, said]) => said).map(([label, said]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{said}</dd>
          </div>
        ))}
        {more.others && more.others.length > 0 && (
          <div>
            <dt>还要问谁</dt>
            <dd>
              {more.others.map((one) => (
                <div key={one.name}>
                  {one.name}（{one.label}） <span class="hint">{one.note}</span>
                </div>
              ))}
            </dd>
          </div>
        )}
        {more.agreement && (
          <div>
            <dt>协议</dt>
            <dd>
              {more.agreement.number}
              <br />
              {more.agreement.content}
            </dd>
          </div>
        )}
        {more.parties && more.parties.length > 0 && (
          <div>
            <dt>当事人</dt>
            <dd>
              {more.parties.map((party) => (
                <div key={party.id}>
                  {party.name} {party.phone && <span class="hint">{party.phone}</span>}
                </div>
              ))}
            </dd>
          </div>
        )}
      </dl>
    </section>
  );
}

/** Begin a form from an entry, with what the server says that it begins with. */
async function beginFrom(entry: Entry, opens: Opens, { who, reference }: Signed): Promise<void> {
  const before = await begunBefore(entry.key, opens.kind);
  if (before) return goInstead(to("draft", before));
  const kind = KINDS[opens.kind];
  const begun = opens.kind === "spot" && opens.data["dispute"] ? without(kind.begin(reference!, who), "new") : kind.begin(reference!, who);
  const data: Data = {
    ...begun,
    ...opens.data,
    ...(entry.more?.parties ? { _parties: entry.more.parties.map((party) => ({ ...party })) } : {}),
    ...(opens.kind === "follow_up" ? along(entry) : {}),
    ...(entry.more?.narrative ? { _narrative: entry.more.narrative } : {}),
    ...(entry.more?.in_depth ? { _in_depth: true } : {}),
    _title: entry.title,
    ...(opens.kind === "visit" ? { target: opens.data["target"] ?? entry.key } : {}),
  };
  const about = { key: entry.key, title: entry.title, text: entry.more?.reason ?? entry.text ?? "" };
  const id = newId();
  const kept = beginDraft({ id, kind: opens.kind, data, base: opens.base, title: shortened(entry.title), about, fresh: true });
  goInstead(to("draft", id));
  await kept;
}

/** What a follow-up takes along, kept with its draft: the list may be another one when it is gone on with. */
function along(entry: Entry): Data {
  const { agreement, others } = entry.more ?? {};
  return JSON.parse(JSON.stringify({ _agreement: agreement ?? null, _others: others ?? [] })) as Data;
}

/** A form that was begun from this entry and isn't finished is gone on with, not begun twice. */
async function begunBefore(key: string, kind: Kind): Promise<string | undefined> {
  const drafts = await openEach(await db.drafts.toArray(), openDraft);
  return drafts.find((each) => each.kind === kind && each.about?.key === key)?.id;
}

function without(data: Data, name: string): Data {
  const { [name]: _gone, ...rest } = data;
  return rest;
}

/** Begin a form from nothing, or from what the visit before it said. */
export async function beginFresh(kind: Kind, given: Data, { who, reference }: Signed): Promise<void> {
  const form = KINDS[kind];
  const data = { ...form.begin(reference!, who), ...given };
  const id = newId();
  const fresh = Object.keys(given).length === 0;
  const kept = beginDraft({ id, kind, data, base: null, title: form.title(data, reference!), ...(fresh ? { fresh } : {}) });
  goInstead(to("draft", id));
  await kept;
}

