import { toSpellings, type Offer, type OfferedValue } from "./offers.ts";

/** A completion script for bash, also the one that macOS has. */
export function renderBash(offers: readonly Offer[]): string {
  return `# bash completion for whatsapp-bot: source this file
_whatsapp_bot() {
  local IFS=$'\\n' cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} at='' i
  # --state=failed comes in three words.
  if [[ $cur == = ]]; then cur=''
  elif [[ $prev == = ]]; then prev=\${COMP_WORDS[COMP_CWORD-2]}
  fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "$at>\${COMP_WORDS[i]}" in
${offers.flatMap(toSteps).join("\n")}
    esac
  done
  case "$at>$prev" in
${offers.flatMap(toValues).join("\n")}
  esac
  case "$at" in
${offers.map(toPlace).join("\n")}
  esac
}

_whatsapp_bot_words() {
  local word
  for word in "$@"; do
    [[ $word == "$cur"* ]] && COMPREPLY+=("$word ")
  done
  compopt -o nospace 2>/dev/null
}

_whatsapp_bot_list() {
  local word begun=''
  [[ $cur == *,* ]] && begun=\${cur%,*},
  for word in "$@"; do
    [[ $begun$word == "$cur"* ]] && COMPREPLY+=("$begun$word")
  done
  compopt -o nospace 2>/dev/null
}

_whatsapp_bot_files() {
  COMPREPLY+=($(compgen -f -- "$cur"))
  compopt -o filenames 2>/dev/null
}

complete -F _whatsapp_bot whatsapp-bot
`;
}

/** How the words that are there lead on: into another command, or over the value of an option. */
function toSteps({ path, commands, options }: Offer): readonly string[] {
  const steps = commands.map(
    ({ name }) => `      '${path}>${name}') at='${`${path} ${name}`.trim()}' ;;`,
  );
  const taking = options.filter(({ value }) => value !== null).flatMap(toSpellings);
  if (taking.length === 0) return steps;
  const patterns = taking.map((spelling) => `'${path}>${spelling}'`).join("|");
  return [...steps, `      ${patterns}) ((i++)); [[ \${COMP_WORDS[i]} == = ]] && ((i++)) ;;`];
}

/** What stands behind an option. */
function toValues({ path, options }: Offer): readonly string[] {
  return options.flatMap((option) => {
    if (option.value === null) return [];
    const patterns = toSpellings(option).map((spelling) => `'${path}>${spelling}'`);
    return `    ${patterns.join("|")}) ${toOffering(option.value)}return ;;`;
  });
}

function toPlace({ path, commands, options, argument }: Offer): string {
  const spellings = options.flatMap(toSpellings);
  const offering = argument === null ? "" : toOffering(argument);
  const words = commands.map(({ name }) => name);
  const first = words.length > 0 ? `_whatsapp_bot_words ${words.join(" ")}; ` : offering;
  return `    '${path}') if [[ $cur == -* ]]; then _whatsapp_bot_words ${spellings.join(" ")}; ${
    first ? `else ${first}` : ""
  }fi ;;`;
}

function toOffering({ kind, words, isList }: OfferedValue): string {
  if (kind === "file") return "_whatsapp_bot_files; ";
  if (kind === "text") return "";
  return `_whatsapp_bot_${isList ? "list" : "words"} ${words.join(" ")}; `;
}
