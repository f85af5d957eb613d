import { lateFileKind, type Outcome, type Taken } from "../delivery.ts";
import { DeliveryError } from "../errors.ts";
import { toFault } from "../log/fault.ts";
import { toChatReference, toReference } from "../plan/reference.ts";
import { noReferences } from "../planned.ts";
import type { Team, TeamPosts } from "../ports.ts";
import { toChatTitle, toTitlePhone, type Session } from "../session.ts";
import { clockToleranceMs } from "../window.ts";
import { attach, fetchLate, toForms, toLateFile, type Attached } from "./attach.ts";
import { closeChat } from "./close-chat.ts";
import type { DeliveryPorts } from "./ports.ts";

/** A look-up that would never end is broken off after so many pages. */
const mostPages = 100;

/** Posts into the session's chat, which is made first if there is none. */
export async function deliverToTeam(taken: Taken, ports: DeliveryPorts): Promise<Outcome> {
  const { delivery, session, inDoubt, replyTo } = taken;
  const { outgoing } = delivery;
  if (outgoing?.kind !== "post" && outgoing?.kind !== "close") {
    throw new DeliveryError("a delivery that is not for the team", { verdict: "permanent" });
  }
  await ports.begin(taken);
  if (outgoing.kind === "close") return closeChat(taken, outgoing, ports);
  const tid = outgoing.tid ?? session.chat.tid ?? (await makeChat(taken, ports));
  const post = outgoing.lists ? { ...outgoing, text: await ports.listTemplates() } : outgoing;
  const forms = toForms(post, ports.profile().texts);
  const earlier = inDoubt ? await findPost(taken, { tid, forms }, ports) : null;
  if (earlier) return toSent(taken, { ...earlier, tid }, ports);
  if (delivery.kind === lateFileKind && outgoing.file) {
    const end = await fetchLate(taken, outgoing.file, ports);
    if (end) return end;
  }
  const titled = keepTitle({ tid, session }, ports);
  const attached = await attach(taken, post, ports);
  const { mid } = await ports.team.post(tid, {
    text: attached.text,
    displayName: outgoing.displayName,
    replyTo: outgoing.replyTo ?? replyTo ?? undefined,
    pin: outgoing.pin,
    file: attached.file,
    reference: toReference(ports.ledger.storeId, delivery),
  });
  await titled;
  return toSent(taken, { mid, isLate: attached.isLate, tid }, ports);
}

function toSent(
  taken: Taken,
  { mid, isLate, tid }: { mid: string; isLate: boolean; tid: string },
  { clock }: DeliveryPorts,
): Outcome {
  const { delivery } = taken;
  const { outgoing } = delivery;
  const at = clock.now();
  const notice =
    isLate && outgoing?.kind === "post" && toLateFile(taken, outgoing, { mid, now: at });
  return {
    kind: "sent",
    deliveryId: delivery.id,
    remoteId: mid,
    tid,
    at,
    ...(notice && { notice }),
  };
}

/**
 * Patches the title of the session's chat where the number in it is not the customer's (any more). A name is left: staff may
 * have given the chat another. Never throws: no message waits for a title.
 */
async function keepTitle(
  { tid, session }: { tid: string; session: Session },
  { team, ledger, profile, log }: DeliveryPorts,
): Promise<void> {
  const { customer, chat } = session;
  if (tid !== chat.tid || chat.title === null) return;
  const title = toChatTitle(profile().config.chatTitlePrefix, customer);
  if (title === chat.title || toTitlePhone(title) === toTitlePhone(chat.title)) return;
  try {
    await team.renameChat(tid, title);
    await ledger.chatRenamed({ tid, title });
  } catch (error) {
    // The next delivery tries again.
    log.info("title not patched", { session: session.id, error: toFault(error) });
  }
}

async function makeChat(taken: Taken, ports: DeliveryPorts): Promise<string> {
  const { team, ledger, profile, clock, log, onRecorded } = ports;
  const { session } = taken;
  const { config } = profile();
  const title = toChatTitle(config.chatTitlePrefix, session.customer);
  const reference = toChatReference(ledger.storeId, session);
  const earlier = taken.inDoubt ? await findChat(taken, title, ports) : null;
  const tid = earlier ?? (await team.createChat({ title, reference })).tid;
  const bodies: Uint8Array[] = [];
  if (taken.inDoubt) for await (const { body } of readPages(tid, null, team)) bodies.push(body);
  const receivedAt = clock.now();
  const [isOurs] = await Promise.all([
    ledger.chatMade({
      sessionId: session.id,
      generation: session.chat.generation,
      config: config.key,
      tid,
      title,
    }),
    // What staff wrote in it while it was nobody's goes to the customer before what they write from now on.
    ...bodies.map((body) => ledger.record({ source: "teamwire", receivedAt, body })),
  ]);
  if (bodies.length > 0) onRecorded();
  if (!isOurs) {
    // Two customers of one name, both in doubt: the other one has got it meanwhile.
    const facts = { verdict: "transient", uncertain: true } as const;
    throw new DeliveryError("the chat that was found is another session's", facts);
  }
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
  const since = (delivery.renewedAt ?? delivery.createdAt) - clockToleranceMs;
  const chats = (await unlessRefused(team.chats())) ?? [];
  const alike = chats.filter(
    (chat) => chat.title === title && chat.createdAt !== null && chat.createdAt >= since,
  );
  if (alike.length === 0) return null;
  const tids = alike.map(({ tid }) => tid);
  const known = await ledger.known({ ...noReferences, tids });
  const paired = new Set(known.sessions.flatMap((session) => session.tids));
  return tids.find((tid) => !paired.has(tid)) ?? null;
}

/**
 * The post that an attempt before may have made: our own with one of its texts, behind the last one that we know of, and no
 * other delivery's. What staff wrote in a chat that was not known to be theirs is recorded on the way.
 */
async function findPost(
  { session }: Taken,
  { tid, forms }: { tid: string; forms: readonly Attached[] },
  { team, ledger, clock, onRecorded }: DeliveryPorts,
): Promise<{ readonly mid: string; readonly isLate: boolean } | null> {
  const ownUid = await ledger.fact("own-uid");
  const lastPost = await ledger.lastPost({ sessionId: session.id, tid });
  for await (const { body, posts } of readPages(tid, lastPost, team)) {
    if (posts.length > 0 && lastPost === null) {
      await ledger.record({ source: "teamwire", receivedAt: clock.now(), body });
      onRecorded();
    }
    const alike = posts.filter(
      (post) => post.uid === ownUid && forms.some(({ text }) => text === post.text),
    );
    const mid = await findUnknown(alike, ledger);
    const found = alike.find((post) => post.mid === mid);
    if (found) {
      return {
        mid: found.mid,
        isLate: forms.some((form) => form.isLate && form.text === found.text),
      };
    }
  }
  return null;
}

/** A chat's posts behind `after`, page by page; none where the other side does not answer such a question. */
async function* readPages(
  tid: string,
  after: string | null,
  team: Team,
): AsyncGenerator<TeamPosts> {
  let behind = after;
  for (let count = 0; count < mostPages; count += 1) {
    const page = await unlessRefused(team.posts(tid, behind));
    if (!page) return;
    yield page;
    const last = page.posts.at(-1)?.mid ?? null;
    if (!page.hasMore || last === null || last === behind) return;
    behind = last;
  }
}

async function findUnknown(
  posts: TeamPosts["posts"],
  ledger: DeliveryPorts["ledger"],
): Promise<string | null> {
  if (posts.length === 0) return null;
  const mids = posts.map(({ mid }) => mid);
  const { sourceIds } = await ledger.known({ ...noReferences, sourceIds: mids });
  return mids.find((mid) => !sourceIds.includes(mid)) ?? null;
}

/** Null where the other side does not answer such a question at all: then there is no way to find out. */
async function unlessRefused<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof DeliveryError && error.verdict === "permanent") return null;
    throw error;
  }
}
