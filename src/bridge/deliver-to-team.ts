import type { DeliveryPorts } from "./delivery-ports.ts";
import type { Outcome, Taken } from "./delivery.ts";
import { DeliveryError } from "./errors.ts";
import { toChatReference, toReference } from "./reference.ts";
import { toChatTitle } from "./session.ts";

/** The servers' clocks may differ by so much. */
const clockDifferenceMs = 5 * 60_000;
/** A look-up that would never end is broken off after so many pages. */
const mostPages = 100;

/** Posts into the session's chat, which is made first if there is none. */
export async function deliverToTeam(taken: Taken, ports: DeliveryPorts): Promise<Outcome> {
  const { delivery, session, inDoubt } = taken;
  const { outgoing } = delivery;
  if (outgoing?.kind !== "post") {
    throw new DeliveryError("a delivery that is not for the team", { verdict: "permanent" });
  }
  await ports.begin(taken);
  const tid = outgoing.tid ?? session.chat.tid ?? (await makeChat(taken, ports));
  const earlier = inDoubt ? await findPost(taken, { tid, text: outgoing.text }, ports) : null;
  const mid =
    earlier ??
    (
      await ports.team.post(tid, {
        text: outgoing.text,
        displayName: outgoing.displayName,
        replyTo: outgoing.replyTo,
        reference: toReference(ports.ledger.storeId, delivery),
      })
    ).mid;
  return { kind: "sent", deliveryId: delivery.id, remoteId: mid, tid, at: ports.clock.now() };
}

async function makeChat(taken: Taken, ports: DeliveryPorts): Promise<string> {
  const { team, ledger, profile, log } = ports;
  const { session } = taken;
  const { config } = profile();
  const title = toChatTitle(config.chatTitlePrefix, session.customer);
  const reference = toChatReference(ledger.storeId, session);
  const earlier = taken.inDoubt ? await findChat(taken, title, ports) : null;
  const tid = earlier ?? (await team.createChat({ title, reference })).tid;
  await ledger.chatMade({
    sessionId: session.id,
    generation: session.chat.generation,
    config: config.key,
    tid,
    title,
  });
  log.info(earlier ? "chat found that was made before" : "chat made", { session: session.id });
  return tid;
}

/**
 * The chat that an attempt before may have made: one with our title, made since, that is no session's. For servers that
 * know no references.
 */
async function findChat(
  { delivery }: Taken,
  title: string,
  { team, ledger }: DeliveryPorts,
): Promise<string | null> {
  const since = (delivery.renewedAt ?? delivery.createdAt) - clockDifferenceMs;
  const alike = (await team.chats()).filter(
    (chat) => chat.title === title && chat.createdAt !== null && chat.createdAt >= since,
  );
  if (alike.length === 0) return null;
  const tids = alike.map(({ tid }) => tid);
  const known = await ledger.known({ ...nothing, tids });
  const paired = new Set(known.sessions.flatMap((session) => session.tids));
  return tids.find((tid) => !paired.has(tid)) ?? null;
}

const nothing = { identities: [], tids: [], messageIds: [], deliveryIds: [], sourceIds: [] };

/**
 * The post that an attempt before may have made: our own with the same text, behind the last one that we know of. What
 * staff wrote there meanwhile, in a chat that was not known to be theirs, is recorded on the way.
 */
async function findPost(
  { session }: Taken,
  { tid, text }: { tid: string; text: string },
  ports: DeliveryPorts,
): Promise<string | null> {
  const { team, ledger, clock, onRecorded } = ports;
  const ownUid = await ledger.fact("own-uid");
  let after = await ledger.lastPost({ sessionId: session.id, tid });
  for (let page = 0; page < mostPages; page += 1) {
    const { body, posts, hasMore } = await team.posts(tid, after);
    if (posts.length > 0) {
      await ledger.record({ source: "teamwire", receivedAt: clock.now(), body });
      onRecorded();
    }
    const found = posts.find((post) => post.uid === ownUid && post.text === text);
    if (found) return found.mid;
    const last = posts.at(-1)?.mid;
    if (!hasMore || last === undefined) return null;
    after = last;
  }
  return null;
}
