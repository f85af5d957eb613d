/** Asks the stage for something. Rejects with an error whose message can be shown. */
export function ask(path, body = {}) {
  return post(path, {
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
}

/** Hands a file to one side's store, `media` (WhatsApp's) or `assets` (Teamwire's); resolves to how that names it. */
export function upload(store, file) {
  const name = encodeURIComponent(file.name || "file");
  return post(store, {
    headers: {
      "Content-Type": file.type || "application/octet-stream",
      "Content-Disposition": `attachment; filename*=UTF-8''${name}`,
    },
    body: file,
  });
}

async function post(path, request) {
  let answer;
  try {
    answer = await fetch(`/api/${path}`, { method: "POST", ...request });
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
