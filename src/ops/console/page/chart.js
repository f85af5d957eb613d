import { byId, el, keyed, setText } from "./dom.js";
import { toClock, toCount, toCounted } from "./format.js";

const axisEvery = 8;

/** Shows the traffic of a day: above the line what customers wrote, below it what the team did, failures at the foot. */
export function showTraffic(spans) {
  const totals = toTotals(spans);
  const most = Math.max(1, ...spans.flatMap((span) => [span.fromCustomers, span.fromTeam]));
  const texts = [
    `${toCount(totals.fromCustomers)} from customers`,
    `${toCount(totals.fromTeam)} from the team`,
    toCounted(totals.failures, "failure", "failures"),
  ];
  byId("legend")
    .querySelectorAll("span")
    .forEach((node, index) => setText(node, texts[index]));
  setText(byId("chart-label"), `In the last 24 hours: ${texts.join(", ")}`);
  const isEmpty = totals.fromCustomers + totals.fromTeam === 0;
  setText(byId("chart-scale"), isEmpty ? "" : `${toCount(most)} in half an hour`);
  keyed(byId("bars"), spans, {
    key: ({ from }) => String(from),
    create: () =>
      el(
        "div",
        { class: "span" },
        el("i", { class: "from-customers" }),
        el("i", { class: "from-team" }),
        el("i", { class: "failures" }),
      ),
    update: (node, span) => showSpan(node, span, most),
  });
  const marks = [...spans.filter((_, index) => index % axisEvery === 0), { from: null }];
  keyed(byId("axis"), marks, {
    key: ({ from }) => String(from),
    create: () => el("span"),
    update: (node, { from }) => setText(node, from === null ? "now" : toClock(from)),
  });
}

function showSpan(node, { from, until, fromCustomers, fromTeam, failures }, most) {
  const [customers, team, failed] = node.children;
  customers.style.height = toHeight(fromCustomers, most);
  team.style.height = toHeight(fromTeam, most);
  failed.hidden = failures === 0;
  node.title = [
    `${toClock(from)} to ${toClock(until)}`,
    `${toCount(fromCustomers)} from customers`,
    `${toCount(fromTeam)} from the team`,
    ...(failures > 0 ? [`${toCount(failures)} failed`] : []),
  ].join("\n");
}

/** Whatever there is is seen. */
function toHeight(count, most) {
  return count === 0 ? "0" : `max(3px, ${(100 * count) / most}%)`;
}

function toTotals(spans) {
  const sum = (name) => spans.reduce((total, span) => total + span[name], 0);
  return {
    fromCustomers: sum("fromCustomers"),
    fromTeam: sum("fromTeam"),
    failures: sum("failures"),
  };
}
