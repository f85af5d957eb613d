import type { World } from "../../src/simulator/world.ts";
import { toConversation, toConversationOfChat } from "./conversations.ts";
import { tally, type Tally } from "./tally.ts";

/** What has become of everything that was written. */
export interface Judgement {
  readonly toTeam: Tally;
  readonly toCustomer: Tally;
  readonly chats: number;
  /** The customers who have written: each has to have one chat. */
  readonly customers: number;
  /** Posts of the bot's own, such as "could not be sent". */
  readonly notices: number;
}

/** The last number written in each conversation, by customers and by staff. */
export interface Written {
  readonly customers: readonly number[];
  readonly staff: readonly number[];
}

/** Compares what was written with what is in the chats and what 360dialog took. */
export function judge(
  { teamwire, dialog360 }: Pick<World, "teamwire" | "dialog360">,
  { customers, staff }: Written,
): Judgement {
  const inChats = customers.map((): string[] => []);
  const atCustomers = customers.map((): string[] => []);
  let notices = 0;
  const { chats } = teamwire.simulator;
  for (const { chat, messages } of chats) {
    for (const message of messages.filter(({ from_user: author }) => author.is_bot)) {
      if (message.sender_display_name === null) notices += 1;
      else inChats[toConversationOfChat(chat)]?.push(message.msg ?? "");
    }
  }
  for (const { phone = "", content } of dialog360.simulator.sends) {
    atCustomers[toConversation(phone)]?.push(String(content["body"]));
  }
  return {
    toTeam: tally("customer", customers, inChats),
    toCustomer: tally(
      "staff",
      customers.map((_, conversation) => staff[conversation] ?? 0),
      atCustomers,
    ),
    chats: chats.length,
    customers: customers.filter((last) => last > 0).length,
    notices,
  };
}
