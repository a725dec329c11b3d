import type {
  AreaStatement, Building, BuildingSummary, Case, CaseChange, CaseDetail, Collection, Evidence, FindingSummary, ImportRecord, Inspection,
  InspectionDetail, JournalCheck, Meta, OccupancyFinding, OrgUnit, Page, PlanFeature, Policy, Problem, RemedyList, Revision, RoomRecord, Roster, RosterImport, RoomSources, SpaceDetail,
  SpaceFeature, SpaceOccupancy, SpaceRow, StoreyOccupancy, Survey,
} from "./types"

export const BASE = "/api/v1"
/** The survey workbook to fill in. */
export const TEMPLATE = `${BASE}/surveys/template`

/** A refusal of the service, or of the network, as the problem document a person can act on. */
export class ServiceError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail)
  }
}

/** What an error of a request says; one that no request made is a fault of the page. */
export const problemOf = (error: unknown): Problem => (error instanceof ServiceError ? error.problem : problemFrom(0, null))

export function unreachable(): Problem {
  return {
    type: "about:blank",
    title: "unreachable",
    status: 0,
    code: "unreachable",
    request_id: null,
    detail: "The service does not answer.",
    detail_zh: "服务没有应答。请确认它正在运行,然后重试。",
    detail_en: "The service does not answer. Make sure it is running, then try again.",
  }
}

/** Said before a byte is sent: the service would refuse the file at the end of a long upload. */
export function tooLarge(size: string, limit: string): Problem {
  return {
    type: "about:blank",
    title: "upload-too-large",
    status: 413,
    code: "upload-too-large",
    request_id: null,
    detail: "The file is too large.",
    detail_zh: `文件有 ${size},超过上限 ${limit}。请按楼栋拆分模型,或请管理员调高上限。`,
    detail_en: `The file has ${size}, more than the limit of ${limit}. Split the model by building, or ask the administrator to raise the limit.`,
  }
}

/** The service asks for a token that this browser does not have (any more); loading the page again asks the person for it. */
export function tokenAsked(): Problem {
  return {
    type: "about:blank",
    title: "token-required",
    status: 401,
    code: "token-required",
    request_id: null,
    detail: "An access token is needed.",
    detail_zh: "这里需要访问令牌,而浏览器里没有令牌,或令牌已失效。请刷新页面并输入令牌;没有令牌请向管理员索取。",
    detail_en: "An access token is needed here, and this browser has none or an outdated one. Reload the page and enter it; the administrator can give you one.",
  }
}

/** The problem a response body carries; falls back to a sentence of our own where the body is not a problem document. */
export function problemFrom(status: number, body: unknown): Problem {
  if (status === 401) return tokenAsked()
  if (typeof body === "object" && body !== null && "code" in body && "title" in body) return body as Problem
  return {
    type: "about:blank",
    title: `HTTP ${status}`,
    status,
    code: "unexpected-answer",
    request_id: null,
    detail: `HTTP ${status}`,
    detail_zh: `服务的回答出乎意料(HTTP ${status})。请重试;若仍如此,请把这个编号告诉管理员。`,
    detail_en: `The service gave an unexpected answer (HTTP ${status}). Try again; if it stays, tell the administrator this number.`,
  }
}

function language(): string {
  return document.documentElement.lang || "zh-CN"
}

type Value = string | number | null | undefined
export type Query = Record<string, Value | readonly Value[]>

export function searchOf(query: Query): string {
  const given = Object.entries(query).flatMap(([key, value]) => {
    const values = Array.isArray(value) ? value : [value]
    return values.filter((one) => one !== undefined && one !== null).map((one) => [key, String(one)])
  })
  return new URLSearchParams(given).toString()
}

export async function ask<T>(path: string, query: Query = {}, method = "GET", content?: object): Promise<T> {
  const search = searchOf(query)
  const headers: Record<string, string> = { "Accept-Language": language() }
  if (content && !(content instanceof FormData)) headers["Content-Type"] = "application/json"
  const body = content instanceof FormData ? content : content && JSON.stringify(content)
  let response: Response
  try {
    response = await fetch(`${BASE}${path}${search && `?${search}`}`, { method, headers, ...(body ? { body } : {}) })
  } catch {
    throw new ServiceError(unreachable())
  }
  const answer: unknown = await response.json().catch(() => null)
  if (!response.ok) throw new ServiceError(problemFrom(response.status, answer))
  return answer as T
}

function formOf(file: File, fields: Record<string, string> = {}): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) if (value) form.append(name, value)
  form.append("file", file)
  return form
}

export async function all<T>(path: string, query: Query): Promise<T[]> {
  const items: T[] = []
  let cursor: string | undefined
  do {
    const page: Page<T> = await ask(path, { ...query, cursor })
    items.push(...page.items)
    cursor = page.next ?? undefined
  } while (cursor)
  return items
}

export const id = encodeURIComponent

/** The day asked about; today without one. */
type Day = string | null

export interface FindingsAsked {
  building?: string | null
  storey?: string | null
  space?: string | null
  unit?: string | null
  code?: readonly string[]
  outcome?: readonly string[]
  q?: string | null
  as_of?: Day
}

/** Which state of a building is asked for; the newest without a number. */
type AsOf = number | null

export const api = {
  meta: () => ask<Meta>("/meta"),
  imports: (limit = 50) => ask<Page<ImportRecord>>("/imports", { limit }).then((page) => page.items),
  import: (importId: string) => ask<ImportRecord>(`/imports/${id(importId)}`),
  importSample: () => ask<ImportRecord>("/imports/sample", {}, "POST"),
  buildings: () => all<BuildingSummary>("/buildings", {}),
  building: (buildingId: string, revision: AsOf) => ask<Building>(`/buildings/${id(buildingId)}`, { revision }),
  revisions: (buildingId: string) =>
    ask<Page<Revision>>(`/buildings/${id(buildingId)}/revisions`).then((page) => page.items),
  storeySpaces: (storeyId: string, basis: string | null, revision: AsOf) =>
    ask<Collection<SpaceFeature>>(`/storeys/${id(storeyId)}/spaces`, { basis, revision }),
  storeyPlan: (storeyId: string, revision: AsOf) =>
    ask<Collection<PlanFeature>>(`/storeys/${id(storeyId)}/plan`, { revision }),
  findSpaces: (building: string, q: string, limit: number) =>
    ask<Page<SpaceRow>>("/spaces", { building, q, limit }).then((page) => page.items),
  allSpaces: (building: string, basis: string | null) => all<SpaceRow>("/spaces", { building, basis, limit: 500 }),
  space: (spaceId: string, revision: AsOf) => ask<SpaceDetail>(`/spaces/${id(spaceId)}`, { revision }),
  sources: (spaceId: string, basis: string | null, revision: AsOf, limit_m2: number | null) =>
    ask<RoomSources>(`/spaces/${id(spaceId)}/sources`, { basis, revision, limit_m2 }),
  survey: (spaceId: string, basis: string | null, revision: AsOf, source: string | null) =>
    ask<Survey>(`/spaces/${id(spaceId)}/survey`, { basis, revision, source }),
  areasUnderAllBases: (spaceId: string, revision: AsOf) =>
    ask<Page<AreaStatement>>(`/spaces/${id(spaceId)}/areas`, { revision }).then((page) => page.items),
  orgUnits: (as_of: Day) => all<OrgUnit>("/org-units", { as_of, limit: 1000 }),
  storeyOccupancy: (storeyId: string, as_of: Day) => ask<StoreyOccupancy>(`/storeys/${id(storeyId)}/occupancy`, { as_of }),
  spaceOccupancy: (spaceId: string, as_of: Day) => ask<SpaceOccupancy>(`/spaces/${id(spaceId)}/occupancy`, { as_of }),
  findings: (asked: FindingsAsked) => all<OccupancyFinding>("/findings", { ...asked, limit: 500 }),
  findingSummary: (asked: Pick<FindingsAsked, "building" | "storey" | "unit" | "as_of">) => ask<FindingSummary>("/findings/summary", asked),
  finding: (findingId: string, as_of: Day) => ask<OccupancyFinding>(`/findings/${id(findingId)}`, { as_of }),
  remedies: (findingId: string, as_of: Day) => ask<RemedyList>(`/findings/${id(findingId)}/remedies`, { as_of }),
  cases: () => all<Case>("/cases", { limit: 500 }),
  case: (caseId: string) => ask<CaseDetail>(`/cases/${id(caseId)}`),
  openCase: (findingId: string, note: string) => ask<Case>("/cases", {}, "POST", { finding_id: findingId, note }),
  changeCase: (caseId: string, change: CaseChange) => ask<Case>(`/cases/${id(caseId)}`, {}, "PATCH", change),
  checkCase: (caseId: string) => ask<CaseDetail>(`/cases/${id(caseId)}/check`, {}, "POST"),
  addCaseEvidence: (caseId: string, file: File) => ask<Evidence>(`/cases/${id(caseId)}/evidence`, {}, "POST", formOf(file)),
  journal: () => ask<JournalCheck>("/cases/journal"),
  inspections: () => all<Inspection>("/inspections", { limit: 200 }),
  inspection: (inspectionId: string) => ask<InspectionDetail>(`/inspections/${id(inspectionId)}`),
  openInspection: (scope: { building_id?: string; org_unit_id?: string; title: string }) => ask<InspectionDetail>("/inspections", {}, "POST", scope),
  recordRoom: (inspectionId: string, ordinal: number, record: RoomRecord) =>
    ask<InspectionDetail>(`/inspections/${id(inspectionId)}/rooms/${ordinal}`, {}, "PUT", record),
  addRoomEvidence: (inspectionId: string, ordinal: number, file: File) =>
    ask<Evidence>(`/inspections/${id(inspectionId)}/rooms/${ordinal}/evidence`, {}, "POST", formOf(file)),
  finishInspection: (inspectionId: string) => ask<InspectionDetail>(`/inspections/${id(inspectionId)}/finish`, {}, "POST"),
  policies: () => ask<{ items: Policy[] }>("/policies").then(({ items }) => items),
  importRoster: (file: File, { dryRun, appliesFrom, organ }: { dryRun: boolean; appliesFrom: string; organ: string }) =>
    ask<RosterImport>("/rosters", {}, "POST", formOf(file, { dry_run: String(dryRun), applies_from: appliesFrom, organ })),
  rosters: (limit = 50) => ask<Page<Roster>>("/rosters", { limit }).then((page) => page.items),
}
