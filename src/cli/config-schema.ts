import type { Command } from "commander";

import type { Io } from "./io.ts";

/** `config schema`: the JSON Schema of the JSON config, by which editors complete and check it. */
export function defineConfigSchema(config: Command, io: Io): void {
  config
    .command("schema")
    .description("print the JSON Schema of the JSON config, for editors")
    .option("--json", "print JSON, which it does anyway")
    .addHelpText(
      "after",
      `
The config names it in its "$schema", as the one that config init makes does; editors then complete and check it while
it is written. What goes across values (a key that no config has) only config validate tells.

Example:
  whatsapp-bot config schema > wa_config.schema.json`,
    )
    .action(async () => {
      const { renderConfigSchema } = await import("../settings/config/json-schema.ts");
      io.stdout.write(`${JSON.stringify(renderConfigSchema(), null, 2)}\n`);
    });
}
