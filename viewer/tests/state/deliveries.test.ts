import { expect, it } from "vitest"
import type { Delivery, Webhook } from "@/api/types"
import { addressFault, healthOf, stirs } from "@/state/deliveries"

const hook = (changes: Partial<Webhook>): Webhook => ({ id: "h", url: "https://a.example/b", events: [], about: "", active: true, failures: 0, created_at: "", ...changes })

it("says how a webhook is doing", () => {
  expect(healthOf(hook({}))).toBe("well")
  expect(healthOf(hook({ failures: 2 }))).toBe("failing")
  expect(healthOf(hook({ failures: 2, active: false }))).toBe("off")
})

it("looks again only while something becomes of a message soon", () => {
  const now = Date.parse("2026-11-25T10:00:00Z")
  const message = (state: Delivery["state"], next: string | null = null): Delivery => ({ state, next_attempt_at: next }) as Delivery
  expect(stirs([message("delivered"), message("failed")], now)).toBe(false)
  expect(stirs([message("failed"), message("waiting")], now)).toBe(true)
  expect(stirs([message("waiting", "2026-11-25T10:00:05Z")], now)).toBe(true)
  expect(stirs([message("waiting", "2026-11-25T15:00:00Z")], now)).toBe(false)
})

it("knows an address that cannot be one", () => {
  expect(addressFault(" ")).toBe("empty")
  expect(addressFault("assets.example/hook")).toBe("not-a-url")
  expect(addressFault("https://assets.example/a hook")).toBe("not-a-url")
  expect(addressFault("https://assets.example")).toBe("")
  expect(addressFault("http://127.0.0.1:9/hook")).toBe("")
})
