/** What the service says about consolidation scenarios. */

import { all, ask, BASE, id, searchOf, type Query } from "./client"
import type { CasesOpened, Comparison, Occupant, Page, Scenario, ScenarioAsked, ScenarioDetail, ScenarioEdit } from "./types"

export interface EditAsked {
  base?: string | null
  buildings?: readonly string[]
  as_of?: string | null
  assignments: readonly ScenarioEdit[]
}

export const scenarios = {
  page: (cursor: string | null, limit = 50) => ask<Page<Scenario>>("/scenarios", { cursor, limit }),
  one: (scenarioId: string) => ask<ScenarioDetail>(`/scenarios/${id(scenarioId)}`),
  begin: (asked: ScenarioAsked) => ask<Scenario & { ids: string[] }>("/scenarios", {}, "POST", asked),
  check: (edit: EditAsked) => ask<ScenarioDetail>("/scenarios/check", {}, "POST", edit),
  keep: (edit: EditAsked & { name: string }) => ask<Scenario & { ids: string[] }>("/scenarios", {}, "POST", edit),
  cancel: (scenarioId: string) => ask<ScenarioDetail>(`/scenarios/${id(scenarioId)}/cancel`, {}, "POST"),
  repeat: (scenarioId: string) => ask<Scenario & { ids: string[] }>(`/scenarios/${id(scenarioId)}/repeat`, {}, "POST"),
  openCases: (scenarioId: string, common: { owner: string | null; deadline: string | null }) => ask<CasesOpened>(`/scenarios/${id(scenarioId)}/cases`, {}, "POST", common),
  compare: (ids: readonly string[], bill: Query = {}) => ask<Comparison>("/scenarios/compare", { ids: ids.join(","), ...bill }),
  people: (as_of: string | null) => all<Occupant>("/occupants", { as_of, limit: 1000 }),
  /** Where a comparison is had as a file, with the bill that is looked at. */
  file: (ids: readonly string[], format: "xlsx" | "pdf", bill: Query = {}) => `${BASE}/scenarios/compare.${format}?${searchOf({ ids: ids.join(","), ...bill })}`,
}
