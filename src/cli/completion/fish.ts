import { toSpellings, type Offer, type OfferedOption, type OfferedValue } from "./offers.ts";

/** A completion script for fish. */
export function renderFish(offers: readonly Offer[]): string {
  return `# fish completion for whatsapp-bot: lies in ~/.config/fish/completions, or is sourced
function __whatsapp_bot_path
    set -l at ''
    set -l isValue 0
    set -l words (commandline -opc)
    for word in $words[2..]
        if test $isValue = 1
            set isValue 0
            continue
        end
        switch "$at>$word"
${offers.flatMap(toSteps).join("\n")}
        end
    end
    echo $at
end

function __whatsapp_bot_at
    set -l at (__whatsapp_bot_path)
    test "$at" = "$argv[1]"
end

complete -c whatsapp-bot -f
${offers.flatMap(toLines).join("\n")}
`;
}

/** How the words that are there lead on: into another command, or over the value of an option. */
function toSteps({ path, commands, options }: Offer): readonly string[] {
  const steps = commands.map(({ name }) =>
    toStep(`${path}>${name}`, `at ${quote(join(path, name))}`),
  );
  const taking = options.filter(({ value }) => value !== null).flatMap(toSpellings);
  return [...steps, ...taking.map((spelling) => toStep(`${path}>${spelling}`, "isValue 1"))];
}

function toStep(word: string, assignment: string): string {
  return `            case ${quote(word)}
                set ${assignment}`;
}

function toLines({ path, commands, options, argument }: Offer): readonly string[] {
  const begin = `complete -c whatsapp-bot -n ${quote(`__whatsapp_bot_at ${quote(path)}`)}`;
  return [
    ...commands.map(
      ({ name, description }) => `${begin} -a ${quote(name)} -d ${quote(description)}`,
    ),
    ...options.map((option) => `${begin} ${toOption(option)}`),
    ...(argument && argument.kind !== "text" ? [`${begin} ${toValue(argument)}`] : []),
  ];
}

function toOption({ long, short, description, value }: OfferedOption): string {
  const names = short === null ? "" : `-s ${short.slice(1)} `;
  const behind = value === null ? "" : ` -r ${toValue(value)}`;
  return `${names}-l ${long.slice(2)}${behind} -d ${quote(description)}`;
}

function toValue({ kind, words, isList }: OfferedValue): string {
  if (kind === "file") return "-F";
  if (kind === "text") return "-f";
  const all = words.join(" ");
  return `-f -a ${quote(isList ? `(__fish_complete_list , "string split ' ' '${all}'")` : all)}`;
}

function join(path: string, name: string): string {
  return `${path} ${name}`.trim();
}

function quote(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
