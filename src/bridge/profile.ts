import type { Hours } from "./hours.ts";
import type { TextOverride, Texts } from "./texts/texts.ts";

/** What the JSON config says to the core; replaced whole when the config is read again. */
export interface Profile {
  readonly config: ChatConfig;
  readonly texts: Texts;
  /** When somebody of the team is there. */
  readonly hours: Hours;
}

/** The enabled config, as far as it is about chats. */
export interface ChatConfig {
  readonly key: string;
  readonly chatTitlePrefix: string;
  /** Which templates to offer, in this order; empty offers all. */
  readonly templates: readonly TemplateChoice[];
  readonly markRead: MarkRead;
  /** What becomes of free text outside the window. */
  readonly outsideWindow: "hold" | "refuse";
  /** How long before the end of a window staff are warned if they owe an answer; empty for never. */
  readonly windowWarningMinutes: readonly number[];
  /** What a customer gets who begins a conversation; null for nothing. */
  readonly greeting: TextOverride | null;
  /** What a customer gets who writes while nobody is there. */
  readonly away: { readonly text: TextOverride } | null;
  /** Whether customers see who of the staff wrote. */
  readonly staffSignature: StaffSignature;
}

/** What shows the customer blue ticks: that staff have read the post or answered it, or nothing at all. */
export type MarkRead = "when_read" | "when_answered" | "never";

/** By which name, if by any, what staff write is signed. */
export type StaffSignature = "none" | "first_name" | "full_name";

/** A template that the config offers, perhaps with fixed values. */
export interface TemplateChoice {
  readonly name: string;
  readonly language?: string;
  readonly parameters?: readonly string[];
}
