import { Option, type Command } from "commander";

import { deliveryStates, type DeliveryState } from "../bridge/delivery.ts";
import { OperatorError } from "../bridge/errors.ts";
import { shortenMessageIds } from "../bridge/redact.ts";
import type { DeliveryRow } from "../ledger/tables/listings.ts";
import type { Io } from "./io.ts";
import { addListOptions, runListing, toCount, toLocalTime, type ListOptions } from "./listing.ts";
import { suggest } from "./nearest.ts";
import type { Column } from "./table.ts";

interface Options extends ListOptions {
  readonly showPhone?: boolean;
  readonly state?: readonly DeliveryState[];
  readonly session?: string;
}

/** `deliveries list`: what is under way, and what failed and why. */
export function defineDeliveriesList(deliveries: Command, io: Io): void {
  const list = deliveries
    .command("list")
    .description("the deliveries, newest first")
    .addOption(stateOption())
    .option("--session <id>", "only those of one session")
    .option("--show-phone", "WhatsApp's message ids in full: they hold the customer's number")
    .addHelpText(
      "after",
      `
Examples:
  whatsapp-bot deliveries list --state failed
  whatsapp-bot deliveries list --state pending,sending,uncertain --json`,
    );
  addListOptions(list).action((options: Options) => {
    const filter = {
      ...(options.state && { states: options.state }),
      ...(options.session !== undefined && { sessionId: toCount(options.session, "--session") }),
      limit: toCount(options.limit, "--limit"),
    };
    return runListing(list, io, (reader) => {
      const { rows, total } = reader.deliveries(filter);
      const shown = options.showPhone ? rows : rows.map(redact);
      return { name: "deliveries", rows: shown, total, columns: deliveryColumns };
    });
  });
}

/** What a table shows of a delivery. */
export const deliveryColumns: readonly Column<DeliveryRow>[] = [
  { title: "ID", value: ({ id }) => String(id) },
  { title: "SESSION", value: (row) => String(row.session_id ?? "") },
  { title: "TO", value: ({ to }) => to },
  { title: "KIND", value: ({ kind }) => kind },
  { title: "STATE", value: ({ state }) => state },
  { title: "TRIES", value: ({ attempts }) => String(attempts) },
  { title: "CREATED", value: (row) => toLocalTime(row.created_at), isDispensable: true },
  { title: "NEXT TRY", value: (row) => toLocalTime(row.next_attempt_at), isDispensable: true },
  { title: "REASON", value: ({ reason }) => reason ?? "" },
];

function redact(row: DeliveryRow): DeliveryRow {
  return { ...row, source_id: shortenMessageIds(row.source_id) };
}

/** Several at once, so the check is our own. */
function stateOption(): Option {
  const option = new Option("--state <state,...>", "only these, separated by commas");
  option.argChoices = [...deliveryStates];
  return option.argParser(toStates);
}

/** @throws OperatorError 2 for a state that is none */
function toStates(text: string): DeliveryState[] {
  return text.split(",").map((word) => {
    const state = deliveryStates.find((known) => known === word.trim().toLowerCase());
    if (state) return state;
    throw new OperatorError(`unknown --state ${word}${suggest(word, deliveryStates)}`, {
      code: "usage",
      exitCode: 2,
      hint: `the states are ${deliveryStates.join(", ")}`,
    });
  });
}
