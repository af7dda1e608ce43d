import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { asIs, useLive } from "../app/live";
import { go, to } from "../app/route";
import { Unreachable, type Answer } from "../net/call";
import { OneOf } from "../parts/fields";
import { Icon } from "../parts/icon";
import { Bottom, Notice, Screen } from "../parts/screen";
import type { EnrolAnswer, SessionAnswer } from "../protocol";
import { syncNow } from "../session/auto";
import { beginAnew, enrol, sayFarewell, session, SIGN_IN_PAGE } from "../session/device";
import { unsent } from "../session/held";
import { readPlain } from "../store/records";
import type { Wiped } from "../store/wipe";
import { useOnline } from "./network";

type Asked = "asking" | "offline" | { refused: Answer<SessionAnswer> & { ok: false } } | { found: SessionAnswer };

const WIPED: Record<Wiped, string> = {
  signed_out: "已退出登录，这部手机里的内容已全部删去。",
  lost: "这部手机被报失，里面的内容已全部删去。",
  left: "您的岗位已变动，这部手机里的内容已全部删去。",
  other_person: "前一个人留在这部手机里的内容已全部删去。",
};

/** Before anybody is signed in on this phone: sign in once, with a signal. */
export function Welcome({ back }: { back?: string }): JSX.Element {
  const [asked, setAsked] = useState<Asked>("asking");
  const wiped = useLive(() => readPlain<Wiped>("wiped"), asIs<Wiped | undefined>);
  const online = useOnline();
  const ask = (): void => {
    setAsked("asking");
    // A sign-out that the server doesn't know of comes first: until then the browser is still the last person's.
    sayFarewell().then(session).then(
      (answer) => setAsked(answer.ok ? { found: answer.body } : { refused: answer }),
      () => setAsked("offline"),
    );
  };
  useEffect(ask, [online]);
  return (
    <Screen title="走访 · 和睦" {...(back ? { back } : {})}>
      {wiped && <Notice kind="done">{WIPED[wiped]}</Notice>}
      {typeof asked === "object" && "found" in asked ? <Enrol found={asked.found} /> : <Hello asked={asked} />}
      <Acts asked={asked} ask={ask} />
    </Screen>
  );
}

function Hello({ asked }: { asked: Exclude<Asked, { found: SessionAnswer }> }): JSX.Element {
  const trouble = typeof asked === "object" ? asked.refused : null;
  return (
    <>
      <div class="card form">
        <p>登录一次，以后没有信号也能记：走访、当场调解、回访、便民服务。有了信号自动送出。</p>
        <p>第一次登录要有信号。</p>
      </div>
      {asked === "offline" && <Notice kind="warn">现在连不上。请到有信号的地方再试。</Notice>}
      {trouble && trouble.status !== 401 && (
        <Notice kind="stop" title={trouble.trouble.message ?? "现在不能登录"}>
          {trouble.trouble.url && <a class="link-row" href={trouble.trouble.url}>去设置</a>}
        </Notice>
      )}
    </>
  );
}

function Acts({ asked, ask }: { asked: Asked; ask: () => void }): JSX.Element | null {
  if (typeof asked === "object" && "found" in asked) return null;
  if (asked === "asking") return <p class="hint">正在连接…</p>;
  const again = asked === "offline" || asked.refused.status >= 500;
  return (
    <Bottom>
      {again ? (
        <button type="button" class="button button-strong" onClick={ask}>
          再试一次
        </button>
      ) : (
        <a class="button button-strong" href={SIGN_IN_PAGE}>
          登录
        </a>
      )}
    </Bottom>
  );
}

/** The person is signed in in the browser; make this phone theirs. */
function Enrol({ found }: { found: SessionAnswer }): JSX.Element {
  const [post, setPost] = useState<string | null>(found.posts[0]?.id ?? null);
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<(Answer<EnrolAnswer> & { ok: false }) | "offline" | null>(null);
  const left = useLive(unsent, asIs);
  const run = async (how: typeof enrol): Promise<void> => {
    setBusy(true);
    setRefused(null);
    try {
      const answer = await how(found, post ?? "");
      if (!answer.ok) return setRefused(answer);
      void navigator.storage?.persist?.();
      go(to(""));
      await syncNow();
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      setRefused("offline");
    } finally {
      setBusy(false);
    }
  };
  const others = typeof refused === "object" && refused && ["other_person", "other_key"].includes(refused.trouble.error);
  return (
    <div class="stack">
      <div class="card form">
        <p>
          您好，<b>{found.person.name}</b>。
        </p>
        {found.posts.length > 1 && (
          <OneOf label="用哪个岗位" wide bound={{ name: "post", value: post, error: undefined, put: setPost }} choices={found.posts.map((each) => [each.id, each.label] as const)} />
        )}
        {found.posts.length === 1 && <p>{found.posts[0]!.label}</p>}
        <p class="hint">这部手机会存下您网格的清单和您写的记录，都加密。退出登录或报失后全部删去。</p>
      </div>
      {refused === "offline" && <Notice kind="warn">刚才断了，请再按一次。</Notice>}
      {others && (
        <Notice kind="stop" title="这部手机是别人登记的">
          <p>
            里面还有 {left?.items ?? 0} 条没送到、{left?.drafts ?? 0} 份草稿。换成您用，这些会全部删去。请先让原来的人登录送出。
          </p>
          <button type="button" class="button button-stop" disabled={busy} onClick={() => void run(beginAnew)}>
            删去前一个人的，换成我用
          </button>
        </Notice>
      )}
      {typeof refused === "object" && refused && !others && (
        <Notice kind="stop">
          <p>{refused.trouble.message ?? "没有登记成功，请再试。"}</p>
          {refused.trouble.error === "too_many_devices" && <a class="link-row" href="/devices/">去停用一部</a>}
        </Notice>
      )}
      {!others && (
        <Bottom>
          <button type="button" class="button button-strong" disabled={busy} onClick={() => void run(enrol)}>
            <Icon name="device-mobile" size={24} /> {busy ? "正在准备…" : "在这部手机上使用"}
          </button>
        </Bottom>
      )}
    </div>
  );
}
