import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useLive } from "../app/live";
import { goInstead, to } from "../app/route";
import { KINDS } from "../forms/registry";
import { saidMoment } from "../kernel/days";
import { openFile } from "../outbox/files";
import { mayTakeBack, openEach, openItem, takeBack, type Item } from "../outbox/queue";
import { Icon } from "../parts/icon";
import { Rows } from "../parts/rows";
import { Empty, Notice, Screen } from "../parts/screen";
import type { Decision } from "../protocol";
import { syncNow } from "../session/auto";
import { today } from "../session/held";
import { db, type FileRow } from "../store/db";
import { ItemFacts } from "./item-facts";
import { NetworkLine, Standing, useStatus } from "./network";
import { ItemState, stateOf } from "./state";
import { Tabs } from "./tabs";

const MOST = 300;

/** 待送: everything that was finished on this phone, and where each stands. */
export function OutboxScreen({ newVersion }: { newVersion: boolean }): JSX.Element {
  const items = useLive(() => db.outbox.orderBy("n").reverse().limit(MOST).toArray(), (rows) => openEach(rows, openItem), { name: "outbox" });
  const files = useLive(() => db.files.where({ state: "ready" }).toArray(), (rows) => Promise.resolve(rows));
  const status = useStatus();
  const waits = items?.some((item) => item.row.state === "waiting") === true || (files?.length ?? 0) > 0;
  const back = items?.filter((item) => item.row.state === "refused") ?? [];
  const waiting = items?.filter((item) => item.row.state === "waiting") ?? [];
  const gone = items?.filter((item) => item.row.state === "stored" || item.row.state === "conflict") ?? [];
  return (
    <Screen title="待送" tabs={<Tabs here="outbox" act={<SendNow waits={waits} />} />}>
      <NetworkLine />
      <Standing newVersion={newVersion} />
      {status?.outcome === "later" && status.message && <Notice kind="warn">{status.message}</Notice>}
      {items?.length === 0 && <Empty>这里会列出您提交的每一条，送没送到一看就知道。</Empty>}
      <ItemList title="被退回，改了再送" items={back} />
      <ItemList title="未发送" items={waiting} />
      {files && files.length > 0 && <FilesLine files={files} />}
      <ItemList title="已送达" items={gone} />
    </Screen>
  );
}

/**
 * It keeps its place and its words while it works and when nothing waits: a thumb that is on its way must never
 * meet another button. What is going on is said beside it.
 */
function SendNow({ waits }: { waits: boolean }): JSX.Element {
  const [sending, setSending] = useState(0);
  const send = (): void => {
    setSending((count) => count + 1);
    void syncNow().finally(() => setSending((count) => count - 1));
  };
  const says = sending > 0 ? "正在送…" : waits ? "" : "都送到了";
  return (
    <>
      <p class="bottom-says" role="status">
        {says}
      </p>
      <button type="button" class={waits ? "button button-strong" : "button"} aria-busy={sending > 0} onClick={send}>
        <Icon name="cloud-upload" size={24} /> 现在就送
      </button>
    </>
  );
}

function FilesLine({ files }: { files: FileRow[] }): JSX.Element {
  const left = files.reduce((sum, file) => sum + file.size - file.offset, 0);
  return (
    <p class="hint" role="status">
      还有 {files.length} 个照片和录音没送完，约 {Math.max(1, Math.round(left / 1024))} KB。断了会接着送。
    </p>
  );
}

function ItemList({ title, items }: { title: string; items: Item[] }): JSX.Element | null {
  if (!items.length) return null;
  return (
    <section aria-label={title}>
      <h2 class="section-head">
        {title} <span class="count">{items.length}</span>
      </h2>
      <Rows
        all={items}
        row={(item) => (
          <li key={item.row.id}>
            <a class="row-link" href={to("item", item.row.id)}>
              <span class="row-main">
                <b>{item.title}</b>
                <span class="row-note">
                  {KINDS[item.row.kind].noun} · {saidMoment(item.row.at)}
                </span>
                <ItemState item={item} />
              </span>
              <Icon name="chevron-right" />
            </a>
          </li>
        )}
      />
    </section>
  );
}

/** One item: where it stands, why, what can be done; and what it says. */
export function ItemScreen({ id }: { id: string }): JSX.Element {
  const found = useLive(() => db.outbox.get(id), (row) => (row ? openItem(row) : Promise.resolve(null)), { keys: [id] });
  const files = useLive(() => db.files.where({ item: id }).toArray(), (rows) => Promise.resolve(rows), { keys: [id] }) ?? [];
  const decided = useLive(() => db.sealed.get("today"), async () => (await today())?.decided?.find((each) => each.item === id) ?? null, { keys: [id] });
  const [late, setLate] = useState(false);
  if (found === undefined) return <Screen title="…" back={to("outbox")}>{null}</Screen>;
  if (found === null) {
    return (
      <Screen title="不在这里了" back={to("outbox")}>
        <Empty>它可能已取回修改，在“今天”的草稿里。</Empty>
      </Screen>
    );
  }
  const change = async (): Promise<void> => {
    if (await takeBack(id)) goInstead(to("draft", id));
    else setLate(true);
  };
  const refused = found.row.state === "refused";
  return (
    <Screen
      title={found.title}
      back={to("outbox")}
      acts={
        mayTakeBack(found.row) && (
          <button type="button" class={refused ? "button button-strong" : "button"} onClick={() => void change()}>
            {refused ? "改了再送" : "取回修改（要重新提交）"}
          </button>
        )
      }
    >
      <p class="row-note">
        {KINDS[found.row.kind].noun} · {saidMoment(found.row.at)}
      </p>
      <ItemState item={found} />
      {late && <Notice kind="warn">它正在送出，改不了了。送达后要改的，请在办公室网页上补正。</Notice>}
      <Answer item={found} decided={decided ?? null} />
      <Files files={files} />
      <ItemFacts item={found} />
    </Screen>
  );
}

function Answer({ item, decided }: { item: Item; decided: Decision | null }): JSX.Element | null {
  const { state } = item.row;
  if (state === "refused") {
    return (
      <Notice kind="stop" title={item.message ?? "被退回"}>
        <ul class="bullets">
          {Object.entries(item.fields ?? {}).flatMap(([name, words]) => words.map((each) => <li key={name + each}>{each}</li>))}
        </ul>
      </Notice>
    );
  }
  if (state === "conflict") return <Conflict item={item} decided={decided} />;
  if (state === "stored") {
    const { ref, code } = item.record ?? {};
    if (!ref && !code) return null;
    return (
      <Notice kind="done" title={stateOf(item).label}>
        {ref && <p>编号 {ref}</p>}
        {code && <p>村民的查询码：<b class="code">{code}</b>，请抄给本人。</p>}
      </Notice>
    );
  }
  return null;
}

/** Both versions side by side; nothing was overwritten, and a person decides. */
function Conflict({ item, decided }: { item: Item; decided: Decision | null }): JSX.Element {
  return (
    <Notice kind={decided ? "done" : "warn"} title={decided ? (decided.outcome === "kept" ? "已核对，采用了您的" : "已核对，没有采用") : "要人看：两边不一样"}>
      <p>{decided?.message ?? item.message}</p>
      {!decided && <p>您写的已经存到服务器，谁的都没有被盖掉。办公室的人核对后决定，不用重写。</p>}
      {item.theirs && item.theirs.length > 0 && (
        <table class="versions">
          <thead>
            <tr>
              <th scope="col">项目</th>
              <th scope="col">您写的</th>
              <th scope="col">服务器上的</th>
            </tr>
          </thead>
          <tbody>
            {item.theirs.map(([label, mine, theirs]) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                <td>{mine || "（空）"}</td>
                <td>{theirs || "（空）"}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Notice>
  );
}

const FILE_STATES = { draft: "还没提交", ready: "未发送", done: "已送达", refused: "没有被收下" } as const;

function Files({ files }: { files: FileRow[] }): JSX.Element | null {
  if (!files.length) return null;
  const name = (file: FileRow): string => {
    const like = files.filter((each) => each.kind === file.kind);
    return `${file.kind === "photo" ? "照片" : "录音"} ${like.indexOf(file) + 1}`;
  };
  return (
    <ul class="card sheet files" aria-label="照片和录音">
      {files.map((file) => (
        <li key={file.id}>
          {name(file)}：{FILE_STATES[file.state]}
          {file.state === "ready" && file.offset > 0 && <progress max={file.size} value={file.offset} aria-label={`${name(file)}的进度`} />}
          {file.state === "refused" && <Why file={file} />}
        </li>
      ))}
    </ul>
  );
}

/** Why a file was refused, in the server's words. */
function Why({ file }: { file: FileRow }): JSX.Element | null {
  const [words, setWords] = useState("");
  useEffect(() => void openFile(file).then(({ about }) => setWords(about.message ?? "")), [file.id]);
  return words ? <p class="hint">{words}</p> : null;
}
