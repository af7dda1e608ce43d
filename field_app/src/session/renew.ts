import { device } from "../store/keys";
import { writeSealed } from "../store/records";
import { db } from "../store/db";
import { enrol, session, who } from "./device";

/**
 * The server wanted this person to sign in again. When they have done so in this browser, the phone is
 * enrolled anew under its own number, and its store and outbox stay. True when it is in again. Somebody else's
 * sign-in changes nothing: the banner names both, and a person decides.
 */
export async function renew(): Promise<boolean> {
  const row = await device();
  if (!row?.mustSignIn) return false;
  const [found, mine] = [await session(), await who()];
  if (!found.ok || !mine) return false;
  if (found.body.person.id !== mine.person.id) {
    await writeSealed("other", found.body.person.name);
    return false;
  }
  await db.sealed.delete("other");
  const post = found.body.posts.find((each) => each.id === mine.post.id) ?? found.body.posts[0];
  return !!post && (await enrol(found.body, post.id)).ok;
}
