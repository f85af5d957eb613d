import { readFileSync } from "node:fs";

import type { Random } from "../soak/random.ts";
import { listFixtures, readFixture } from "../unit/dialog360/fixtures.ts";
import { createGenerator, type Schema } from "./generate.ts";
import { mutate } from "./mutate.ts";
import { pick } from "./values.ts";

const description = new URL("../fixtures/meta-openapi/webhook.json", import.meta.url);

/**
 * Makes bodies by Meta's description of webhooks; one of four begins as a fixture, since user ids, edits and v1 are not
 * described. Three of four are broken in some way, one of fifty is cut off.
 */
export function createBodies(random: Random): () => string {
  const schema: Schema = JSON.parse(readFileSync(description, "utf8"));
  const generate = createGenerator(schema, random);
  const fixtures = listFixtures("webhook").map(({ file }) => JSON.parse(readFixture(file)));
  return () => {
    const body: unknown = random() < 0.25 ? pick(random, fixtures) : generate();
    const text = JSON.stringify(random() < 0.25 ? body : mutate(body, random));
    return random() < 0.02 ? text.slice(0, random() * text.length) : text;
  };
}
