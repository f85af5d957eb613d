import { findPlaceholders, isTextId, textPlaceholders } from "../../bridge/texts/catalogue.ts";
import { findNearest } from "../../bridge/texts/nearest.ts";
import type { Problem } from "../settings.ts";
import { isRecord, renderPath, toEntries, toItems, type JsonPath } from "./path.ts";

/**
 * The rules that go across values. They read the raw JSON and skip what has a wrong shape, so that one run tells
 * everything that is wrong.
 */
export function checkRules(value: unknown): Problem[] {
  const configs = toItems(toEntries(value)["configs"]);
  return [
    ...checkEnabled(value, configs),
    ...checkKeys(configs),
    ...configs.flatMap((config, index) => {
      const path = ["configs", index];
      return isRecord(config)
        ? [...checkRecipients(config, path), ...checkTexts(config, path)]
        : [];
    }),
  ];
}

function checkEnabled(value: unknown, configs: readonly unknown[]): Problem[] {
  if (!isRecord(value) || !Array.isArray(value["configs"])) return [];
  if (configs.length === 0) {
    return [error(["configs"], "holds no config", "Add one; README shows what it looks like")];
  }
  const enabled = value["enabled_config"];
  const keys = configs.map((config) => toEntries(config)["key"]).filter((key) => isText(key));
  if (enabled === undefined && configs.length > 1) {
    return [
      error(
        ["enabled_config"],
        "missing, although there are several configs",
        `Set it to one of their keys: ${keys.join(", ")}`,
      ),
    ];
  }
  if (!isText(enabled) || keys.includes(enabled)) return [];
  const nearest = findNearest(enabled, keys) ?? keys.join(" or ");
  return [
    error(
      ["enabled_config"],
      `${JSON.stringify(enabled)} is not the key of any config`,
      `Set it to one of the keys, such as ${JSON.stringify(nearest)}`,
    ),
  ];
}

function checkKeys(configs: readonly unknown[]): Problem[] {
  const seen = new Map<string, number>();
  return configs.flatMap((config, index) => {
    const key = toEntries(config)["key"];
    if (!isText(key)) return [];
    const path = ["configs", index, "key"];
    const first = seen.get(key);
    if (first !== undefined) {
      return [
        error(path, `the same as configs[${first}].key`, "Give each config a key of its own"),
      ];
    }
    seen.set(key, index);
    if (guid.test(key)) return [];
    return [warning(path, `${JSON.stringify(key)} is not a GUID`, "Use one such as uuidgen makes")];
  });
}

const guid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

function checkRecipients(config: Readonly<Record<string, unknown>>, path: JsonPath): Problem[] {
  const groups = toItems(config["group_recipients"]);
  const users = toItems(config["user_recipients"]);
  const areLists = [config["group_recipients"], config["user_recipients"]].every(
    (list) => list === undefined || Array.isArray(list),
  );
  const nobody =
    areLists && groups.length + users.length === 0
      ? [
          error(
            [...path, "user_recipients"],
            "nobody would get the messages",
            "Add a user here, or a circle in group_recipients",
          ),
        ]
      : [];
  return [
    ...nobody,
    ...checkList(groups, { path: [...path, "group_recipients"], check: checkGroup }),
    ...checkList(users, { path: [...path, "user_recipients"], check: checkUser }),
    ...checkList(toItems(config["admins"]), { path: [...path, "admins"], check: checkUser }),
  ];
}

type Recipient = Readonly<Record<string, unknown>>;

function checkList(
  recipients: readonly unknown[],
  { path, check }: { path: JsonPath; check: (recipient: Recipient, path: JsonPath) => Problem[] },
): Problem[] {
  const seen = new Map<string, number>();
  return recipients.flatMap((recipient, index) => {
    if (!isRecord(recipient)) return [];
    const own = [...path, index];
    const problems = check(recipient, own);
    if (problems.length > 0) return problems;
    const identity = JSON.stringify(identityKeys.map((key) => recipient[key] ?? null));
    const first = seen.get(identity);
    if (first === undefined) {
      seen.set(identity, index);
      return [];
    }
    return [warning(own, `the same as ${renderPath([...path, first])}`, "Remove one of them")];
  });
}

const identityKeys = ["user_id", "first_name", "last_name", "group_id", "title"] as const;

function checkUser(recipient: Recipient, path: JsonPath): Problem[] {
  const { user_id: id, first_name: first, last_name: last } = recipient;
  const forms = '{"user_id": "…"} or {"first_name": "…", "last_name": "…"}';
  const isNamed = first !== undefined || last !== undefined;
  if (id !== undefined && isNamed)
    return [error(path, "names somebody in two ways", `Keep one: ${forms}`)];
  if (id === undefined && !isNamed) return [error(path, "names nobody", `Write ${forms}`)];
  if (isNamed && first === undefined)
    return [error([...path, "first_name"], "missing", `Write ${forms}`)];
  if (isNamed && last === undefined)
    return [error([...path, "last_name"], "missing", `Write ${forms}`)];
  return [];
}

function checkGroup(recipient: Recipient, path: JsonPath): Problem[] {
  const { group_id: id, title } = recipient;
  const forms = '{"group_id": "…"} or {"title": "…"}';
  if (id !== undefined && title !== undefined)
    return [error(path, "names a circle in two ways", `Keep one: ${forms}`)];
  return id === undefined && title === undefined
    ? [error(path, "names no circle", `Write ${forms}`)]
    : [];
}

/** A placeholder that a text does not have would stand in the chat as it is written. */
function checkTexts(config: Readonly<Record<string, unknown>>, path: JsonPath): Problem[] {
  return Object.entries(toEntries(config["texts"])).flatMap(([id, given]) => {
    if (!isTextId(id)) return [];
    const known: readonly string[] = textPlaceholders[id];
    const own = [...path, "texts", id];
    const variants: readonly (readonly [JsonPath, unknown])[] = isRecord(given)
      ? Object.entries(given).map(([locale, text]) => [[...own, locale], text])
      : [[own, given]];
    return variants.flatMap(([where, text]) =>
      (isText(text) ? findPlaceholders(text) : [])
        .filter((name) => !known.includes(name))
        .map((name) =>
          error(where, `{${name}} stands for nothing in this text`, toPlaceholderHint(name, known)),
        ),
    );
  });
}

function toPlaceholderHint(name: string, known: readonly string[]): string {
  if (known.length === 0) return "Remove it; this text has no placeholders";
  const nearest = findNearest(name, known);
  return nearest
    ? `Did you mean {${nearest}}?`
    : `Known here: ${known.map((one) => `{${one}}`).join(" ")}`;
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function error(path: JsonPath, message: string, hint: string): Problem {
  return { where: renderPath(path), message, hint, severity: "error" };
}

function warning(path: JsonPath, message: string, hint: string): Problem {
  return { where: renderPath(path), message, hint, severity: "warning" };
}
