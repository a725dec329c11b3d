/** Who is told when a certificate stops holding, and whether the messages arrived. */

import { ask, id } from "./client"
import type { Delivery, NewWebhook, Page, Webhook } from "./types"

export const TOPICS = ["certificate.superseded", "certificate.revoked"] as const
export type Topic = (typeof TOPICS)[number]

export const webhooks = {
  list: () => ask<{ items: Webhook[] }>("/webhooks").then(({ items }) => items),
  /** The answer holds the secret, which is shown this once. */
  register: (asked: { url: string; about: string; events: readonly Topic[] }) => ask<NewWebhook>("/webhooks", {}, "POST", asked),
  switch: (webhookId: string, active: boolean) => ask<Webhook>(`/webhooks/${id(webhookId)}`, {}, "PATCH", { active }),
  remove: (webhookId: string) => ask<null>(`/webhooks/${id(webhookId)}`, {}, "DELETE"),
  test: (webhookId: string) => ask<Delivery>(`/webhooks/${id(webhookId)}/test`, {}, "POST"),
  deliveries: (webhookId: string, cursor: string | null, limit = 10) => ask<Page<Delivery>>(`/webhooks/${id(webhookId)}/deliveries`, { cursor, limit }),
  again: (webhookId: string, deliveryId: string) => ask<Delivery>(`/webhooks/${id(webhookId)}/deliveries/${id(deliveryId)}/retry`, {}, "POST"),
}
