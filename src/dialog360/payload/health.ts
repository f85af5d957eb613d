import * as v from "valibot";

import { redactPhones } from "../../bridge/identity.ts";
import { lenient, text, token } from "./lenient.ts";

/** What WhatsApp says of whether our number can send. */
export interface MessagingHealth {
  /** The worst of all that is involved: number, account, business and app. */
  readonly canSend: "available" | "limited" | "blocked";
  /** What is in the way, in WhatsApp's words. */
  readonly reasons: readonly string[];
  /** What WhatsApp advises against it. */
  readonly advice: readonly string[];
}

const entity = v.object({
  entity_type: lenient(text),
  can_send_message: lenient(text),
  additional_info: v.fallback(v.array(v.string()), []),
  errors: v.fallback(
    v.array(
      v.object({
        error_code: lenient(token),
        error_description: lenient(text),
        possible_solution: lenient(text),
      }),
    ),
    [],
  ),
});

const answer = v.object({
  health_status: v.object({
    can_send_message: v.pipe(
      v.string(),
      v.toLowerCase(),
      v.picklist(["available", "limited", "blocked"]),
    ),
    entities: v.fallback(v.array(v.fallback(entity, { additional_info: [], errors: [] })), []),
  }),
});

/** @returns null for what is no answer of `GET /health_status` (docs.360dialog.com/docs/messaging/health-status) */
export function readMessagingHealth(input: unknown): MessagingHealth | null {
  const result = v.safeParse(answer, input);
  if (!result.success) return null;
  const { can_send_message: canSend, entities } = result.output.health_status;
  return {
    canSend,
    reasons: entities.flatMap(({ entity_type: type, additional_info: info, errors }) => [
      ...errors.map(({ error_code: code, error_description: description }) =>
        toWords(`${type ?? "?"}: ${code ?? "?"} ${description ?? ""}`),
      ),
      ...info.map((words) => toWords(`${type ?? "?"}: ${words}`)),
    ]),
    advice: entities.flatMap(({ errors }) =>
      errors.flatMap(({ possible_solution: solution }) => (solution ? [toWords(solution)] : [])),
    ),
  };
}

const mostCharacters = 200;

/** Goes to logs and to a terminal: short, in one line and without a number. */
function toWords(words: string): string {
  return redactPhones(words.replace(/[\p{Cc}\s]+/gu, " ").trim()).slice(0, mostCharacters);
}
