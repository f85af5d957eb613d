import { readdirSync, readFileSync } from "node:fs";

/** What index.json says of a body. */
export interface Fixture {
  readonly file: string;
  readonly generation: "v1" | "v2";
  readonly kind: "webhook" | "request" | "response" | "response-gateway";
  readonly httpStatus: number | null;
}

const folder = new URL("../../fixtures/dialog360/", import.meta.url);

/** All fixtures of a kind. */
export function listFixtures(kind: Fixture["kind"]): readonly Fixture[] {
  const all: readonly Fixture[] = JSON.parse(readFixture("index.json"));
  return all.filter((fixture) => fixture.kind === kind);
}

/** What is in the folder, as index.json names it. */
export function listFiles(): readonly string[] {
  return ["v1", "v2"].flatMap((generation) =>
    readdirSync(new URL(generation, folder)).map((name) => `${generation}/${name}`),
  );
}

export function readFixture(file: string): string {
  return readFileSync(new URL(file, folder), "utf8");
}

export function readFixtureBytes(file: string): Uint8Array {
  return readFileSync(new URL(file, folder));
}
