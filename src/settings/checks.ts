import { isLoopback, isReadableByOthers } from "./address.ts";
import { listCertificates } from "./certificates.ts";
import type { Group } from "./definition.ts";
import type { SettingName } from "./definitions.ts";
import { loadCrypto } from "./lazy-crypto.ts";
import type { Problem } from "./settings.ts";
import { toErrorCode, type ReadFile } from "./sources.ts";
import type { Values } from "./values.ts";

/** A rule over several variables, or over what a variable names; run once those variables are right each on its own. */
export interface Check {
  readonly group: Group;
  readonly reads: readonly SettingName[];
  run(values: Values, readFile: ReadFile): Problem | null;
}

export const checks: readonly Check[] = [
  {
    group: "teamwire",
    reads: ["TW_API_HOST", "TW_API_INSECURE"],
    run: (values) => {
      if (!isReadableByOthers(values.get("TW_API_HOST"))) return null;
      if (values.get("TW_API_INSECURE")) {
        return warning("TW_API_INSECURE", {
          message: "secret and messages travel to Teamwire unencrypted",
          hint: "Use an https address in TW_API_HOST as soon as there is one",
        });
      }
      return error("TW_API_HOST", {
        message: "plain http to another machine would show the secret to everybody on the way",
        hint: "Use an https address, or set TW_API_INSECURE=on if the network between is private",
      });
    },
  },
  {
    group: "dialog360",
    reads: ["WA_API_URL"],
    run: (values) => {
      const url = values.getOptional("WA_API_URL");
      if (url === null || !isReadableByOthers(url)) return null;
      return error("WA_API_URL", {
        message: "plain http to another machine would show the API key to everybody on the way",
        hint: "Use an https address; plain http is for a simulator on this machine",
      });
    },
  },
  {
    group: "notifications",
    reads: ["WA_WEBHOOK_AUTH"],
    run: (values) => {
      if (values.get("WA_WEBHOOK_AUTH") === "required") return null;
      return warning("WA_WEBHOOK_AUTH", {
        message: "anybody who knows the webhook's address can post messages into the chats",
        hint: "Register the webhook with whatsapp-bot webhook set, then unset WA_WEBHOOK_AUTH",
      });
    },
  },
  {
    group: "notifications",
    reads: ["WA_WEBHOOK_REPAIR", "WA_WEBHOOK_URL"],
    run: (values) => {
      if (!values.get("WA_WEBHOOK_REPAIR") || values.getOptional("WA_WEBHOOK_URL")) return null;
      return error("WA_WEBHOOK_REPAIR", {
        message: "on, but WA_WEBHOOK_URL does not say what to register",
        hint: "Set WA_WEBHOOK_URL to the public address of the webhook",
      });
    },
  },
  {
    group: "ops",
    reads: ["WA_OPS_HOST", "WA_OPS_PORT", "WA_OPS_TOKEN"],
    run: (values) => {
      const host = values.get("WA_OPS_HOST");
      const isOff = host === null || values.get("WA_OPS_PORT") === null;
      if (isOff || isLoopback(host) || values.getOptional("WA_OPS_TOKEN") !== null) return null;
      return error("WA_OPS_TOKEN", {
        message: "not set, although WA_OPS_HOST can be reached from other machines",
        hint: "Set WA_OPS_TOKEN (or WA_OPS_TOKEN_FILE), or leave WA_OPS_HOST at 127.0.0.1",
      });
    },
  },
  {
    group: "caFile",
    reads: ["WA_CA_FILE"],
    run: (values, readFile) => {
      const file = values.getOptional("WA_CA_FILE");
      return file === null ? null : checkCertificates(file, readFile);
    },
  },
];

function checkCertificates(file: string, readFile: ReadFile): Problem | null {
  const shown = JSON.stringify(file);
  let certificates: readonly string[];
  try {
    certificates = listCertificates(new TextDecoder().decode(readFile(file)));
  } catch (cause) {
    return error("WA_CA_FILE", {
      message: `${shown} cannot be read: ${toErrorCode(cause)}`,
      hint: "Check the path, and that this user may read the file",
    });
  }
  const hint = "Name a PEM file with root certificates";
  if (certificates.length === 0) {
    return error("WA_CA_FILE", { message: `${shown} holds no certificate`, hint });
  }
  const broken = certificates.findIndex((certificate) => !isCertificate(certificate));
  if (broken === -1) return null;
  const message = `${shown} holds a certificate that cannot be read: number ${broken + 1} in it`;
  return error("WA_CA_FILE", { message, hint });
}

function isCertificate(pem: string): boolean {
  const { X509Certificate } = loadCrypto();
  try {
    return new X509Certificate(pem).subject !== null;
  } catch {
    return false;
  }
}

function error(where: SettingName, words: { message: string; hint: string }): Problem {
  return { where, ...words, severity: "error" };
}

function warning(where: SettingName, words: { message: string; hint: string }): Problem {
  return { where, ...words, severity: "warning" };
}
