import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";

import { createMachineClock } from "../../src/simulator/clock.ts";
import { toStageState } from "../../src/simulator/stage-state.ts";
import { startStage } from "../../src/simulator/stage.ts";
import { startWorld } from "../../src/simulator/world.ts";

const clock = createMachineClock();
const named = { "Content-Disposition": "attachment; filename*=UTF-8''file" };

for (const store of ["media", "assets"]) {
  test(`startStage gives a file back as it came, whole or in parts: ${store}`, async (t) => {
    const { upload } = await start(t);
    const file = await upload(store, "audio/ogg; codecs=opus", "0123456789");
    const whole = await fetch(file);
    assert.equal(whole.headers.get("Content-Type"), "audio/ogg; codecs=opus");
    assert.equal(await whole.text(), "0123456789");
    const cases: [string, string, string][] = [
      ["bytes=0-", "0123456789", "bytes 0-9/10"],
      ["bytes=2-4", "234", "bytes 2-4/10"],
      ["bytes=8-99", "89", "bytes 8-9/10"],
    ];
    for (const [range, part, told] of cases) {
      const answer = await fetch(file, { headers: { Range: range } });
      assert.deepEqual([answer.status, answer.headers.get("Content-Range")], [206, told]);
      assert.equal(await answer.text(), part);
    }
    for (const range of ["bytes=10-", "bytes=-3", "lines=1-2"]) {
      const answer = await fetch(file, { headers: { Range: range } });
      assert.deepEqual([answer.status, await answer.text()], [200, "0123456789"], range);
    }
    assert.equal((await fetch(`${file}0`)).status, 404);
  });

  test(`startStage lets no file run as a part of the page: ${store}`, async (t) => {
    const { upload } = await start(t);
    const script = "<script>alert(1)</script>";
    for (const mimeType of ["text/html", "image/svg+xml", "text/xml", "IMAGE/SVG+XML; a=b", "x"]) {
      const { headers } = await fetch(await upload(store, mimeType, script));
      assert.equal(headers.get("Content-Type"), "application/octet-stream", mimeType);
      assert.equal(headers.get("Content-Disposition"), "attachment", mimeType);
      assert.equal(headers.get("X-Content-Type-Options"), "nosniff");
    }
    const { headers } = await fetch(await upload(store, "image/png", script));
    assert.equal(headers.get("Content-Type"), "image/png");
    assert.equal(headers.get("X-Content-Type-Options"), "nosniff");
    assert.match(headers.get("Content-Security-Policy") ?? "", /^default-src 'none';.* sandbox$/);
    assert.equal(headers.get("Cross-Origin-Resource-Policy"), "same-origin");
  });

  test(`startStage takes no file that another site could send: ${store}`, async (t) => {
    const { url, world } = await start(t);
    const answer = await fetch(`${url}/api/${store}`, { method: "POST", body: "anything" });
    assert.equal(answer.status, 422);
    const { dialog360, teamwire } = world;
    assert.equal(dialog360.simulator.media.list.length, 0);
    assert.equal(teamwire.simulator.assets.list.length, 0);
  });
}

test("toStageState says of a file that WhatsApp has no more that it is not there", async (t) => {
  const { world } = await start(t);
  const { simulator } = world.dialog360;
  const [tobias] = world.cast.customers;
  assert.ok(tobias);
  const document = { id: "1", mime_type: "application/pdf", filename: "Offer.pdf" };
  simulator.writes(tobias, { type: "document", document });
  const { customers } = toStageState(simulator, world.teamwire.simulator, clock.now());
  assert.deepEqual(
    customers[0]?.messages.map(({ files }) => files),
    [[{ shownAs: "file", name: "Offer.pdf", size: 0, url: null }]],
  );
});

async function start(t: TestContext) {
  const world = await startWorld();
  t.after(() => world.close());
  const { url, close } = await startStage({ world, page: {}, clock, advance: () => {} });
  t.after(close);
  /** @returns where the file is then */
  async function upload(store: string, mimeType: string, body: string): Promise<string> {
    const headers = { ...named, "Content-Type": mimeType };
    const answer = await fetch(`${url}/api/${store}`, { method: "POST", headers, body });
    assert.equal(answer.status, 200);
    const { id, asset_id: assetId } = JSON.parse(await answer.text());
    return `${url}/api/${store}/${id ?? assetId}`;
  }
  return { url, world, upload };
}
