/** Short names for what the service answers, from its OpenAPI (`npm run types`). Areas are m², plan coordinates storey-local metres. */

import type { components } from "./schema"

type Schemas = components["schemas"]

export type Position = number[]
export type Ring = Position[]
export type PolygonGeometry = { type: "Polygon"; coordinates: Ring[] }
export type MultiPolygonGeometry = { type: "MultiPolygon"; coordinates: Ring[][] }
/** OpenAPI leaves the nesting of coordinates open; GeoJSON (RFC 7946) does not. */
export type AreaGeometry = PolygonGeometry | MultiPolygonGeometry
type Drawn<F> = Omit<F, "geometry"> & { geometry: AreaGeometry }

export type Use = "office" | "service" | "equipment" | "ancillary" | "technical" | "circulation" | "other" | "not-a-room"
export type Finding = Schemas["FindingOut"]
export type Outcome = Finding["outcome"]
export type RowError = Schemas["RowError"]
/** A problem made in the browser has neither rows nor evidence, nor has one that is not about a file. */
export type Problem = Omit<Schemas["Problem"], "rows" | "evidence"> & { rows?: RowError[]; evidence?: Record<string, unknown> }
export type BasisInfo = Schemas["BasisOut"]
export type Meta = Schemas["MetaOut"]

export type ImportRecord = Schemas["ImportOut"]
export type ImportReport = Schemas["ReportOut"]

export type Storey = Schemas["StoreyOut"]
export type BuildingSummary = Schemas["BuildingOut"]
export type Building = Schemas["BuildingDetail"]
export type Revision = Schemas["RevisionOut"]

export type SpaceProperties = Schemas["SpaceProperties"]
export type SpaceFeature = Drawn<Schemas["SpaceFeature"]>
export type SpaceDetail = Drawn<Schemas["SpaceDetail"]>
export type SpaceRow = Schemas["SpaceLine"]

export type PlanFeature = Drawn<Schemas["ElementFeature"]>

export type Deduction = Omit<Schemas["DeductionOut"], "geometry"> & { geometry: AreaGeometry | null }
export type AreaStatement = Omit<Schemas["AreaStatementOut"], "deductions"> & { deductions: Deduction[] }

export type Role = Meta["role"]
export type Roster = Schemas["RosterOut"]
export type OrgUnit = Schemas["OrgUnitOut"]
export type Occupant = Schemas["OccupantOut"]
export type StoreyOccupancy = Schemas["StoreyOccupancy"]
export type RoomOccupancy = Schemas["RoomOccupancy"]
export type SpaceOccupancy = Schemas["SpaceOccupancy"]
export type EntitlementLine = Schemas["EntitlementLine"]
export type OccupancyFinding = Schemas["OccupancyFindingOut"]
export type FindingSummary = Schemas["FindingSummary"]
export type RemedyList = Schemas["RemedyList"]
export type Remedy = Schemas["RemedyOut"]
export type Case = Schemas["CaseOut"]
export type CaseDetail = Schemas["CaseDetail"]
export type CaseChange = Partial<Schemas["CaseChange"]>
export type CaseEvent = Schemas["EventOut"]
export type Evidence = Schemas["EvidenceOut"]
export type JournalCheck = Schemas["JournalCheckOut"]
export type Policy = Schemas["PolicyOut"]
export type RosterImport = Schemas["RosterImportOut"]
export type Inspection = Schemas["InspectionOut"]
export type InspectionDetail = Schemas["InspectionDetail"]
export type InspectionRoom = Schemas["InspectionRoom"]
export type RoomRecord = Partial<Schemas["RoomRecord"]>

export type CertificateLine = Schemas["CertificateLine"]
export type CertificateStatus = CertificateLine["status"]
export type CertificateState = Schemas["CertificateStatus"]
export type CertificateEntry = Schemas["HistoryEntryOut"]
export type CertificateBatch = Schemas["BatchOut"]
export type CertificateBatchItem = Schemas["BatchItemOut"]

type LayoutAnswer = Schemas["LayoutOut"]
export type LayoutLine = Schemas["LayoutLine"]
export type LayoutAsked = Pick<Schemas["LayoutIn"], "spaces"> & Partial<Schemas["LayoutIn"]>
export type LayoutSeat = Schemas["WorkstationProperties"]
export type LayoutLedger = Omit<Schemas["LayoutLedger"], "walls_gone_geometry"> & { walls_gone_geometry: AreaGeometry | null }
/** A layout; what was found is null until its status is done. */
export type Layout = Omit<LayoutAnswer, "aisles" | "outline" | "area_ledger" | "workstations"> & {
  aisles: AreaGeometry | null
  outline: AreaGeometry | null
  area_ledger: LayoutLedger | null
  workstations: { features: { geometry: AreaGeometry; properties: LayoutSeat }[] } | null
}

export interface Collection<F> {
  type: "FeatureCollection"
  features: F[]
}

export interface Page<T> {
  items: T[]
  next: string | null
}

/** The sources of a room and its survey. */
export type RoomSource = Drawn<Schemas["RoomSourceOut"]>
export type DeclaredSource = Schemas["DeclaredSourceOut"]
export type RoomSources = Omit<Schemas["SourcesOut"], "sources"> & { sources: RoomSource[] }
export type Survey = Schemas["SurveyOut"]
export type SurveyCorner = { [K in keyof Schemas["CornerOut"]]-?: Exclude<Schemas["CornerOut"][K], undefined> }
export type SurveyWall = Omit<Schemas["WallOut"], "variance_share"> & { variance_share: number | null }
export type Observation = Schemas["ObservationOut"]
export type Adjustment = Schemas["AdjustmentOut"]

export type Scenario = Schemas["ScenarioOut"]
export type ScenarioDetail = Schemas["ScenarioDetail"]
export type ScenarioStrategy = Scenario["strategy"]
export type ScenarioAsked = Partial<Omit<Schemas["ScenarioIn"], "choices">> & { choices?: Partial<Schemas["ChoicesIn"]> }
export type ScenarioEdit = Schemas["SeatIn"]
export type ScenarioMove = Schemas["MoveOut"]
export type CasesOpened = Schemas["ScenarioCasesOut"]
export type ScenarioSentence = Schemas["SentenceOut"]
export type ScenarioPlace = Schemas["SeatingPlaceOut"]
export type ScenarioUnit = Schemas["UnitOut"]
export type ScenarioStorey = Schemas["CaseStoreyOut"]
export type Comparison = Schemas["ComparisonOut"]
export type ComparisonColumn = Schemas["ColumnOut"]
export type ComparisonFigure = Schemas["FigureOut"]
export type BillShare = Schemas["BillShareOut"]
export type ComparisonCell = Schemas["CellOut"]

export type Webhook = Schemas["WebhookOut"]
export type NewWebhook = Schemas["WebhookWithSecret"]
export type Delivery = Schemas["DeliveryOut"]
