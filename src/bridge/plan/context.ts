import type { Hours } from "../hours.ts";
import type { ChatConfig } from "../profile.ts";
import type { Texts } from "../texts/texts.ts";

/** What planning depends on beside events and sessions. */
export interface PlanContext {
  readonly storeId: string;
  readonly config: ChatConfig;
  readonly texts: Texts;
  readonly hours: Hours;
  readonly locale: string;
  /** Whether the list of templates has been loaded since the start: only then an empty one means that there are none. */
  readonly hasTemplates: boolean;
  readonly now: number;
}
