import type { JSX } from "preact";
import { useSigned } from "../app/context";
import { useLive } from "../app/live";
import { to } from "../app/route";
import { KINDS } from "../forms/registry";
import { openItem, type Item } from "../outbox/queue";
import { Icon } from "../parts/icon";
import { Notice, Screen } from "../parts/screen";
import { db } from "../store/db";
import { beginFresh } from "./entry";
import { ItemState } from "./state";
import { useOnline } from "./network";

function whereItIs({ row }: Item, online: boolean): string {
  if (row.state === "stored") return "服务器已存好。";
  if (row.state === "conflict") return "服务器已存好，但和已有的不一样，办公室核对后告诉您。";
  if (row.state === "refused") return "有填得不对的，在“待送”里点开看，改了再送。";
  return online ? "已存在手机里，正在送出。" : "已存在手机里。没有信号，等有信号自动送出，不用管它。";
}

/** After a form: it is kept; what may be registered from it without writing it twice. */
export function DoneScreen({ id }: { id: string }): JSX.Element {
  const signed = useSigned();
  const online = useOnline();
  const item = useLive(() => db.outbox.get(id), (row) => (row ? openItem(row) : Promise.resolve(null)), { keys: [id] });
  if (!item) return <Screen title="…" back={to("")}>{null}</Screen>;
  const following = KINDS[item.row.kind].follows?.(item.data, id, signed.reference!) ?? [];
  const allowed = following.filter((each) => each.kind !== "spot" || signed.who.post.may.includes("mediate"));
  return (
    <Screen
      title="已存好"
      back={to("")}
      acts={
        <a class={allowed.length ? "button" : "button button-strong"} href={to("")}>
          回到今天
        </a>
      }
    >
      <Notice kind="done" title={item.title}>
        <p>{whereItIs(item, online)}</p>
        <ItemState item={item} />
      </Notice>
      {allowed.length > 0 && (
        <section aria-labelledby="following">
          <h2 class="section-head" id="following">
            接着登记，已带入刚才写的
          </h2>
          <ul class="rows">
            {allowed.map((each) => (
              <li key={each.kind}>
                <button type="button" class="row-link" onClick={() => void beginFresh(each.kind, each.data, signed)}>
                  <span class="row-main">
                    <b>{each.label}</b>
                  </span>
                  <Icon name="chevron-right" />
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </Screen>
  );
}
