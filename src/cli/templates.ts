import type { Command } from "commander";

import type { Io } from "./io.ts";
import { defineTemplatesList } from "./templates-list.ts";

/** `templates`: what may be sent while the window is closed. */
export function defineTemplates(templates: Command, io: Io): void {
  defineTemplatesList(templates, io);
}
