import type { SimulatorClock } from "./clock.ts";
import { startDialog360, type RunningDialog360 } from "./dialog360.ts";
import type { SimulatedCustomer } from "./dialog360/conversations.ts";
import type { Dialog360Options } from "./dialog360/simulator.ts";
import type { SimulatedTemplate } from "./dialog360/templates.ts";
import type { JsonObject } from "./json.ts";
import { startTeamwire, type RunningTeamwire } from "./teamwire.ts";
import type { TeamwireGroup, TeamwireUser } from "./teamwire/objects.ts";
import type { TeamwireOptions } from "./teamwire/simulator.ts";

/** The people and things that the demo, `simulate` and the tests play with. All are invented. */
export interface Cast {
  readonly users: readonly TeamwireUser[];
  readonly groups: readonly TeamwireGroup[];
  readonly templates: readonly SimulatedTemplate[];
  readonly customers: readonly SimulatedCustomer[];
}

/** Both simulators with the cast. */
export interface World {
  readonly dialog360: RunningDialog360;
  readonly teamwire: RunningTeamwire;
  readonly cast: Cast;
  /** The settings with which `serve` finds both simulators. */
  readonly environment: Readonly<Record<string, string>>;
  readonly close: () => Promise<void>;
}

export interface WorldOptions {
  readonly clock?: SimulatorClock;
  readonly dialog360?: Partial<Dialog360Options> & { readonly port?: number };
  readonly teamwire?: Partial<TeamwireOptions> & { readonly port?: number };
}

/** Starts a 360dialog and a Teamwire that know the cast. */
export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const cast = createCast();
  const clock = options.clock ? { clock: options.clock } : {};
  const dialog360 = await startDialog360({
    ...clock,
    templates: cast.templates,
    ...options.dialog360,
  });
  const team = { ...clock, users: cast.users, groups: cast.groups, ...options.teamwire };
  const teamwire = await startTeamwire(team).catch(async (error: unknown) => {
    await dialog360.close();
    throw error;
  });
  return {
    dialog360,
    teamwire,
    cast,
    environment: toEnvironment(dialog360, teamwire),
    close: async () => {
      await Promise.all([dialog360.close(), teamwire.close()]);
    },
  };
}

/** The JSON config that fits the cast: the circle Support and two colleagues, one of them admin. */
export function createWorldConfig(avatarPath?: string): Readonly<Record<string, unknown>> {
  return {
    configs: [
      {
        key: "0f093255-25fa-4588-ac7d-0862e7020adc",
        chat_title_prefix: "Whatsapp: ",
        ...(avatarPath ? { chat_avatar_path: avatarPath } : {}),
        group_recipients: [{ title: "Support" }],
        user_recipients: [{ user_id: "user-jonas" }],
        admins: [{ first_name: "Anna", last_name: "Becker" }],
      },
    ],
  };
}

/** Tobias, the customer of the original documentation, first. */
export function createCast(): Cast {
  return {
    users: [
      createUser("anna", "Anna", "Becker"),
      createUser("jonas", "Jonas", "Weber"),
      createUser("mira", "Mira", "Hoffmann"),
    ],
    groups: [
      createCircle("support", "Support", "public"),
      createCircle("sales", "Sales", "public"),
      createCircle("management", "Management", "private"),
    ],
    templates: [
      createTemplate(
        "contact_again",
        "Your message reached us while we were not available, may we contact you concerning your question again? If so, please reply to this message with YES.",
      ),
      createTemplate(
        "order_ready",
        "Hello {{1}}, your order {{2}} is ready. Please reply to this message if you have a question.",
      ),
      createTemplate(
        "parcel_sent",
        "Hello {{1}}, your parcel is on its way and arrives on {{2}}.",
        { type: "HEADER", format: "TEXT", text: "Order {{1}}" },
        { type: "FOOTER", text: "Stadtwerke Beispiel" },
        {
          type: "BUTTONS",
          buttons: [
            { type: "URL", text: "Track it", url: "https://parcels.example/{{1}}" },
            { type: "QUICK_REPLY", text: "Change the day" },
          ],
        },
      ),
      createTemplate(
        "new_opening",
        "Hello {{1}}, we have moved. This is where you find us now.",
        { type: "HEADER", format: "IMAGE" },
        {
          type: "BUTTONS",
          buttons: [
            { type: "QUICK_REPLY", text: "I will be there" },
            { type: "QUICK_REPLY", text: "Please call me" },
          ],
        },
      ),
    ],
    customers: [
      { phone: "49681300012978", userId: "DE.13491208655302741001", name: "Tobias" },
      { phone: "49681300045312", userId: "DE.13491208655302741002", name: "Lena Krüger" },
      { userId: "DE.13491208655302741003", name: "Kim", username: "kim.reads" },
    ],
  };
}

function toEnvironment(
  dialog360: RunningDialog360,
  teamwire: RunningTeamwire,
): Readonly<Record<string, string>> {
  const { shape, apiKey } = dialog360.simulator.options;
  const { appId, secret } = teamwire.simulator.options;
  return {
    TW_API_HOST: teamwire.url,
    TW_API_APPID: appId,
    TW_API_SECRET: secret,
    WA_API_URL: dialog360.url,
    WA_API_KEY: apiKey,
    WA_API_GENERATION: shape === "v1" ? "v1" : "v2",
    ...(shape === "sandbox" ? { WA_USE_SANDBOX: "True" } : {}),
  };
}

function createUser(id: string, firstName: string, lastName: string): TeamwireUser {
  return { uid: `user-${id}`, first_name: firstName, last_name: lastName, is_bot: false };
}

function createCircle(id: string, title: string, audience: "public" | "private"): TeamwireGroup {
  const isPublic = audience === "public";
  return { gid: `group-${id}`, title, is_circle: true, is_list: false, is_public: isPublic };
}

function createTemplate(
  name: string,
  text: string,
  ...others: readonly JsonObject[]
): SimulatedTemplate {
  return {
    name,
    language: "en",
    status: "approved",
    category: "UTILITY",
    namespace: "00000000_0000_4000_8000_000000000001",
    components: [{ type: "BODY", text }, ...others],
  };
}
