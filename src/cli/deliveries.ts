import type { Command } from "commander";

import { defineDeliveriesDrop } from "./deliveries-drop.ts";
import { defineDeliveriesList } from "./deliveries-list.ts";
import { defineDeliveriesRetry } from "./deliveries-retry.ts";
import { defineDeliveriesShow } from "./deliveries-show.ts";
import type { Io } from "./io.ts";

/** `deliveries`: what is under way and what failed, and what is to become of it. */
export function defineDeliveries(deliveries: Command, io: Io): void {
  defineDeliveriesList(deliveries, io);
  defineDeliveriesShow(deliveries, io);
  defineDeliveriesRetry(deliveries, io);
  defineDeliveriesDrop(deliveries, io);
}
