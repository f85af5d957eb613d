import assert from "node:assert/strict";
import { test } from "node:test";

import { firstPage, toTemplatePage } from "../../../src/dialog360/templates.ts";
import { readFixture } from "./fixtures.ts";

function toTemplate(components: unknown, more: object = {}): unknown {
  return { name: "t", language: "en", status: "approved", components, ...more };
}

function readAll(...waba_templates: unknown[]): ReturnType<typeof toTemplatePage> {
  return toTemplatePage({ waba_templates, total: waba_templates.length }, firstPage);
}

test("toTemplatePage reads 360dialog's list", () => {
  const namespace = "00000000_0000_4000_8000_000000000001";
  assert.deepEqual(
    toTemplatePage(JSON.parse(readFixture("v2/response-templates.json")), firstPage),
    {
      templates: [
        {
          name: "new_request_morning1",
          language: "de",
          namespace,
          body: "Guten Morgen {{1}}, wir haben eine neue Frage zum Thema „{{2}}“.",
          parameters: ["1", "2"],
        },
        {
          name: "welcome_message",
          language: "de",
          namespace,
          body: "Vielen Dank für deine Anmeldung bei {{1}}.",
          parameters: ["1"],
        },
      ],
      next: null,
    },
  );
});

test("toTemplatePage reads the Graph API's list", () => {
  const page = JSON.parse(readFixture("v2/response-templates-graph.json"));
  const templates = [
    {
      name: "order_ready",
      language: "en_US",
      body: "Hello {{customer}}",
      parameters: ["customer"],
    },
  ];
  assert.deepEqual(toTemplatePage(page, firstPage), { templates, next: null });
  const more = { ...page, paging: { ...page.paging, next: "https://graph.example/next" } };
  assert.equal(toTemplatePage(more, firstPage)?.next?.["after"], "MjQZD");
});

test("toTemplatePage asks on until the total is reached or a page is empty", () => {
  const list = [toTemplate([]), toTemplate([])];
  const page = toTemplatePage({ waba_templates: list, total: 5 }, { limit: "2", offset: "2" });
  assert.equal(page?.next?.["offset"], "4");
  const last = toTemplatePage({ waba_templates: list, total: 5 }, { limit: "2", offset: "4" });
  assert.equal(last?.next, null);
  const empty = JSON.parse(readFixture("v2/response-templates-page2.json"));
  assert.deepEqual(toTemplatePage(empty, { offset: "2" }), { templates: [], next: null });
});

test("toTemplatePage tells only approved templates that have a text", () => {
  const body = [{ type: "body", text: "Hello" }];
  const page = readAll(
    toTemplate(body, { name: "small" }),
    toTemplate(body, { name: "capital", status: "APPROVED" }),
    toTemplate(body, { status: "paused" }),
    toTemplate([{ type: "BODY", add_security_recommendation: true }]),
    toTemplate("no list"),
    { name: "nothing else" },
    null,
  );
  assert.deepEqual(
    page?.templates.map(({ name }) => name),
    ["small", "capital"],
  );
});

test("toTemplatePage lists each parameter once, named ones in the order of the text", () => {
  const table: readonly (readonly [string, readonly string[]])[] = [
    ["no values", []],
    ["{{1}} and {{ 2 }} and {{1}}", ["1", "2"]],
    ["{{2}} before {{1}}, {{10}} last", ["1", "2", "10"]],
    ["{{order_no}} for {{customer}}", ["order_no", "customer"]],
  ];
  for (const [text, parameters] of table) {
    const page = readAll(toTemplate([{ type: "BODY", text }]));
    assert.deepEqual(page?.templates[0]?.parameters, parameters);
  }
});

test("toTemplatePage tells what header and buttons want to be given", () => {
  const table: readonly (readonly [object, object])[] = [
    [{ type: "FOOTER", text: "Bye" }, {}],
    [{ type: "HEADER", format: "TEXT", text: "News" }, {}],
    [
      { type: "HEADER", format: "TEXT", text: "News for {{1}}" },
      { header: { kind: "text", text: "News for {{1}}", parameters: ["1"] } },
    ],
    [
      { type: "header", text: "News for {{name}}" },
      { header: { kind: "text", text: "News for {{name}}", parameters: ["name"] } },
    ],
    [{ type: "HEADER", format: "IMAGE" }, { header: { kind: "image" } }],
    [{ type: "HEADER", format: "video" }, { header: { kind: "video" } }],
    [{ type: "HEADER", format: "DOCUMENT" }, { header: { kind: "document" } }],
    [{ type: "HEADER", format: "LOCATION" }, { header: { kind: "location" } }],
    [{ type: "HEADER", format: "PRODUCT" }, { beyond: "PRODUCT" }],
    [{ type: "BUTTONS", buttons: [{ type: "QUICK_REPLY", text: "Yes" }] }, {}],
    [{ type: "BUTTONS", buttons: [{ type: "URL", url: "https://example.com" }] }, {}],
    [
      {
        type: "BUTTONS",
        buttons: [
          { type: "QUICK_REPLY", text: "Yes" },
          { type: "URL", text: "Track it", url: "https://example.com/{{1}}" },
          { type: "COPY_CODE", text: "Copy offer code" },
        ],
      },
      {
        buttons: [
          { index: 1, kind: "url", label: "Track it", parameter: "1" },
          { index: 2, kind: "code", label: "Copy offer code", parameter: "1" },
        ],
      },
    ],
    [{ type: "BUTTONS", buttons: [{ type: "FLOW", text: "Begin" }] }, { beyond: "FLOW" }],
    [{ type: "BUTTONS", buttons: [{ type: "CATALOG" }] }, { beyond: "CATALOG" }],
    [{ type: "CAROUSEL", cards: [] }, { beyond: "CAROUSEL" }],
    [{ type: "LIMITED_TIME_OFFER" }, { beyond: "LIMITED_TIME_OFFER" }],
  ];
  const plain = { name: "t", language: "en", body: "Hello", parameters: [] };
  for (const [component, wants] of table) {
    const page = readAll(toTemplate([{ type: "BODY", text: "Hello" }, component]));
    assert.deepEqual(page?.templates, [{ ...plain, ...wants }], JSON.stringify(component));
  }
});

test("toTemplatePage knows what is no page", () => {
  for (const answer of [null, "x", {}, { data: 5 }]) {
    assert.equal(toTemplatePage(answer, firstPage), null);
  }
});
