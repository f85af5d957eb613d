import type { Dialog360Settings } from "../settings/settings.ts";
import { fail, pass, type Check } from "./check.ts";

export interface SandboxUnderTest {
  readonly dialog360: () => Pick<Dialog360Settings, "sandbox" | "url">;
  /** How many messages went out to customers. */
  readonly sent: () => Promise<number>;
}

/** Of one key (docs.360dialog.com/docs/get-started/sandbox). */
const mostMessages = 200;
const liveHosts = ["waba-v2.360dialog.io", "waba.360dialog.io", "waba.messagepipe.io"];

/** Whether settings and address mean the same, and whether the sandbox still takes messages. */
export function createSandboxCheck({ dialog360, sent }: SandboxUnderTest): Check {
  return {
    id: "sandbox",
    title: "The sandbox's limits are kept",
    needs: ["ledger"],
    async run() {
      const { sandbox, url } = dialog360();
      const { hostname } = new URL(url);
      if (!sandbox) {
        if (!hostname.includes("sandbox")) return pass("not the sandbox");
        return fail(`WA_API_URL names the sandbox (${hostname})`, "set WA_USE_SANDBOX=True");
      }
      if (liveHosts.includes(hostname)) {
        return fail(
          `WA_USE_SANDBOX is on, but WA_API_URL names the live API (${hostname})`,
          "leave WA_API_URL out, or set WA_USE_SANDBOX=False",
        );
      }
      const count = await sent();
      const limits = `of ${mostMessages} messages, to your own number only, without files`;
      if (count < mostMessages) return pass(`${count} sent ${limits}`);
      return fail(
        `${count} sent ${limits}`,
        "get a new key (send START to the sandbox's number) and set WA_API_KEY to it, or use a number of your own",
      );
    },
  };
}
