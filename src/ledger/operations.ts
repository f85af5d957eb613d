import type { OverviewLedger } from "../bridge/overview.ts";
import type { Ledger } from "../bridge/ports.ts";
import type { Db } from "./database.ts";
import { markErased } from "./purge.ts";
import { attend, readNeglected } from "./tables/care.ts";
import { changeChat, readOpenChats, renameChat, storeChat } from "./tables/chats.ts";
import { decide, dropNotifications, hasten, readBacklog, replay } from "./tables/decisions.ts";
import { readDeliveries, readLanes, readLastPost } from "./tables/deliveries.ts";
import { readFact, setFact } from "./tables/facts.ts";
import { readFigures } from "./tables/figures.ts";
import { forget, person } from "./tables/forget.ts";
import { readRecorded, record } from "./tables/notifications.ts";
import { readOverview, readTraffic } from "./tables/overview.ts";
import { readKnown, settle, storePlan } from "./tables/plan.ts";
import { endMark, readMarks } from "./tables/read-marks.ts";
import { readClaimedReceipts } from "./tables/receipts.ts";
import { sweep } from "./tables/sweep.ts";
import { takeDelivery } from "./tables/take.ts";
import { storeTemplates } from "./tables/templates.ts";
import { readAddressee } from "./tables/withdrawals.ts";

/** What the ledger can do, by the names of its ports. Each is run in a savepoint of its own. */
const operations = {
  record,
  fact: readFact,
  setFact,
  recorded: (db: Db, limit: number) => ({
    notifications: readRecorded(db, limit),
    receipts: readClaimedReceipts(db, limit),
  }),
  known: readKnown,
  plan: storePlan,
  lanes: readLanes,
  take: takeDelivery,
  addressee: readAddressee,
  settle,
  chatMade: storeChat,
  chatRenamed: renameChat,
  chatGone: (db: Db, tid: string) => changeChat(db, { tid, state: "gone" }),
  openChats: readOpenChats,
  storeTemplates,
  backlog: readBacklog,
  figures: readFigures,
  lastPost: readLastPost,
  readMarks: (db: Db) => readMarks(db),
  endMark,
  neglected: readNeglected,
  attend,
  deliveries: readDeliveries,
  decide,
  hasten,
  replay,
  dropNotifications,
  overview: readOverview,
  traffic: readTraffic,
  sweep,
  // What `forget` and `purge` are made of; the rest of them is outside of the engine.
  forget,
  person,
  purge: (db: Db) => markErased(db),
} satisfies Record<
  Exclude<keyof (Ledger & OverviewLedger), "storeId" | "close"> | "person",
  unknown
>;

type Operations = typeof operations;

/** The name of something that the ledger can do. */
export type OperationName = keyof Operations;

type Givens = { readonly [Name in OperationName]: Parameters<Operations[Name]>[1] };
/** What operations give back, by their names. */
export type Results = { readonly [Name in OperationName]: ReturnType<Operations[Name]> };

/** A call of the port on its way to the engine. */
export interface RequestOf<Name extends OperationName> {
  readonly name: Name;
  readonly given: Givens[Name];
}

export type Request = { [Name in OperationName]: RequestOf<Name> }[OperationName];

/** Runs one request. @throws whatever went wrong; what it has changed by then has to be rolled back */
export function operate<Name extends OperationName>(
  db: Db,
  { name, given }: RequestOf<Name>,
): Results[Name] {
  const table: { [N in OperationName]: (db: Db, given: Givens[N]) => Results[N] } = operations;
  return table[name](db, given);
}
