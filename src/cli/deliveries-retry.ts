import type { Command } from "commander";

import { addDecision } from "./decide.ts";
import type { Io } from "./io.ts";

/** `deliveries retry`: deliveries that failed or wait begin anew. */
export function defineDeliveriesRetry(deliveries: Command, io: Io): void {
  const retry = deliveries
    .command("retry <id...>")
    .description("try deliveries anew that failed or wait: at once, and with full patience");
  addDecision(retry, io, {
    name: "deliveries.retry",
    result: "tried anew",
    later: "they are tried when it starts",
    flags: ["WA_DB_FILE"],
    help: `
Examples:
  whatsapp-bot deliveries retry 17
  whatsapp-bot deliveries list --state failed --json --limit 0 |
    jq '.deliveries[].id' | xargs -r whatsapp-bot deliveries retry`,
  });
}
