import { readFileSync } from "node:fs"
import openapiTS, { astToString } from "openapi-typescript"
import { expect, it } from "vitest"

it("has types made from the OpenAPI document beside them; else run `npm run types`", async () => {
  const made = astToString(await openapiTS(new URL("../openapi.json", import.meta.url)))
  expect(readFileSync(new URL("../src/api/schema.d.ts", import.meta.url), "utf8")).toContain(made.trim())
}, 30_000)
