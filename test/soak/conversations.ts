import type { SimulatedCustomer } from "../../src/simulator/dialog360/conversations.ts";
import type { TeamwireChat } from "../../src/simulator/teamwire/objects.ts";

/** The customer of the n-th conversation. */
export function toCustomer(conversation: number): SimulatedCustomer & { readonly phone: string } {
  const phone = `49157${String(conversation).padStart(6, "0")}`;
  return { phone, userId: `DE.${phone}`, name: `Customer ${conversation}` };
}

/** The conversation of the customer with a number; -1 if it is none of them. */
export function toConversation(phone: string): number {
  const conversation = Number(phone.slice(-6));
  return toCustomer(conversation).phone === phone ? conversation : -1;
}

/** The conversation of a chat, by the number in its title. */
export function toConversationOfChat({ title }: TeamwireChat): number {
  return toConversation(/\(\+(\d+)\)/.exec(title)?.[1] ?? "");
}
