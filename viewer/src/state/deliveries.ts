import type { Delivery, Webhook } from "@/api/types"

const SOON_MS = 30_000

/** Whether something becomes of a message soon, so that it is worth looking again; the later attempts lie hours apart. */
export const stirs = (deliveries: readonly Delivery[], now: number): boolean =>
  deliveries.some((one) => one.state === "waiting" && (!one.next_attempt_at || Date.parse(one.next_attempt_at) < now + SOON_MS))

export type Health = "off" | "failing" | "well"

/** How a webhook is doing: switched off, failing at the moment, or nothing to worry about. */
export function healthOf(hook: Webhook): Health {
  if (!hook.active) return "off"
  return hook.failures > 0 ? "failing" : "well"
}

/** What is wrong with an address before it is sent; empty where nothing is. */
export function addressFault(url: string): "" | "empty" | "not-a-url" {
  const text = url.trim()
  if (!text) return "empty"
  return /^https?:\/\/[^\s/]+(\/\S*)?$/i.test(text) ? "" : "not-a-url"
}
