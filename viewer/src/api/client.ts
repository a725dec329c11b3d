import type {
  AreaStatement, Building, BuildingSummary, Collection, ImportRecord, Meta, Page, PlanFeature, Problem, Revision,
  SpaceDetail, SpaceFeature, SpaceRow,
} from "./types"

export const BASE = "/api/v1"

/** A refusal of the service, or of the network, as the problem document a person can act on. */
export class ServiceError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail)
  }
}

export function unreachable(): Problem {
  return {
    title: "unreachable",
    status: 0,
    code: "unreachable",
    detail: "The service does not answer.",
    detail_zh: "服务没有应答。请确认它正在运行,然后重试。",
    detail_en: "The service does not answer. Make sure it is running, then try again.",
  }
}

/** The problem a response body carries; falls back to a sentence of our own where the body is not a problem document. */
export function problemFrom(status: number, body: unknown): Problem {
  if (typeof body === "object" && body !== null && "code" in body && "title" in body) return body as Problem
  return {
    title: `HTTP ${status}`,
    status,
    code: "unexpected-answer",
    detail: `HTTP ${status}`,
    detail_zh: `服务的回答出乎意料(HTTP ${status})。请重试;若仍如此,请把这个编号告诉管理员。`,
    detail_en: `The service gave an unexpected answer (HTTP ${status}). Try again; if it stays, tell the administrator this number.`,
  }
}

function language(): string {
  return document.documentElement.lang || "zh-CN"
}

async function get<T>(path: string, query: Record<string, string | number | undefined> = {}): Promise<T> {
  const given = Object.entries(query).filter((entry): entry is [string, string | number] => entry[1] !== undefined)
  const search = new URLSearchParams(given.map(([key, value]) => [key, String(value)])).toString()
  let response: Response
  try {
    response = await fetch(`${BASE}${path}${search && `?${search}`}`, { headers: { "Accept-Language": language() } })
  } catch {
    throw new ServiceError(unreachable())
  }
  const body: unknown = await response.json().catch(() => null)
  if (!response.ok) throw new ServiceError(problemFrom(response.status, body))
  return body as T
}

async function all<T>(path: string, query: Record<string, string | number | undefined>): Promise<T[]> {
  const items: T[] = []
  let cursor: string | undefined
  do {
    const page: Page<T> = await get(path, { ...query, cursor })
    items.push(...page.items)
    cursor = page.next ?? undefined
  } while (cursor)
  return items
}

const id = encodeURIComponent

export const api = {
  meta: () => get<Meta>("/meta"),
  imports: (limit = 50) => get<Page<ImportRecord>>("/imports", { limit }).then((page) => page.items),
  import: (importId: string) => get<ImportRecord>(`/imports/${id(importId)}`),
  buildings: () => get<Page<BuildingSummary>>("/buildings").then((page) => page.items),
  building: (buildingId: string) => get<Building>(`/buildings/${id(buildingId)}`),
  revisions: (buildingId: string) =>
    get<Page<Revision>>(`/buildings/${id(buildingId)}/revisions`).then((page) => page.items),
  storeySpaces: (storeyId: string, basis?: string) =>
    get<Collection<SpaceFeature>>(`/storeys/${id(storeyId)}/spaces`, { basis }),
  storeyPlan: (storeyId: string) => get<Collection<PlanFeature>>(`/storeys/${id(storeyId)}/plan`),
  spaces: (query: { building?: string; storey?: string; q?: string; limit?: number }) =>
    get<Page<SpaceRow>>("/spaces", query).then((page) => page.items),
  allSpaces: (building: string) => all<SpaceRow>("/spaces", { building, limit: 500 }),
  space: (spaceId: string) => get<SpaceDetail>(`/spaces/${id(spaceId)}`),
  areas: (spaceId: string, basis: string) => get<AreaStatement>(`/spaces/${id(spaceId)}/areas`, { basis }),
  areasUnderAllBases: (spaceId: string) =>
    get<Page<AreaStatement>>(`/spaces/${id(spaceId)}/areas`).then((page) => page.items),
}
