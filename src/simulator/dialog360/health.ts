import type { JsonObject } from "../json.ts";

/** What WhatsApp says against a number that may not send. */
export interface HealthError {
  readonly error_code: number;
  readonly error_description: string;
  readonly possible_solution: string;
}

/** `GET /health_status`: the account's number and what stands above it, each with its own verdict. */
export function renderHealth(error: HealthError | null): JsonObject {
  const verdict = error ? "BLOCKED" : "AVAILABLE";
  const fine = { can_send_message: "AVAILABLE" };
  return {
    health_status: {
      can_send_message: verdict,
      entities: [
        {
          entity_type: "PHONE_NUMBER",
          id: "100000000000001",
          can_send_message: verdict,
          ...(error && { errors: [error] }),
        },
        { entity_type: "WABA", id: "100000000000002", ...fine },
        { entity_type: "BUSINESS", id: "100000000000003", ...fine },
        { entity_type: "APP", id: "100000000000004", ...fine },
      ],
    },
    id: "100000000000001",
  };
}
