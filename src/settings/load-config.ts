import { checkAvatar } from "./config/avatar.ts";
import { parseConfig, type ParsedConfig } from "./parse-config.ts";
import type { Problem } from "./settings.ts";
import { toErrorCode, type ReadFile } from "./sources.ts";

/** Reads the JSON config and the pictures that it names; tells everything that is wrong at once, never throws. */
export function loadConfig(
  file: string,
  { readFile }: { readonly readFile: ReadFile },
): Omit<ParsedConfig, "avatars"> {
  const { text, problem } = readText(file, readFile);
  if (problem) return { config: null, enabled: null, configs: [], problems: [problem] };
  const { avatars, ...parsed } = parseConfig(text, { file });
  const seen = avatars.flatMap((avatar) => checkAvatar(avatar, readFile) ?? []);
  const hasError = seen.some(({ severity }) => severity === "error");
  return { ...parsed, ...(hasError && { config: null }), problems: [...parsed.problems, ...seen] };
}

type ReadText =
  | { readonly text: string; readonly problem: null }
  | { readonly text: null; readonly problem: Problem };

function readText(file: string, readFile: ReadFile): ReadText {
  let bytes: Uint8Array;
  try {
    bytes = readFile(file);
  } catch (error) {
    const code = toErrorCode(error);
    const named = "Name the file in WA_BOT_CONFIG (or --bot-config)";
    return refuse(file, {
      message: `the config cannot be read: ${code}`,
      hint:
        code === "ENOENT"
          ? `${named}; whatsapp-bot config init writes one to fill in`
          : `${named} and check that this user may read it`,
    });
  }
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes), problem: null };
  } catch {
    return refuse(file, { message: "the config is not UTF-8", hint: "Save it as UTF-8" });
  }
}

function refuse(file: string, words: { message: string; hint: string }): ReadText {
  return { text: null, problem: { where: file, ...words, severity: "error" } };
}
