import { byId, setText } from "./dom.js";

const retryMs = 3_000;

/**
 * Keeps the connection on which everything live comes. `on` has a function for each part of the page. It is opened
 * again whenever it is lost, and anew to see other sessions.
 */
export function createLive(on) {
  let source = null;
  let view = "recent";
  let retry = 0;
  let pageToken = "";

  function open() {
    clearTimeout(retry);
    source?.close();
    source = new EventSource(`console/live?view=${view}`);
    source.addEventListener("hello", ({ data }) => {
      const hello = JSON.parse(data);
      pageToken = hello.pageToken;
      tell("live", "Live");
      on.hello(hello);
    });
    for (const name of ["now", "health", "counts", "traffic", "failed", "waiting", "sessions"]) {
      source.addEventListener(name, ({ data }) => on[name](JSON.parse(data)));
    }
    source.addEventListener("error", () => {
      tell("lost", "Connection lost, trying again …");
      if (source.readyState === EventSource.CLOSED) void comeBack();
    });
  }

  /** A login that ran out shows the form for another; whatever else it was is tried again. */
  async function comeBack() {
    const answer = await fetch("./", { cache: "no-store" }).catch(() => null);
    if (answer?.status === 401) location.reload();
    else retry = setTimeout(open, retryMs);
  }

  function show(wanted) {
    view = wanted;
    open();
  }

  /** Has something done to rows. @returns what came of it: `done` and `refused`, or `error` */
  async function decide(decisions) {
    try {
      const answer = await fetch("console/decide", {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-Page-Token": pageToken },
        body: JSON.stringify(decisions),
      });
      return await answer.json();
    } catch {
      return { error: "The console does not answer" };
    }
  }

  return { show, decide };
}

function tell(state, text) {
  byId("live").dataset.state = state;
  setText(byId("live"), text);
  byId("main").toggleAttribute("data-stale", state === "lost");
}
