import type { Taken } from "../delivery.ts";
import type { DeliveryError } from "../errors.ts";
import type { Clock, Files, Ledger, Log, Meter, Team, WhatsApp } from "../ports.ts";
import type { Profile } from "../profile.ts";

/** What one attempt needs from outside. */
export interface DeliveryPorts {
  readonly ledger: Ledger;
  readonly team: Team;
  readonly whatsApp: WhatsApp;
  readonly files: Files;
  readonly clock: Clock;
  readonly log: Log;
  readonly meter: Meter;
  readonly profile: () => Profile;
  /** Between 0 and 1. */
  readonly random: () => number;
  /** Resolves when the pace allows the attempt; then the other side must be asked. */
  readonly begin: (taken: Taken) => Promise<void>;
  /** Told how each attempt ended; `null` for success. */
  readonly onAnswer: (taken: Taken, failure: DeliveryError | null) => void;
  /** What `/templates` prints now; 360dialog is asked anew where the list is not fresh. */
  readonly listTemplates: () => Promise<string>;
  /** A notification was recorded and waits to be planned. */
  readonly onRecorded: () => void;
}
