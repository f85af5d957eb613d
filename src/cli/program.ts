import { Command, CommanderError } from "commander";

import { OperatorError } from "../bridge/errors.ts";
import { explainDenial } from "./denial.ts";
import { tell, toUnforeseen, type Failure } from "./failure.ts";
import { fold } from "./fold.ts";
import type { Io } from "./io.ts";
import { writeVersion } from "./version.ts";

/** The commands with what the overview says of them; a command's own file gives it options, examples and its work. */
const commands: readonly CommandEntry[] = [
  {
    name: "serve",
    summary: "run the relay: take notifications, make chats, carry messages both ways",
    load: async () => (await import("./serve.ts")).defineServe,
  },
  {
    name: "webhook",
    summary: "register the public URL at 360dialog, or show what is registered",
    load: async () => (await import("./webhook.ts")).defineWebhook,
  },
  {
    name: "config",
    summary: "begin, show and check the settings and the JSON config",
    load: async () => (await import("./config.ts")).defineConfig,
  },
  {
    name: "sessions",
    summary: "look at the sessions in the store",
    load: async () => (await import("./sessions.ts")).defineSessions,
  },
  {
    name: "deliveries",
    summary: "look at what waits and what failed and why; try it anew or drop it",
    load: async () => (await import("./deliveries.ts")).defineDeliveries,
  },
  {
    name: "notifications",
    summary: "look at what came in and could not be understood; replay it or drop it",
    load: async () => (await import("./notifications.ts")).defineNotifications,
  },
  {
    name: "templates",
    summary: "look at the approved templates and the numbers by which staff send them",
    load: async () => (await import("./templates.ts")).defineTemplates,
  },
  {
    name: "backup",
    summary: "copy the store into one file, also while serve runs",
    load: async () => (await import("./backup.ts")).defineBackup,
  },
  {
    name: "restore",
    summary: "put a backup in the place of the store",
    load: async () => (await import("./restore.ts")).defineRestore,
  },
  {
    name: "healthcheck",
    summary: "tell by the exit code whether the running serve is ready",
    load: async () => (await import("./healthcheck.ts")).defineHealthcheck,
  },
  {
    name: "doctor",
    summary: "check everything that a message needs to arrive, each failure with its remedy",
    load: async () => (await import("./doctor.ts")).defineDoctor,
  },
  {
    name: "demo",
    summary: "try it: the relay between a simulated WhatsApp and Teamwire, in the browser",
    load: async () => (await import("./demo.ts")).defineDemo,
  },
  {
    name: "simulate",
    summary: "run a simulated 360dialog and a simulated Teamwire, for a serve of your own",
    load: async () => (await import("./simulate.ts")).defineSimulate,
  },
  {
    name: "completion",
    summary: "print a script that lets your shell complete what you type",
    load: async () => {
      const { defineCompletion } = await import("./completion.ts");
      return (command, io) => defineCompletion(command, io, () => createProgram(io, "all"));
    },
  },
  {
    name: "licenses",
    summary: "print the licences of everything of others that is in the program",
    load: async () => (await import("./licenses.ts")).defineLicenses,
  },
  {
    name: "help",
    summary: "show help for a command",
    load: async () => {
      const { defineHelp } = await import("./help.ts");
      return (command, io) => defineHelp(command, () => createProgram(io, "all"));
    },
  },
];

interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<(command: Command, io: Io) => void>;
}

/** Puts the command tree together. By default only what the arguments name is loaded: the others need no time. */
export async function createProgram(io: Io, extent: "named" | "all" = "named"): Promise<Command> {
  const program = new Command("whatsapp-bot")
    .description("Relays WhatsApp conversations (360dialog) into Teamwire chats and back.")
    .helpCommand(false)
    .enablePositionalOptions()
    .showSuggestionAfterError(false)
    .option("-V, --version", "print the version; with --json also commit, runtime and schema")
    .on("option:version", () => {
      throw new CommanderError(0, versionAsked, "");
    })
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(fold(text, io.stdout.columns)),
      writeErr: (text) => io.stderr.write(fold(text, io.stderr.columns)),
      // It knows nothing of the lines that come after its own: `fold` does it for all of them.
      getOutHelpWidth: () => Infinity,
      getErrHelpWidth: () => Infinity,
      // Nothing is coloured; commander would look for variables that Deno may not let it read.
      getOutHasColors: () => false,
      getErrHasColors: () => false,
      outputError: () => {},
    });
  for (const { name, summary, load } of commands) {
    const command = program.command(name).description(summary);
    if (extent === "all" || io.args.includes(name)) (await load())(command, io);
  }
  program.addHelpText("after", overview);
  return program;
}

const versionAsked = "commander.version";

const overview = `
Examples:
  whatsapp-bot demo                                   try it: needs no account, no settings, no network
  whatsapp-bot config validate                        are all settings right?
  whatsapp-bot serve                                  run it
  whatsapp-bot webhook set https://example.com/whatsapp/notification
  whatsapp-bot sessions list --active

Exit codes: 0 fine, 1 failed, 2 usage, 69 a service cannot be reached, 70 our own bug,
73 the store or a port is in use, 77 refused credentials, 78 configuration.`;

/** Runs a command line. @returns the exit code; failures were told on stderr */
export async function runProgram(io: Io): Promise<number> {
  const program = await createProgram(io);
  if (io.args.length === 0) {
    program.outputHelp();
    return 2;
  }
  try {
    await program.parseAsync(io.args, { from: "user" });
    return 0;
  } catch (error) {
    const failure = await toFailure(error, io);
    if (failure) tell(failure, io);
    return failure?.exitCode ?? 0;
  }
}

/** Null for what was asked for and is told on stdout: help and version. */
async function toFailure(error: unknown, io: Io): Promise<Failure | null> {
  if (error instanceof OperatorError) {
    const { code, message, exitCode, hint } = error;
    return { code, message, exitCode, hint: explainDenial(error) ?? hint };
  }
  if (error instanceof CommanderError) {
    if (error.code === versionAsked) await writeVersion(io);
    if (error.exitCode === 0) return null;
    if (error.code === "commander.help") return { ...usage, message: "a command is missing" };
    const { explainSlip } = await import("./slip.ts");
    return { ...usage, ...explainSlip(error.message, await createProgram(io, "all"), io.args) };
  }
  const { findDamage } = await import("../ledger/unusable.ts");
  const damage = findDamage(error);
  return damage ?? toUnforeseen(error);
}

const usage = {
  code: "usage",
  hint: "whatsapp-bot --help lists the commands, whatsapp-bot <command> --help their options",
  exitCode: 2,
} as const;
