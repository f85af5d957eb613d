import { testAnswered } from "./ledger-answered.ts";
import { testCare } from "./ledger-care.ts";
import { testChats } from "./ledger-chats.ts";
import { testDecisions } from "./ledger-decisions.ts";
import { testDeliveries } from "./ledger-deliveries.ts";
import { testFigures } from "./ledger-figures.ts";
import { testHeld } from "./ledger-held.ts";
import { testMerges } from "./ledger-merges.ts";
import { testNotifications } from "./ledger-notifications.ts";
import { testProgress } from "./ledger-progress.ts";
import { testReadMarks } from "./ledger-read-marks.ts";
import { testReceipts } from "./ledger-receipts.ts";
import { testRetention } from "./ledger-retention.ts";
import type { OpenLedger } from "./ledger-samples.ts";
import { testSessions } from "./ledger-sessions.ts";
import { testWaiting } from "./ledger-waiting.ts";
import { testWithdrawals } from "./ledger-withdrawals.ts";

/** What every ledger has to do, whatever is behind the port. */
export function testLedger(label: string, open: OpenLedger): void {
  testNotifications(label, open);
  testSessions(label, open);
  testChats(label, open);
  testDeliveries(label, open);
  testAnswered(label, open);
  testReadMarks(label, open);
  testReceipts(label, open);
  testProgress(label, open);
  testDecisions(label, open);
  testMerges(label, open);
  testWaiting(label, open);
  testWithdrawals(label, open);
  testHeld(label, open);
  testCare(label, open);
  testFigures(label, open);
  testRetention(label, open);
}
