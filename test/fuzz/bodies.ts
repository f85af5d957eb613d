import { readFileSync } from "node:fs";

import type { Random } from "../soak/random.ts";
import { createGenerator, type Schema } from "./generate.ts";
import { mutate } from "./mutate.ts";

const file = new URL("../fixtures/meta-openapi/webhook.json", import.meta.url);

/** Makes bodies by Meta's description of webhooks: three of four broken in some way, one of fifty cut off. */
export function createBodies(random: Random): () => string {
  const generate = createGenerator(JSON.parse(readFileSync(file, "utf8")) as Schema, random);
  return () => {
    const body = generate();
    const text = JSON.stringify(random() < 0.25 ? body : mutate(body, random));
    return random() < 0.02 ? text.slice(0, random() * text.length) : text;
  };
}
