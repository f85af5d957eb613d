/** An approved template as 360dialog lists it. */
export interface Template {
  readonly name: string;
  readonly language: string;
  /** Demanded by v1 when it is sent. */
  readonly namespace?: string;
  readonly body: string;
  /** The names (or `1`, `2`, …) of the body's parameters, in the order in which they are filled. */
  readonly parameters: readonly string[];
  /** What stands above the body, where something of it has to be given. */
  readonly header?: TemplateHeader;
  /** The buttons that want a value. */
  readonly buttons?: readonly TemplateButton[];
  /** WhatsApp's name of something in it that nobody can give from a chat, such as `CAROUSEL`. */
  readonly beyond?: string;
}

export type TemplateHeader =
  | { readonly kind: "text"; readonly text: string; readonly parameters: readonly string[] }
  | { readonly kind: AttachedHeader };

/** What is attached to the command by which such a template is sent. */
export type AttachedHeader = "image" | "video" | "document" | "location";

export interface TemplateButton {
  /** Its place among all buttons, from 0. */
  readonly index: number;
  /** The end of a link, or a code to copy. */
  readonly kind: "url" | "code";
  /** What stands on it. */
  readonly label: string;
  /** The parameter's name, or `1`. */
  readonly parameter: string;
}

/** A template with the number by which staff send it; the number stays while the store lives. */
export interface NumberedTemplate extends Template {
  readonly number: number;
  /** False once 360dialog no longer lists it. */
  readonly available: boolean;
}

/** A value of a template's text; with a name where the template has named parameters. */
export interface TemplateParameter {
  readonly name?: string;
  readonly text: string;
}

/** A place in a template that staff fill with a value. */
export type Blank =
  | { readonly place: "heading"; readonly parameter: string; readonly text: string }
  | { readonly place: "body"; readonly parameter: string }
  | { readonly place: "button"; readonly parameter: string; readonly button: TemplateButton };

/** The places in the order in which staff write their values: the heading's, the body's, the buttons'. */
export function listBlanks({ header, parameters, buttons = [] }: Template): readonly Blank[] {
  const heading = header?.kind === "text" ? header : null;
  return [
    ...(heading?.parameters ?? []).map(
      (parameter) => ({ place: "heading", parameter, text: heading?.text ?? "" }) as const,
    ),
    ...parameters.map((parameter) => ({ place: "body", parameter }) as const),
    ...buttons.map((button) => ({ place: "button", parameter: button.parameter, button }) as const),
  ];
}

/** What has to be attached; null where nothing has. */
export function toAttachedHeader({ header }: Template): AttachedHeader | null {
  return header && header.kind !== "text" ? header.kind : null;
}
