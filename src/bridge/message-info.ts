import type { DeliveryState, Progress } from "./delivery.ts";
import type { ReceiptState } from "./message.ts";
import type { Texts } from "./texts/texts.ts";

/** Tells how far a post has come, from its parts; of several it is as far as the last of them. */
export function toMessageInfo(parts: readonly Progress[], texts: Texts): string {
  const [first] = parts;
  if (!first) return texts.text("info.nothing", {});
  if (first.side === "team") {
    const { sent } = first.times;
    const posted = sent === null ? texts.text("none", {}) : texts.time(sent);
    const id = first.kind === "echo" ? "info.app" : "info.received";
    return texts.text(id, { received: texts.time(first.createdAt), posted });
  }
  const states = new Set(parts.map(({ state }) => state));
  const lowest = order.find((state) => states.has(state)) ?? first.state;
  const lines = receiptStates.flatMap((state) => {
    const at = toReached(parts, state);
    if (at === null) return [];
    return [
      texts.text("info.time", { state: texts.text(`state.${state}`, {}), time: texts.time(at) }),
    ];
  });
  const title = texts.text("info.message", { state: texts.text(`state.${lowest}`, {}) });
  return [title, ...lines, ...(states.size > 1 ? toPartLines(parts, texts) : [])].join("\n");
}

function toPartLines(parts: readonly Progress[], texts: Texts): string[] {
  return parts.map(({ state }, index) => {
    const part = texts.text("part", { part: index + 1, count: parts.length });
    return `${part} ${texts.text(`state.${state}`, {})}`;
  });
}

/** When the last of all parts came so far; null if one has not, or nobody told. */
function toReached(parts: readonly Progress[], state: ReceiptState): number | null {
  const times = parts.map((part) => part.times[state]);
  return times.reduce((latest, at) =>
    latest === null || at === null ? null : Math.max(latest, at),
  );
}

/** From the least that can be said of a message to the most. */
const order: readonly DeliveryState[] = [
  "failed",
  "dropped",
  "held",
  "pending",
  "sending",
  "uncertain",
  "sent",
  "delivered",
  "read",
  "played",
  "deleted",
];

const receiptStates: readonly ReceiptState[] = [
  "sent",
  "delivered",
  "read",
  "played",
  "failed",
  "deleted",
];
