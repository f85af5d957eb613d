import { toSpellings, type Offer, type OfferedOption, type OfferedValue } from "./offers.ts";

/** A completion script for zsh, to be sourced or to lie in a folder of `fpath`. */
export function renderZsh(offers: readonly Offer[]): string {
  return `#compdef whatsapp-bot
# zsh completion for whatsapp-bot: lies as _whatsapp-bot in a folder of fpath, or is sourced
_whatsapp-bot() {
  local at='' i from=1
  local -a commands
  for ((i = 2; i < CURRENT; i++)); do
    case "$at>\${words[i]}" in
${offers.flatMap(toSteps).join("\n")}
    esac
  done
  words=("\${(@)words[from,-1]}")
  ((CURRENT -= from - 1))
  case "$at" in
${offers.map(toPlace).join("\n")}
  esac
}

if [[ $funcstack[1] == _whatsapp-bot ]]; then
  _whatsapp-bot "$@"
else
  compdef _whatsapp-bot whatsapp-bot
fi
`;
}

/** How the words that are there lead on: into another command, or over the value of an option. */
function toSteps({ path, commands, options }: Offer): readonly string[] {
  const steps = commands.map(({ name }) => {
    const next = `${path} ${name}`.trim();
    return `      ${quote(`${path}>${name}`)}) at=${quote(next)} from=$i ;;`;
  });
  const taking = options.filter(({ value }) => value !== null).flatMap(toSpellings);
  if (taking.length === 0) return steps;
  const patterns = taking.map((spelling) => quote(`${path}>${spelling}`));
  return [...steps, `      ${patterns.join("|")}) ((i++)) ;;`];
}

function toPlace({ path, commands, options, argument }: Offer): string {
  const described = commands.map(({ name, description }) =>
    quote(`${name}:${description.replaceAll(":", "\\:")}`),
  );
  const specs = [
    ...options.map(toSpec),
    ...(commands.length > 0 ? [quote("1:command:{_describe command commands}")] : []),
    ...(argument ? [quote(`*:${argument.name}:${toAction(argument)}`)] : []),
  ];
  return `    ${quote(path)})
      commands=(${described.join(" ")})
      _arguments -S ${specs.map((spec) => `\\\n        ${spec}`).join(" ")}
      ;;`;
}

function toSpec(option: OfferedOption): string {
  const { long, short, description, value } = option;
  const told = `[${description.replace(/[[\]\\:]/g, "\\$&")}]`;
  const behind = value === null ? told : `=${told}:${value.name}:${toAction(value)}`;
  if (short === null) return quote(`${long}${behind}`);
  const both = `(${toSpellings(option).join(" ")})`;
  return `${quote(both)}{${short},${long}}${quote(behind)}`;
}

function toAction({ kind, words, isList }: OfferedValue): string {
  if (kind === "file") return "_files";
  if (kind === "text") return " ";
  return isList ? `_sequence compadd - ${words.join(" ")}` : `(${words.join(" ")})`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
