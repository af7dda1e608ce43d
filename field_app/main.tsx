import { render } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { JSX } from "preact";
import { App } from "./src/app/app";
import { Guard } from "./src/app/trouble";
import { applyType } from "./src/app/type";
import { startAutomatic } from "./src/session/auto";
import { registerWorker } from "./src/session/update";

/** What the app can't do without, in words; empty when all is there. */
function lacks(): string {
  if (!isSecureContext) return "这个地址没有加密（https），手机不让保存加密内容。请用 https 开头的地址打开。";
  const has = typeof indexedDB === "object" && typeof crypto?.subtle === "object" && typeof BigInt === "function";
  if (!has) return "这个浏览器太旧，不能在没有信号时保存内容。请换用手机自带的新版浏览器。";
  return "serviceWorker" in navigator ? "" : "这个浏览器没有信号时打不开网页。请换用手机自带的浏览器打开，不要在微信里打开。";
}

function Root(): JSX.Element {
  const [newVersion, setNewVersion] = useState(false);
  useEffect(() => {
    registerWorker(setNewVersion).catch((error: unknown) => console.error(error));
    startAutomatic();
  }, []);
  return (
    <Guard>
      <App newVersion={newVersion} />
    </Guard>
  );
}

applyType();
const place = document.getElementById("app")!;
const missing = lacks();
place.replaceChildren();
render(missing ? <main class="plain"><h1>打不开</h1><p>{missing}</p></main> : <Root />, place);
