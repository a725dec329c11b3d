/** What the service answers, in the words of its OpenAPI. Areas are m², plan coordinates storey-local metres. */

export type Use = "office" | "service" | "equipment" | "ancillary" | "technical" | "circulation" | "other" | "not-a-room"
export type Outcome = "info" | "repaired" | "warning" | "rejected"
export type Position = number[]
export type Ring = Position[]
export type PolygonGeometry = { type: "Polygon"; coordinates: Ring[] }
export type MultiPolygonGeometry = { type: "MultiPolygon"; coordinates: Ring[][] }
export type AreaGeometry = PolygonGeometry | MultiPolygonGeometry

export interface Finding {
  code: string
  subject: string
  outcome: Outcome
  reason: string
  reason_zh: string
  reason_en: string
  cause?: string | null
  evidence: Record<string, unknown>
}

export interface Problem {
  type?: string
  title: string
  status: number
  detail: string
  code: string
  request_id?: string
  detail_zh?: string | null
  detail_en?: string | null
}

export interface BasisInfo {
  id: string
  title_zh: string
  title_en: string
  clause?: string
}

export interface Meta {
  version: string
  bases: BasisInfo[]
  default_basis: string
  max_upload_bytes: number
  uses: string[]
}

export type ImportStep = "upload" | "read" | "spaces" | "walls" | "areas" | "checks" | "store"

export interface ImportReport {
  accepted: number
  repaired: number
  rejected: number
  differs: number
  findings: Finding[]
}

export interface ImportRecord {
  id: string
  status: "queued" | "running" | "done" | "failed"
  progress: number
  step: ImportStep | null
  steps: ImportStep[]
  file: string
  size_bytes: number
  sha256: string
  created_at: string
  started_at: string | null
  finished_at: string | null
  building_id: string | null
  building_ids: string[]
  revision: number | null
  report: ImportReport | null
  problem: Problem | null
}

export interface UseTotal {
  spaces: number
  net_usable_area_m2: number
}

export interface Storey {
  id: string
  building_id: string
  name: string
  elevation_m: number
  spaces: number
  net_usable_area_m2: number
  gross_area_m2: number
  bbox: number[] | null
  by_use: Record<string, UseTotal>
}

export interface BuildingSummary {
  id: string
  name: string
  source_file: string
  revision: number
  imported_at: string
  storeys: number
  spaces: number
  net_usable_area_m2: number
  gross_area_m2: number
  findings: Record<string, number>
  georeferenced: boolean
}

export interface Building extends Omit<BuildingSummary, "storeys"> {
  storeys: Storey[]
  georeference: { crs: string; quality: string; rotation_rad?: number | null } | null
}

export interface Revision {
  revision: number
  import_id: string
  imported_at: string
  file: string
  sha256: string
  changes: {
    appeared: unknown[]
    vanished: unknown[]
    area_changed: { space_id: string; number: string; before_m2: number; after_m2: number }[]
  } | null
}

export interface DeclaredArea {
  name: string
  kind: "gross" | "net" | "unspecified"
  area_m2: number
}

export interface SpaceProperties {
  number: string
  name: string
  use: Use
  origin: string
  storey_id: string
  basis: string
  gross_area_m2: number
  net_usable_area_m2: number
  standard_uncertainty_m2: number | null
  declared: DeclaredArea[]
  difference_of_declared: number | null
  difference_cause: string | null
  findings: Finding[]
  worst_outcome: Outcome | null
  label_point?: number[] | null
  global_id?: string
}

export interface SpaceFeature {
  type: "Feature"
  id: string
  geometry: AreaGeometry
  properties: SpaceProperties
}

export interface SpaceSource {
  file: string
  sha256: string
  import_id: string
  revision: number
}

export interface SpaceDetail extends SpaceFeature {
  properties: SpaceProperties & {
    storey: string
    building: string
    source: SpaceSource
    floor_z_m: number | null
    height_m: number | null
  }
}

export type PlanKind =
  | "wall" | "partition" | "curtain-wall" | "column" | "pier" | "chimney" | "shaft" | "duct" | "stair" | "lift"
  | "slab-opening" | "furniture" | "door" | "window" | "opening"

export interface PlanProperties {
  id: string
  kind: PlanKind
  name: string
  hinge?: number[] | null
  swing_start?: number[] | null
  swing_end?: number[] | null
  width_m?: number | null
}

export interface PlanFeature {
  type: "Feature"
  geometry: AreaGeometry
  properties: PlanProperties
}

export interface Collection<F> {
  type: "FeatureCollection"
  features: F[]
}

export interface Deduction {
  kind: string
  element: string
  area_m2: number
  rule: string
  geometry: AreaGeometry | null
}

export interface AreaStatement {
  space_id: string
  basis: string
  title_zh: string
  title_en: string
  gross_area_m2: number
  net_usable_area_m2: number
  standard_uncertainty_m2: number | null
  deductions: Deduction[]
  limited_use_area_m2: number | null
  missing: { code: string; text_zh: string; text_en: string }[]
}

export interface SpaceRow {
  id: string
  number: string
  name: string
  use: Use
  storey_id: string
  storey: string
  building_id: string
  building: string
  net_usable_area_m2: number
  gross_area_m2: number
  basis: string
  declared_area_m2: number | null
  difference_of_declared: number | null
  worst_outcome: Outcome | null
}

export interface Page<T> {
  items: T[]
  next: string | null
}
