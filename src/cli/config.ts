import type { Command } from "commander";

import { defineConfigInit } from "./config-init.ts";
import { defineConfigSchema } from "./config-schema.ts";
import { defineConfigShow } from "./config-show.ts";
import { defineConfigValidate } from "./config-validate.ts";
import type { Io } from "./io.ts";

/** `config`: what the settings and the JSON config say, and whether they are right. */
export function defineConfig(config: Command, io: Io): void {
  defineConfigValidate(config, io);
  defineConfigShow(config, io);
  defineConfigInit(config, io);
  defineConfigSchema(config, io);
}
