import type { Dialog360Options } from "../../src/simulator/dialog360/simulator.ts";
import { toCustomer } from "./conversations.ts";
import { toText, type Numbered } from "./tally.ts";

/** The body of one notification with several messages, which the simulator does not make by itself. */
export function toNotification(
  messages: readonly Numbered[],
  { shape, clock, runId }: Pick<Dialog360Options, "shape" | "clock" | "runId">,
): string {
  const timestamp = String(Math.floor(clock.now() / 1000));
  const authors = [...new Set(messages.map(({ conversation }) => conversation))].map(toCustomer);
  const value = {
    contacts: authors.map(({ phone, userId, name }) => ({
      profile: { name },
      wa_id: phone,
      ...(shape === "v2" && { user_id: userId }),
    })),
    messages: messages.map((message) => {
      const { phone, userId } = toCustomer(message.conversation);
      return {
        from: phone,
        ...(shape === "v2" && { from_user_id: userId }),
        id: `wamid.${runId}.${message.conversation}.${message.number}`,
        timestamp,
        type: "text",
        text: { body: toText("customer", message) },
      };
    }),
  };
  if (shape === "v1") return JSON.stringify(value);
  const metadata = { display_phone_number: "12025550100", phone_number_id: "100000000000001" };
  const change = {
    field: "messages",
    value: { messaging_product: "whatsapp", metadata, ...value },
  };
  return JSON.stringify({
    object: "whatsapp_business_account",
    entry: [{ id: "1", changes: [change] }],
  });
}
