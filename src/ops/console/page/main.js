import { showTraffic } from "./chart.js";
import { createDeliveries, toDeliveryRow, toNotificationRow } from "./deliveries.js";
import { byId } from "./dom.js";
import { createLive } from "./live.js";
import { offerViews, showSessions, showViewCounts, showWindows } from "./sessions.js";
import { showCounts, showHealth, showTimes } from "./state.js";

/** By how much the bot's clock is ahead of this machine's: the demo lets days pass. */
let aheadMs = 0;
const seen = { counts: null, failed: null, waiting: null, sessions: null };

const live = createLive({
  hello({ now, hasToken }) {
    byId("logout").hidden = !hasToken;
    setNow(now);
  },
  now: setNow,
  health(health) {
    showHealth(health);
    tick();
  },
  counts(counts) {
    seen.counts = counts;
    byId("main").hidden = false;
    showCounts(counts);
    showViewCounts(counts);
    showLists();
    const failures = counts.failed + counts.dead;
    document.title = `${failures > 0 ? `(${failures} failed) ` : ""}whatsapp-bot console`;
  },
  traffic: showTraffic,
  failed: (rows) => keep("failed", rows),
  waiting: (rows) => keep("waiting", rows),
  sessions: (rows) => keep("sessions", rows),
});
const failed = createDeliveries("failed", live.decide);
const waiting = createDeliveries("waiting", live.decide);

function keep(name, rows) {
  seen[name] = rows;
  showLists();
}

function showLists() {
  const { counts } = seen;
  if (!counts) return;
  if (seen.failed) {
    const { deliveries, notifications } = seen.failed;
    const rows = [...deliveries.map(toDeliveryRow), ...notifications.map(toNotificationRow)];
    failed.show(
      rows.toSorted((one, other) => other.at - one.at),
      counts.failed + counts.dead,
    );
  }
  if (seen.waiting) {
    const total = counts.toTeam + counts.toCustomer + counts.held;
    waiting.show(seen.waiting.map(toDeliveryRow), total);
  }
  if (seen.sessions) showSessions(seen.sessions, counts);
  tick();
}

function setNow(now) {
  aheadMs = now - Date.now();
  tick();
}

function tick() {
  const now = Date.now() + aheadMs;
  showTimes(now);
  showWindows(now);
  failed.showTimes(now);
  waiting.showTimes(now);
}

setInterval(tick, 1_000);
offerViews(live.show);
