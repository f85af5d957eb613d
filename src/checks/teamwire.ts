import type { DeliveryError } from "../bridge/errors.ts";
import type { BotConfig } from "../settings/settings.ts";
import type { Teamwire } from "../teamwire/api.ts";
import { ask } from "./ask.ts";
import { pass, untried, type Check, type Finding } from "./check.ts";

export interface TeamwireUnderTest {
  readonly client: () => Teamwire;
  /** Null where it is not valid: then others are asked for than it names. */
  readonly config: () => Pick<BotConfig, "users" | "admins" | "groups"> | null;
}

/**
 * Whether Teamwire answers, and each call of the wire contract that leaves no trace: the contract was never tried against
 * a live server, so that operators want to know which call it is that differs.
 */
export function createTeamwireChecks({ client, config }: TeamwireUnderTest): readonly Check[] {
  /** What one call told, for those that ask for it by id. */
  const known: { uid: string; gid: string | null; tid: string | null } = {
    uid: "",
    gid: null,
    tid: null,
  };

  async function askForPerson(): Promise<Finding> {
    const people = [...(config()?.users ?? []), ...(config()?.admins ?? [])];
    const [name] = people.filter((person) => person.kind === "name");
    // Whom nobody has to be: an empty list is an answer too.
    const { firstName, lastName } = name ?? { firstName: "Anna", lastName: "Becker" };
    return pass(tellCount(await client().usersByName(firstName, lastName), "user"));
  }

  async function askForCircle(): Promise<Finding> {
    const groups = config()?.groups ?? [];
    const [titled] = groups.filter((group) => group.kind === "title");
    const found = await client().groupsByTitle(titled?.title ?? "Support");
    const [byId] = groups.filter((group) => group.kind === "id");
    known.gid = byId?.groupId ?? found[0]?.gid ?? null;
    return pass(tellCount(found, "circle"));
  }

  const checks: readonly Call[] = [
    {
      id: "teamwire",
      call: "GET /v1/me/",
      title: "Teamwire answers and takes AppID and secret",
      needs: ["settings"],
      async run() {
        known.uid = await client().ownUid();
        return pass(`we are ${known.uid}`);
      },
    },
    {
      id: "teamwire-user",
      call: "GET /v1/users/{uid}/",
      async run() {
        const user = await client().user(known.uid);
        return user
          ? pass("the bot itself")
          : untried("answered 404 when asked for the bot itself");
      },
    },
    { id: "teamwire-users", call: "GET /v1/users/", run: askForPerson },
    { id: "teamwire-groups", call: "GET /v1/groups/", run: askForCircle },
    {
      id: "teamwire-group",
      call: "GET /v1/groups/{gid}/",
      needs: ["teamwire-groups"],
      async run() {
        if (known.gid === null) return untried("not tried: no circle is known");
        const group = await client().group(known.gid);
        return pass(group ? group.title : "there is no such circle");
      },
    },
    {
      id: "teamwire-chats",
      call: "GET /v1/chats/",
      async run() {
        const chats = await client().chats();
        known.tid = chats[0]?.tid ?? null;
        return pass(tellCount(chats, "chat"));
      },
    },
    {
      id: "teamwire-chat",
      call: "GET /v1/chats/{tid}/",
      needs: ["teamwire-chats"],
      async run() {
        if (known.tid === null) return untried("not tried: the bot is in no chat yet");
        const isInChat = await client().isInChat(known.tid);
        return isInChat ? pass("one of our chats") : untried("that chat has ended meanwhile");
      },
    },
    {
      id: "teamwire-messages",
      call: "GET /v1/chats/{tid}/messages/",
      needs: ["teamwire-chat"],
      async run() {
        if (known.tid === null) return untried("not tried: the bot is in no chat yet");
        const { posts } = await client().history(known.tid, { after: null });
        return pass(tellCount(posts, "message"));
      },
    },
    {
      id: "teamwire-events",
      call: "GET /v1/events/",
      async run() {
        await client().events({ after: null, waitSeconds: 0 });
        return pass("answers at once when nothing is waited for");
      },
    },
  ];
  return [...checks.map(toCheck), writes];
}

interface Call extends Pick<Check, "id" | "run"> {
  /** As the contract names it. */
  readonly call: string;
  /** The call itself by default. */
  readonly title?: string;
  /** That Teamwire answers by default. */
  readonly needs?: readonly string[];
}

function toCheck({ id, call, title, needs, run }: Call): Check {
  return {
    id,
    title: title ? `${title} (${call})` : `Teamwire answers ${call}`,
    needs: needs ?? ["teamwire"],
    run: () => ask(run, (error) => toRemedy(error, call)),
  };
}

/** Whoever made a chat, wrote or uploaded something would leave it for staff to see. */
const writes: Check = {
  id: "teamwire-writes",
  title: "Teamwire makes chats and takes posts and files",
  needs: ["teamwire"],
  run: async () =>
    untried(
      "not tried, staff would see it: POST /v1/chats/, PATCH /v1/chats/{tid}/, POST /v1/chats/{tid}/messages/, " +
        "POST /v1/assets/ and GET /v1/assets/{asset_id}/",
      "write to the number from a phone: whatsapp-bot deliveries list tells what Teamwire did not take",
    ),
};

function toRemedy({ verdict }: DeliveryError, call: string): string {
  if (verdict === "account") {
    return "set TW_API_APPID and TW_API_SECRET to those of the bot (Teamwire Dashboard > App Integrations)";
  }
  if (verdict === "throttled") return "run it again in a minute: there were too many calls";
  return (
    `see that TW_API_HOST is right and that what answers there takes ${call} as the wire contract has it ` +
    "(src/teamwire/ of this version)"
  );
}

function tellCount(found: readonly unknown[], what: string): string {
  return `${found.length} ${what}${found.length === 1 ? "" : "s"}`;
}
