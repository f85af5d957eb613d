import type { Texts } from "./texts/texts.ts";

/** What planning depends on beside events and sessions. */
export interface PlanContext {
  readonly storeId: string;
  /** The enabled config. */
  readonly config: {
    readonly key: string;
    readonly templates: readonly TemplateChoice[];
    readonly markRead: MarkRead;
  };
  readonly texts: Texts;
  readonly locale: string;
  /** Whether the list of templates has been loaded since the start: only then an empty one means that there are none. */
  readonly hasTemplates: boolean;
  readonly now: number;
}

/** What shows the customer blue ticks: that staff have read the post or answered it, or nothing at all. */
export type MarkRead = "when_read" | "when_answered" | "never";

/** A template that the config offers, perhaps with fixed values. */
export interface TemplateChoice {
  readonly name: string;
  readonly language?: string;
  readonly parameters?: readonly string[];
}
