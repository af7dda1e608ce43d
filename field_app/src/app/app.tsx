import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useLive } from "./live";
import { SignedContext, type Signed } from "./context";
import { to, useRoute, type Route } from "./route";
import { Broken, Guard, Trouble } from "./trouble";
import { EntryScreen } from "../screens/entry";
import { DoneScreen } from "../screens/done";
import { FormScreen } from "../screens/form";
import { MeScreen } from "../screens/me";
import { BeginScreen, NewScreen } from "../screens/new";
import { ItemScreen, OutboxScreen } from "../screens/outbox";
import { TodayScreen } from "../screens/today";
import { Welcome } from "../screens/welcome";
import { who } from "../session/device";
import { reference } from "../session/held";
import { db, type DeviceRow } from "../store/db";
import { forgetKey } from "../store/keys";

/** The whole app: who is signed in decides everything else. */
export function App({ newVersion }: { newVersion: boolean }): JSX.Element | null {
  const signed = useLive(
    async () => [await db.keys.get("device"), await db.sealed.get("who"), await db.sealed.get("reference")] as const,
    async ([device]): Promise<Signed | null> => {
      if (!(device as DeviceRow | undefined)?.wrapped) {
        // Perhaps the service worker emptied the phone: what this window had opened goes too.
        forgetKey();
        return null;
      }
      const found = await who();
      return found && { who: found, reference: await reference() };
    },
  );
  if (signed === undefined) return <NotYet />;
  if (signed === null) return <Welcome />;
  return (
    <SignedContext.Provider value={signed}>
      <Trouble />
      <Shown newVersion={newVersion} />
    </SignedContext.Provider>
  );
}

const OPENS_MS = 8_000;

/** Nothing while the store opens, which takes no time; when it doesn't open, that is said. */
function NotYet(): JSX.Element | null {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), OPENS_MS);
    return () => clearTimeout(timer);
  }, []);
  return late ? <Broken /> : null;
}

function Shown({ newVersion }: { newVersion: boolean }): JSX.Element {
  const route = useRoute();
  const screen = route.join("/");
  return (
    <Guard key={screen}>
      <Chosen route={route} newVersion={newVersion} />
    </Guard>
  );
}

function Chosen({ route: [screen, one = "", two = ""], newVersion }: { route: Route; newVersion: boolean }): JSX.Element {
  switch (screen) {
    case "new":
      return <NewScreen />;
    case "begin":
      return <BeginScreen kind={one} />;
    case "draft":
      return <FormScreen id={one} />;
    case "done":
      return <DoneScreen id={one} />;
    case "entry":
      return <EntryScreen section={one} entryKey={two} />;
    case "outbox":
      return <OutboxScreen newVersion={newVersion} />;
    case "item":
      return <ItemScreen id={one} />;
    case "handover":
      return <Welcome back={to("")} />;
    case "me":
      return <MeScreen newVersion={newVersion} />;
    default:
      return <TodayScreen newVersion={newVersion} />;
  }
}

