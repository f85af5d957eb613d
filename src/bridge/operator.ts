import { isOfStaff, type Delivery, type DeliveryState, type NewDelivery } from "./delivery.ts";
import { LedgerWriteError, OperatorError } from "./errors.ts";
import type { Decided, Decision, Ledger } from "./ports.ts";
import { toNotice } from "./texts/notice.ts";
import type { Texts } from "./texts/texts.ts";

/** What became of what an operator asked for, by the ids that were named. */
export interface Verdicts {
  readonly done: readonly number[];
  readonly refused: readonly { readonly id: number; readonly reason: string }[];
}

/** What an operator can have done, by the names that the control socket has for it. */
export interface Operator {
  /** Failed and waiting deliveries are tried anew, at once and with full patience. */
  readonly "deliveries.retry": Decide;
  /** Failed and waiting deliveries are given up; staff are told of what they wrote and had not been told of. */
  readonly "deliveries.drop": Decide;
  /** Notifications that could not be planned, or not wholly, are planned again. */
  readonly "notifications.replay": Decide;
  /** Such notifications are given up, and their bodies erased. */
  readonly "notifications.drop": Decide;
}

type Decide = (ids: readonly number[]) => Promise<Verdicts>;

export interface OperatorPorts {
  readonly ledger: Pick<Ledger, "deliveries" | "decide" | "replay" | "dropNotifications">;
  readonly now: () => number;
  readonly texts: () => Texts;
  /** Told what there is to do now; without a relay the next start finds it. */
  readonly relay: {
    wake(lanes: Decided["lanes"]): void;
    notify(): void;
    release(deliveryIds: readonly number[]): void;
  } | null;
}

/** Each call is answered once it is recorded. @throws OperatorError where the ledger cannot write */
export function createOperator(ports: OperatorPorts): Operator {
  const { ledger, now, texts, relay } = ports;

  async function decide(
    ids: readonly number[],
    {
      refuse,
      toDecision,
    }: { refuse: Refusal; toDecision: (chosen: Delivery[]) => Partial<Decision> },
  ): Promise<Verdicts> {
    const known = await ledger.deliveries(ids);
    const chosen = known.filter((delivery) => refuse(delivery) === null);
    const decision = { renewed: [], dropped: [], at: now(), ...toDecision(chosen) };
    const { done, lanes } = await expectWritten(ledger.decide(decision));
    relay?.release(done);
    relay?.wake(lanes);
    return toVerdicts(ids, done, (id) => {
      const found = known.find((delivery) => delivery.id === id);
      return found ? (refuse(found) ?? "it has just moved on") : "there is no such delivery";
    });
  }

  /** Null where there is nobody to tell, or nothing new: of what failed staff know. */
  function toDropNotice(delivery: Delivery): NewDelivery | null {
    const { state } = delivery;
    if (!isOfStaff(delivery) || state === "failed") return null;
    const text = texts().text(state === "uncertain" ? "failed.uncertain" : "failed.dropped", {});
    return toNotice("failed", delivery, { text, createdAt: now() });
  }

  async function choose(
    ids: readonly number[],
    choice: (ids: readonly number[]) => Promise<readonly number[]>,
  ): Promise<Verdicts> {
    const done = await expectWritten(choice(ids));
    relay?.notify();
    return toVerdicts(
      ids,
      done,
      () => "it waits to be planned, its body is gone, or there is none of that id",
    );
  }

  return {
    "deliveries.retry": (ids) =>
      decide(ids, {
        refuse: refuseRetry,
        toDecision: (chosen) => ({ renewed: chosen.map(({ id }) => id) }),
      }),
    "deliveries.drop": (ids) =>
      decide(ids, {
        refuse: refuseDrop,
        toDecision: (chosen) => ({
          dropped: chosen.map((delivery) => {
            const { id, state } = delivery;
            return { id, state, notice: toDropNotice(delivery) };
          }),
        }),
      }),
    "notifications.replay": (ids) => choose(ids, (chosen) => ledger.replay(chosen)),
    "notifications.drop": (ids) => choose(ids, (chosen) => ledger.dropNotifications(chosen)),
  };
}

type Refusal = (delivery: Delivery) => string | null;

const undecided: ReadonlySet<DeliveryState> = new Set(["pending", "held", "failed"]);

function refuseRetry({ state, outgoing, notificationId }: Delivery): string | null {
  if (!undecided.has(state)) return toRefusal(state);
  if (outgoing) return null;
  return notificationId === null
    ? "its content is gone"
    : `it could not be understood; whatsapp-bot notifications replay ${notificationId}`;
}

function refuseDrop({ state }: Delivery): string | null {
  return undecided.has(state) || state === "uncertain" ? null : toRefusal(state);
}

function toRefusal(state: DeliveryState): string {
  if (state === "sending") return "it is being sent, or was when serve ended";
  if (state === "uncertain") return "it may have been delivered; what came of it is waited for";
  return `it is ${state}`;
}

/** @throws OperatorError 73 where nothing came of it because the ledger cannot write */
async function expectWritten<T>(written: Promise<T>): Promise<T> {
  try {
    return await written;
  } catch (error) {
    if (!(error instanceof LedgerWriteError)) throw error;
    throw new OperatorError("Note what was decided: the session store cannot be written", {
      code: "store_unusable",
      exitCode: 73,
      hint: "see that its disk has room and that this user may write to it; nothing was changed",
      cause: error,
    });
  }
}

function toVerdicts(
  ids: readonly number[],
  done: readonly number[],
  toReason: (id: number) => string,
): Verdicts {
  return {
    done,
    refused: [...new Set(ids)]
      .filter((id) => !done.includes(id))
      .map((id) => ({ id, reason: toReason(id) })),
  };
}
