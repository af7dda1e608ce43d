import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useSigned } from "../app/context";
import { asIs, useLive } from "../app/live";
import { to } from "../app/route";
import { saidMoment } from "../kernel/days";
import type { Status } from "../outbox/sync";
import { Icon } from "../parts/icon";
import { Notice } from "../parts/screen";
import { SIGN_IN_PAGE } from "../session/device";
import { useNewVersion } from "../session/update";
import { db, type DeviceRow } from "../store/db";
import { readPlain, readSealed } from "../store/records";

export function useOnline(): boolean {
  const [online, setOnline] = useState(navigator.onLine);
  useEffect(() => {
    const look = (): void => setOnline(navigator.onLine);
    addEventListener("online", look);
    addEventListener("offline", look);
    return () => {
      removeEventListener("online", look);
      removeEventListener("offline", look);
    };
  }, []);
  return online;
}

export function useStatus(): Status | undefined {
  return useLive(() => readPlain<Status>("status"), asIs<Status | undefined>, { name: "status" });
}

/** One line: is there a signal, when was everything last sent and fetched. */
export function NetworkLine(): JSX.Element {
  const online = useOnline();
  const status = useStatus();
  const fetched = useLive(() => readPlain<number>("fetched"), asIs<number | undefined>, { name: "fetched" });
  const cut = !online || status?.outcome === "offline";
  return (
    <p class="network" role="status">
      <Icon name={cut ? "wifi-off" : "checks"} />
      <span class="network-words">
        {cut ? "没有信号，照常能记，有信号自动送" : status?.outcome === "later" ? "这次没送完，稍后自动再试" : "已连上"}
      </span>
      {fetched !== undefined && <span class="network-when">{saidMoment(fetched)} 更新</span>}
    </p>
  );
}

/** What has to be said above everything: sign in again, a new version. */
export function Standing({ newVersion }: { newVersion: boolean }): JSX.Element | null {
  const { who } = useSigned();
  const device = useLive(() => db.keys.get("device"), asIs) as DeviceRow | undefined;
  const other = useLive(() => db.sealed.get("other"), () => readSealed<string>("other"));
  if (device?.mustSignIn) {
    return (
      <Notice kind="warn" title="要重新登录才能送出">
        {other ? <p>{`这部手机是${who.person.name}在用，浏览器里登录的是${other}。请${who.person.name}登录送出，再换人。`}</p> : <p>照常能记，记下的都在手机里。</p>}
        <a class="button" href={SIGN_IN_PAGE}>
          重新登录
        </a>
        {other && <a class="link-row" href={to("handover")}>换成{other}用</a>}
      </Notice>
    );
  }
  if (!newVersion) return null;
  return (
    <Notice title="有新版本">
      <p>没送出的和没写完的都会留着。</p>
      <button type="button" class="button" onClick={useNewVersion}>
        现在更新
      </button>
    </Notice>
  );
}
