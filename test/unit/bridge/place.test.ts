import assert from "node:assert/strict";
import { test } from "node:test";

import { toMapLink, toPin } from "../../../src/bridge/place.ts";

test("toPin takes every point of the globe and no other", () => {
  const points: readonly (readonly [latitude?: number, longitude?: number])[] = [
    [90, 180],
    [-90, -180],
    [0, 0],
  ];
  for (const [latitude = 0, longitude = 0] of points) {
    assert.deepEqual(toPin({ latitude, longitude }), { latitude, longitude });
  }
  for (const [latitude, longitude] of [
    [90.0001, 0],
    [-91, 0],
    [0, 180.0001],
    [0, -181],
  ] as const) {
    assert.equal(toPin({ latitude, longitude }), null);
  }
  assert.equal(toPin({ latitude: 1 }), null);
  assert.equal(toPin({ longitude: 1, name: "Somewhere" }), null);
  assert.deepEqual(
    toPin({ latitude: 1, longitude: 2, name: "Home", address: "Street", url: "u" }),
    {
      latitude: 1,
      longitude: 2,
      name: "Home",
      address: "Street",
    },
  );
});

test("toMapLink writes plain decimals", () => {
  assert.equal(
    toMapLink({ latitude: 1e-9, longitude: -179.99999951 }),
    "https://www.openstreetmap.org/?mlat=0&mlon=-180#map=17/0/-180",
  );
});
