import { resolve } from "node:path";

import { Option, type Command } from "commander";

import { toId } from "./id.ts";
import type { Io } from "./io.ts";
import { addSettingFlags, requireSettings } from "./settings.ts";
import { readRow } from "./show.ts";

interface Options {
  readonly format: "json" | "markdown";
  readonly json?: boolean;
  readonly output?: string;
}

/** `sessions export`: all that is kept on a person, for who asks what that is. */
export function defineSessionsExport(sessions: Command, io: Io): void {
  const exporting = sessions
    .command("export <id>")
    .description("all that is kept on a person, to answer who asks for it; numbers are in full")
    .addOption(
      new Option("--format <format>", "of what").choices(["json", "markdown"]).default("json"),
    )
    .option("--json", "the same as --format json")
    .option("--output <folder>", "write it into this folder, with the files that are still here")
    .addHelpText(
      "after",
      `
Takes in all sessions of the person: ids, chats, every message with its times, texts and files as far as they are still kept
(they are erased as soon as the other side has them), and raw notifications without what is other people's in them. Reads
alone, also while serve runs.

Examples:
  whatsapp-bot sessions export 3 --format markdown --output answer
  whatsapp-bot sessions export 3 | jq .deliveries`,
    );
  addSettingFlags(exporting, ["store"], ["WA_DB_FILE"]).action(
    async (text: string, { format, json, output }: Options) => {
      const id = toId(text);
      const { store } = requireSettings(exporting, ["store"], io);
      const now = new Date();
      const person = await readRow(id, store.file, {
        name: "sessions",
        read: (reader) => reader.person(id, now.getTime()),
      });
      const { toMarkdown } = await import("./export-markdown.ts");
      const { copyFiles, findFiles, writeAnswer } = await import("./export-files.ts");
      const exported = {
        exported_at: now.toISOString(),
        ...person,
        files: findFiles(store.file, person.deliveries),
      };
      const isMarkdown = format === "markdown" && !json;
      const answer = isMarkdown ? toMarkdown(exported) : `${JSON.stringify(exported, null, 2)}\n`;
      if (output === undefined) return io.stdout.write(answer);
      const { createProgress } = await import("./progress.ts");
      const folder = resolve(io.cwd, output);
      const path = writeAnswer(folder, `session-${id}.${isMarkdown ? "md" : "json"}`, answer);
      const copied = await copyFiles(
        { store: store.file, folder, files: exported.files },
        createProgress(io, "Copying files"),
      );
      io.stderr.write(`written: ${path}${copied > 0 ? `, and ${copied} files beside it` : ""}\n`);
    },
  );
}
