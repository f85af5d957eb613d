import { readFileSync } from "node:fs";
import { resolve } from "node:path";

import type { Command } from "commander";

import { OperatorError } from "../bridge/errors.ts";
import type { Group } from "../settings/definition.ts";
import { listFlags } from "../settings/help.ts";
import { readSettings, type ReadSettings } from "../settings/read-settings.ts";
import type { Problem, Settings } from "../settings/settings.ts";
import type { Io } from "./io.ts";

/** Gives a command a flag for each setting that it needs and that is no secret, or only for those that it acts on. */
export function addSettingFlags(
  command: Command,
  groups: readonly Group[],
  only?: readonly string[],
): Command {
  command.option(
    "--env-file <file>",
    "read settings from this file; the environment comes before it",
  );
  for (const { name, flags, description } of listFlags(groups)) {
    if (!only || only.includes(name)) command.option(flags, description);
  }
  return command;
}

/** The settings as they are, with everything that is wrong with them. */
export function readCommandSettings<Needed extends Group>(
  command: Command,
  needs: readonly Needed[],
  io: Io,
): ReadSettings<Needed> {
  const flags = command.optsWithGlobals<Record<string, unknown>>();
  const { envFile } = flags;
  return readSettings({
    needs,
    flags,
    env: io.env,
    envFile: typeof envFile === "string" ? envFile : null,
    readFile: (path) => readFileSync(resolve(io.cwd, path)),
  });
}

/** The settings that a command needs; warnings go to stderr. @throws OperatorError 78 with the list of all errors */
export function requireSettings<Needed extends Group>(
  command: Command,
  needs: readonly Needed[],
  io: Io,
): Pick<Settings, Needed> {
  const { settings, problems } = readCommandSettings(command, needs, io);
  expectNoErrors(problems, io);
  if (!settings) throw new Error("settings are null without an error");
  return settings;
}

/** @throws OperatorError 78 with the list of all errors; warnings go to stderr */
export function expectNoErrors(problems: readonly Problem[], io: Io): void {
  const errors = problems.filter(({ severity }) => severity === "error");
  for (const problem of problems) {
    if (problem.severity === "warning") io.stderr.write(`${toLine(problem)}\n`);
  }
  if (errors.length === 0) return;
  const count = errors.length === 1 ? "1 problem" : `${errors.length} problems`;
  const lines = errors.map((problem) => `\n  ${toLine(problem)}`);
  throw new OperatorError(`${count} with the configuration:${lines.join("")}`, {
    code: "configuration",
    exitCode: 78,
    hint: "whatsapp-bot config validate checks it without starting anything",
  });
}

/** One line for people: severity, place, what is wrong, what to do. */
export function toLine({ severity, where, message, hint }: Problem): string {
  return `${severity}: ${where}: ${message} (${hint})`;
}
