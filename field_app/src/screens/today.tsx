import type { JSX } from "preact";
import { may, useSigned } from "../app/context";
import { useLive } from "../app/live";
import { to } from "../app/route";
import { KINDS } from "../forms/registry";
import { isLate, saidDue, saidMoment } from "../kernel/days";
import { openDraft, openEach, openItem, type Draft } from "../outbox/queue";
import { Icon } from "../parts/icon";
import { Rows } from "../parts/rows";
import { Empty, Notice, Screen } from "../parts/screen";
import type { Entry, Kind, Section, Today } from "../protocol";
import { today as readToday } from "../session/held";
import { db } from "../store/db";
import { readPlain } from "../store/records";
import { NetworkLine, Standing } from "./network";
import { Tabs } from "./tabs";

/** 今天: what was begun, and what is to be done. */
export function TodayScreen({ newVersion }: { newVersion: boolean }): JSX.Element {
  const { who, reference } = useSigned();
  const list = useLive(() => db.sealed.get("today"), () => readToday(), { name: "today" });
  const drafts = useDrafts();
  const answered = useAnswered();
  return (
    <Screen title="今天" tabs={<Tabs here="" act={may(who, "register") && <Begin />} />} end={<span class="top-who">{who.person.name}</span>}>
      <NetworkLine />
      <Standing newVersion={newVersion} />
      {!reference && <Notice kind="warn">正在取表格和清单，取到以前请先别离开有信号的地方。</Notice>}
      {drafts && drafts.length > 0 && <Drafts drafts={drafts} />}
      {list?.notices.map((each) => (
        <Notice key={each.id} kind={each.urgent ? "warn" : "info"}>
          {each.text} <span class="hint">{saidMoment(each.at)}</span>
        </Notice>
      ))}
      {list === null && reference && <Empty>还没有取到今天的清单。有信号时打开一次就有了；现在可以先记。</Empty>}
      {list && <Sections list={list} answered={answered} />}
    </Screen>
  );
}

function Begin(): JSX.Element {
  return (
    <a class="button button-strong" href={to("begin", "visit")}>
      <Icon name="walk" size={24} /> 记一次走访
    </a>
  );
}

export function useDrafts(): Draft[] | undefined {
  return useLive(() => db.drafts.orderBy("changed").reverse().toArray(), (rows) => openEach(rows, openDraft), { name: "drafts" });
}

/**
 * Keys of the list's entries for which something was written that this list doesn't know of yet: they needn't be done
 * twice. A note or a receipt leaves the matter where it is.
 */
function useAnswered(): Set<string> {
  const found = useLive(
    async () => [await db.outbox.toArray(), (await readPlain<number>("fetched")) ?? 0] as const,
    async ([rows, fetched]) => {
      const news = rows.filter((row) => !LEAVES.has(row.kind) && (row.state === "waiting" || (row.state !== "refused" && (row.answered ?? 0) > fetched)));
      return new Set((await openEach(news, openItem)).flatMap((item) => item.about?.key ?? []));
    },
    { name: "answered" },
  );
  return found ?? new Set();
}

const LEAVES: ReadonlySet<Kind> = new Set<Kind>(["note", "receive"]);

function Drafts({ drafts }: { drafts: Draft[] }): JSX.Element {
  return (
    <section aria-labelledby="drafts">
      <h2 class="section-head" id="drafts">
        没写完的 <span class="count">{drafts.length}</span>
      </h2>
      <ul class="rows">
        {drafts.map((draft) => (
          <li key={draft.id}>
            <a class="row-link" href={to("draft", draft.id)}>
              <Icon name="edit" />
              <span class="row-main">
                <b>{draft.title || KINDS[draft.kind].heading}</b>
                <span class="row-note">{draft.message ?? "接着写"}</span>
              </span>
              <Icon name="chevron-right" />
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Sections({ list, answered }: { list: Today; answered: Set<string> }): JSX.Element {
  const open = (section: Section): Entry[] => section.entries.filter((entry) => !answered.has(entry.key));
  const [full, empty] = [list.sections.filter((each) => open(each).length), list.sections.filter((each) => !open(each).length)];
  return (
    <>
      {full.map((section) => (
        <section key={section.key} aria-labelledby={`section-${section.key}`}>
          <h2 class="section-head" id={`section-${section.key}`}>
            {section.title} <span class="count">{open(section).length}</span>
          </h2>
          <Rows
            all={open(section)}
            row={(entry) => (
              <li key={entry.key}>
                <EntryRow section={section.key} entry={entry} />
              </li>
            )}
          />
          {section.cut && <p class="hint">还有更多，办完这些会再送来。</p>}
        </section>
      ))}
      {full.length === 0 && <Empty>今天没有派下来的事。看到、听到什么，按下面的按钮记。</Empty>}
      {full.length > 0 && empty.length > 0 && <p class="hint">没有：{empty.map((section) => section.title).join("、")}</p>}
    </>
  );
}

function EntryRow({ section, entry }: { section: string; entry: Entry }): JSX.Element {
  return (
    <a class="row-link" href={to("entry", section, entry.key)}>
      <span class="row-main">
        <b>{entry.title}</b>
        {entry.text && <span class="row-note">{entry.text}</span>}
        <span class="row-note">
          {entry.urgent && <b class="urgent">紧急</b>}
          {entry.due && <Due day={entry.due} />}
          {entry.place}
        </span>
      </span>
      <Icon name="chevron-right" />
    </a>
  );
}

export function Due({ day }: { day: string }): JSX.Element {
  return <span class={isLate(day) ? "due due-late" : "due"}>{saidDue(day)}</span>;
}

