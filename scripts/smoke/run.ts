import manifest from "../../package.json" with { type: "json" };
import type { Checks } from "./checks.ts";
import { Place, type Subject } from "./place.ts";
import { relayOnce } from "./relay.ts";

/** Runs the executable as people do who have just downloaded it. */
export async function smokeRun(subject: Subject, checks: Checks): Promise<void> {
  const place = new Place(subject);
  try {
    const { version } = manifest;
    checks.check(`--version says ${version}`, place.run("--version").text === `${version}\n`);
    checks.check("--help ends with 0", place.run("--help").code === 0);
    checks.check("without a command it ends with 2", place.run().code === 2);
    const invalid = place.run("config", "validate");
    checks.check(
      "config validate names what is missing and ends with 78",
      invalid.code === 78 && /WA_API_KEY/.test(invalid.text),
    );
    const missing = place.run("config", "validate", "--env-file", "missing.env");
    checks.check(
      "a missing --env-file is told by us, not by Node, and ends with 78",
      missing.code === 78 && missing.text.includes('"missing.env"'),
    );
    checks.check("sessions list on no store ends with 0", place.run("sessions", "list").code === 0);
    const relayed = await relayOnce(place);
    checks.check("serve relays a message and its answer", relayed.text.includes('"smoke out"'));
    checks.check("serve ends with 0 after SIGTERM", relayed.code === 0);
    const list = place.run("sessions", "list", "--json");
    checks.check("sessions list shows the conversation", /"total":1\b/.test(list.text));
  } finally {
    place.clear();
  }
}
