import { device } from "../store/keys";
import { enrol, session, who } from "./device";

/**
 * The server wanted this person to sign in again. When they have done so in this browser, the phone is
 * enrolled anew under its own number, and its store and outbox stay. True when it is in again.
 */
export async function renew(): Promise<boolean> {
  const row = await device();
  if (!row?.mustSignIn) return false;
  const [found, mine] = [await session(), await who()];
  if (!found.ok || !mine || found.body.person.id !== mine.person.id) return false;
  const post = found.body.posts.find((each) => each.id === mine.post.id) ?? found.body.posts[0];
  return !!post && (await enrol(found.body, post.id)).ok;
}
