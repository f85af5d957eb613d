import type { WhatsApp } from "../bridge/ports.ts";
import type { BotConfig, Dialog360Settings } from "../settings/settings.ts";
import { ask } from "./ask.ts";
import { fail, pass, untried, type Check, type Finding } from "./check.ts";

export interface TemplatesUnderTest {
  readonly client: () => Pick<WhatsApp, "templates">;
  readonly dialog360: () => Pick<Dialog360Settings, "sandbox">;
  /** Null where it is not valid: then any template will do. */
  readonly config: () => Pick<BotConfig, "templates"> | null;
}

const hub = "have them approved in the 360dialog hub (Templates)";

/** Without an approved template nothing can be written outside the window. */
export function createTemplatesCheck({ client, dialog360, config }: TemplatesUnderTest): Check {
  async function judge(): Promise<Finding> {
    const approved = await client().templates();
    const missing = (config()?.templates ?? []).filter(
      ({ name, language }) =>
        !approved.some((one) => one.name === name && (!language || one.language === language)),
    );
    if (missing.length > 0) {
      const names = missing.map(
        ({ name, language }) => `${name}${language ? ` (${language})` : ""}`,
      );
      return fail(
        `not approved: ${names.join(", ")}`,
        `${hub}, or take them out of "templates" in the JSON config`,
      );
    }
    if (approved.length > 0) return pass(`${approved.length} approved`);
    return fail("none is approved, so nothing can be written outside the window", hub);
  }

  return {
    id: "templates",
    title: "Templates are approved",
    needs: ["api-key"],
    async run() {
      const finding = await ask(judge, () => "run it again; if it stays, ask 360dialog's support");
      if (finding.ok || !dialog360().sandbox) return finding;
      return untried(`the sandbox has templates of its own; its list: ${finding.detail}`);
    },
  };
}
