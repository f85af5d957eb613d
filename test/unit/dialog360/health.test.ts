import assert from "node:assert/strict";
import { test } from "node:test";

import { readMessagingHealth } from "../../../src/dialog360/payload/health.ts";

// The shapes of docs.360dialog.com/docs/messaging/health-status.
const errors = [
  {
    error_code: 141_006,
    error_description: "There is an error with the payment method.\nCall +49 681 300 012 978.",
    possible_solution: "Please add a new payment method to the account.",
  },
];
const info = ["Your display name has not been approved yet."];

function toAnswer(verdict: unknown, ...entities: readonly unknown[]): object {
  return { health_status: { can_send_message: verdict, entities }, id: "1" };
}

for (const [what, answer, health] of [
  [
    "a number that may send",
    toAnswer("AVAILABLE", { entity_type: "WABA", id: "2", can_send_message: "AVAILABLE" }),
    { canSend: "available", reasons: [], advice: [] },
  ],
  [
    "one that may not, and of another that is limited",
    toAnswer(
      "BLOCKED",
      { entity_type: "WABA", can_send_message: "BLOCKED", errors },
      { entity_type: "PHONE_NUMBER", can_send_message: "LIMITED", additional_info: info },
    ),
    {
      canSend: "blocked",
      reasons: [
        "WABA: 141006 There is an error with the payment method. Call +496813***978.",
        "PHONE_NUMBER: Your display name has not been approved yet.",
      ],
      advice: ["Please add a new payment method to the account."],
    },
  ],
  [
    "odd entities beside the verdict",
    toAnswer("limited", 7, { errors: "none" }, { errors: [{}] }),
    { canSend: "limited", reasons: ["?: ?"], advice: [] },
  ],
  ["a verdict that nobody knows", toAnswer("PERHAPS"), null],
  ["nothing of the kind", { data: [] }, null],
] as const) {
  test(`readMessagingHealth reads ${what}`, () => {
    assert.deepEqual(readMessagingHealth(answer), health);
  });
}
