import type { MarkRead, TemplateChoice } from "./plan-context.ts";
import type { Texts } from "./texts/texts.ts";

/** What the JSON config says to the core; replaced whole when the config is read again. */
export interface Profile {
  /** The enabled config. */
  readonly config: {
    readonly key: string;
    readonly chatTitlePrefix: string;
    readonly templates: readonly TemplateChoice[];
    readonly markRead: MarkRead;
  };
  readonly texts: Texts;
}
