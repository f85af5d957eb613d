import { readFileSync } from "node:fs";

import type { Random } from "../soak/random.ts";
import { listFixtures, readFixture } from "../unit/dialog360/fixtures.ts";
import { createGenerator, type Schema } from "./generate.ts";
import { mutate } from "./mutate.ts";
import { pick } from "./values.ts";

const description = new URL("../fixtures/meta-openapi/webhook.json", import.meta.url);

/**
 * Makes bodies by Meta's description of webhooks; one of four begins as a fixture, since user ids, edits and v1 are not
 * described. One of eight has echoes of the Business app in the place of its messages. Three of four are broken in some
 * way, one of fifty is cut off.
 */
export function createBodies(random: Random): () => string {
  const schema: Schema = JSON.parse(readFileSync(description, "utf8"));
  const generate = createGenerator(schema, random);
  const fixtures = listFixtures("webhook").map(({ file }) => JSON.parse(readFixture(file)));
  return () => {
    for (;;) {
      const told: unknown = random() < 0.25 ? pick(random, fixtures) : generate();
      const body = random() < 0.125 ? toEchoes(told) : told;
      const text = JSON.stringify(random() < 0.25 ? body : mutate(body, random));
      if (Buffer.byteLength(text) > mostBytes) continue;
      return random() < 0.02 ? text.slice(0, random() * text.length) : text;
    }
  };
}

/** 360dialog posts no more at once; over 4 MiB are refused. */
const mostBytes = 3_000_000;

/** What an echo has in the place of what a message has. */
const echoNames: ReadonlyMap<string, string> = new Map([
  ["messages", "message_echoes"],
  ["from", "to"],
  ["from_user_id", "to_user_id"],
  ["from_parent_user_id", "to_parent_user_id"],
]);

/** The same as if our side had written it in the Business app: Meta's description has no echoes. */
function toEchoes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toEchoes);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      echoNames.get(name) ?? name,
      name === "field" && inner === "messages" ? "smb_message_echoes" : toEchoes(inner),
    ]),
  );
}
