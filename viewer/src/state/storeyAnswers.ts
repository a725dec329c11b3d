/** What the service said about storeys, kept so that a storey seen before or fetched ahead is there at once. */

import { api } from "@/api/client"
import type { PlanFeature, SpaceFeature } from "@/api/types"

export interface Asked {
  storey: string
  basis: string | null
  revision: number | null
  /** The revision shown, also where the address asks for the newest: a new import makes old answers useless. */
  state: number
}

const MOST_KEPT = 64
const kept = new Map<string, Promise<unknown>>()

function once<T>(key: string, load: () => Promise<T>): Promise<T> {
  const known = kept.get(key) as Promise<T> | undefined
  kept.delete(key)
  const answer = known ?? load()
  kept.set(key, answer)
  answer.catch(() => kept.get(key) === answer && kept.delete(key))
  for (const oldest of [...kept.keys()].slice(0, Math.max(0, kept.size - MOST_KEPT))) kept.delete(oldest)
  return answer
}

export const structureKey = ({ storey, revision, state }: Asked): string => JSON.stringify(["plan", storey, revision, state])
export const spacesKey = ({ storey, basis, revision, state }: Asked): string => JSON.stringify(["spaces", storey, basis, revision, state])

export const structureOf = (asked: Asked): Promise<{ id: string; features: PlanFeature[] }> =>
  once(structureKey(asked), () => api.storeyPlan(asked.storey, asked.revision).then(({ features }) => ({ id: asked.storey, features })))

export const spacesOf = (asked: Asked): Promise<{ id: string; features: SpaceFeature[] }> =>
  once(spacesKey(asked), () => api.storeySpaces(asked.storey, asked.basis, asked.revision).then(({ features }) => ({ id: asked.storey, features })))
