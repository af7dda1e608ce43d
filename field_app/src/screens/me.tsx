import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { useSigned } from "../app/context";
import { asIs, useLive } from "../app/live";
import { setTypeSize, TYPE_SIZES, typeSize, type TypeSizeName } from "../app/type";
import { saidMoment } from "../kernel/days";
import { OneOf } from "../parts/fields";
import { Icon } from "../parts/icon";
import { Notice, Screen } from "../parts/screen";
import { syncNow } from "../session/auto";
import { signOut } from "../session/device";
import { unsent } from "../session/held";
import { readPlain } from "../store/records";
import { NetworkLine, Standing } from "./network";
import { Tabs } from "./tabs";

/** 我的: who works on this phone, what lies on it, signing out. */
export function MeScreen({ newVersion }: { newVersion: boolean }): JSX.Element {
  const { who, reference } = useSigned();
  const fetched = useLive(() => readPlain<number>("fetched"), asIs<number | undefined>, { name: "fetched" });
  const held = useLive(unsent, asIs);
  const used = useUsed();
  return (
    <Screen title="我的" tabs={<Tabs here="me" />}>
      <NetworkLine />
      <Standing newVersion={newVersion} />
      <section class="card sheet">
        <dl>
          <div>
            <dt>姓名</dt>
            <dd>{who.person.name}</dd>
          </div>
          <div>
            <dt>岗位</dt>
            <dd>{who.post.label}</dd>
          </div>
          <div>
            <dt>手机里有</dt>
            <dd>
              {reference?.grids.length ?? 0} 个网格的清单
              {held && `，未送到 ${held.items} 条，草稿 ${held.drafts} 份，照片录音 ${held.files} 个`}
            </dd>
          </div>
          {used !== "" && (
            <div>
              <dt>占用</dt>
              <dd>{used}</dd>
            </div>
          )}
          <div>
            <dt>上次更新</dt>
            <dd>{fetched ? saidMoment(fetched) : "还没有"}</dd>
          </div>
        </dl>
      </section>
      <Refresh />
      <TypeSize />
      <section class="card form">
        <h2>换手机、交手机前</h2>
        <p>退出登录会删去这部手机里的全部内容。手机丢了，请马上告诉管理员，它一联网就会自动清空。</p>
        <SignOut />
        <a class="link-row" href="/devices/">
          看我登记过的手机，停用丢了的
        </a>
      </section>
      <p class="hint">存在手机里的内容都加了密，只有这部手机能打开。</p>
    </Screen>
  );
}

/** How large the type is, on this phone. */
function TypeSize(): JSX.Element {
  const [size, setSize] = useState(typeSize);
  const put = (chosen: TypeSizeName | null): void => {
    setTypeSize(chosen ?? "");
    setSize(chosen ?? "");
  };
  return (
    <section class="card form">
      <OneOf label="字号" bound={{ name: "type", value: size as TypeSizeName | null, error: undefined, put }} choices={TYPE_SIZES} />
    </section>
  );
}

function Refresh(): JSX.Element {
  const [busy, setBusy] = useState(false);
  return (
    <button
      type="button"
      class="button"
      disabled={busy}
      onClick={() => {
        setBusy(true);
        void syncNow().finally(() => setBusy(false));
      }}
    >
      <Icon name="refresh" /> {busy ? "正在更新…" : "更新清单并送出"}
    </button>
  );
}

function useUsed(): string {
  const [used, setUsed] = useState("");
  useEffect(() => {
    void navigator.storage?.estimate?.().then(({ usage }) => usage !== undefined && setUsed(`${(usage / 1_048_576).toFixed(1)} MB`));
  }, []);
  return used;
}

function SignOut(): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  const held = useLive(unsent, asIs);
  const left = (held?.items ?? 0) + (held?.drafts ?? 0) + (held?.files ?? 0);
  const [busy, setBusy] = useState(false);
  const send = (): void => {
    setBusy(true);
    void syncNow().finally(() => setBusy(false));
  };
  return (
    <>
      <button type="button" class="button" onClick={() => dialog.current?.showModal()}>
        <Icon name="logout" /> 退出登录
      </button>
      <dialog class="dialog" ref={dialog} aria-labelledby="out-title">
        <h2 id="out-title">退出登录，删去手机里的内容？</h2>
        {left > 0 ? (
          <Notice kind="stop" title="还有没送到的">
            <p>
              未送到 {held!.items} 条，草稿 {held!.drafts} 份，照片录音 {held!.files} 个。退出后就没有了，找不回来。
            </p>
          </Notice>
        ) : (
          <p>都送到了，可以放心退出。</p>
        )}
        <div class="dialog-acts">
          {(held?.items ?? 0) + (held?.files ?? 0) > 0 && (
            <button type="button" class="button button-strong" disabled={busy} onClick={send}>
              {busy ? "正在送…" : "先送出"}
            </button>
          )}
          <button type="button" class="button" onClick={() => dialog.current?.close()}>
            不退出
          </button>
          <button type="button" class="button button-stop" onClick={() => void signOut(held?.items ?? 0)}>
            {left > 0 ? "不要了，退出并删去" : "退出并删去"}
          </button>
        </div>
      </dialog>
    </>
  );
}
