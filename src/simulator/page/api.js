/** Asks the stage for something. Rejects with an error whose message can be shown. */
export async function ask(path, body = {}) {
  let answer;
  try {
    answer = await fetch(`/api/${path}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
  } catch (cause) {
    throw new Error("The demo does not answer. Is it still running?", { cause });
  }
  const json = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(json.error?.message ?? `The demo answered ${answer.status}.`);
  return json;
}

/** Calls `onState` with every new state, and `onLink` when the connection comes or goes. */
export function follow({ onState, onLink }) {
  const source = new EventSource("/api/live");
  source.addEventListener("state", (event) => {
    onLink(true);
    onState(JSON.parse(event.data));
  });
  source.addEventListener("error", () => onLink(false));
}
