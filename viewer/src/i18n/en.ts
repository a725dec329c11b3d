import { certificatesEn } from "./certificates"
import { findingsEn } from "./findings"
import { layoutsEn } from "./layouts"
import { scenariosEn } from "./scenarios"
import { surveysEn } from "./surveys"
import type zh from "./zh"

const en: typeof zh = {
  product: "Yijian",
  frame: {
    plan: "Plan", rooms: "Rooms", imports: "Imports", building: "Building", storey: "Storey", language: "中文", dark: "Dark", light: "Light",
    upload: "Import a file", asOf: "as of {date}", revision: "revision {n}", revisions: "Revisions", search: "Find a room", searchNone: "Nothing found for “{q}”",
    nowhere: "There is no page here", nowhereWhy: "The address may be mistyped, or the building no longer exists.", home: "Back to the plan",
    skip: "Skip to the plan", appeared: "{n} new", vanished: "{n} gone", changed: "{n} changed area",
  },
  empty: {
    title: "Bring in a model, a drawing or a survey", body: "Drop an IFC model, a DXF drawing or a survey (XLSX, CSV, RoomPlan, Survex) anywhere on this page. Yijian reads every room, computes its net usable area and shows where each number comes from and how sure it is.",
    choose: "Choose a file", sample: "See the sample", noSpaces: "No rooms on this storey", noSpacesWhy: "The file has no room here that could be measured. Try another storey, or look at the import for the reason.",
    drop: "Let go to import", dropHint: "Models .ifc .ifczip · drawings .dxf · surveys .xlsx .csv .json .svx .txt",
  },
  use: {
    office: "Office", service: "Service", equipment: "Equipment", ancillary: "Ancillary", technical: "Technical", circulation: "Circulation",
    other: "Other", "not-a-room": "Not a room",
  },
  origin: { modelled: "Space in the model", "derived-from-walls": "Derived from walls", surveyed: "Surveyed", drawn: "Drawn" },
  layer: { title: "Colour by", use: "Use", difference: "Declared vs computed", uncertainty: "Uncertainty", compliance: "Compliance", "org-unit": "Org unit", vacancy: "Vacancy" },
  difference: {
    "far-below": "Declared > 5% less", below: "Declared 1–5% less", equal: "Equal (±1%)", above: "Declared 1–5% more", "far-above": "Declared > 5% more", none: "Not declared",
  },
  legend: { title: "Legend", clear: "Show all", rooms: "{n} room | {n} rooms", filter: "Show only {name}" },
  plan: {
    label: "Plan of {storey}, {n} room | Plan of {storey}, {n} rooms", fit: "Whole storey", zoomIn: "Zoom in", zoomOut: "Zoom out", print: "Print", north: "N", up: "Plan up", keys: "Keys",
    keyClick: "select", keyShift: "add to selection", keyDouble: "zoom to the room", keyStorey: "change storey", keySearch: "search", keyBack: "step back", keyArrows: "next room",
  },
  room: {
    net: "Net usable area", gross: "Gross area", basis: "Measurement basis", why: "Why this number", deduction: "Deduction",
    area: "Area m²", noDeductions: "No deductions: the outline of the room is its net area.", compare: "The same room under other bases", declared: "Declared areas", cause: "Cause", findings: "Findings", noFindings: "Nothing to look at",
    source: "Source", file: "File", revision: "Revision", hash: "Checksum", element_id: "Element id", height: "Clear height", missing: "Missing input", limited: "of it limited use", unnamed: "Unnamed", close: "Close", zoom: "Zoom to the room",
    selected: "{n} room selected | {n} rooms selected", totalNet: "Net usable area together", clear: "Clear selection", copy: "Copy", copied: "Copied",
    noDeclared: "The file declares no area for this room.", kind: { gross: "Gross area", net: "Net area", unspecified: "Not said which" },
    element: "Element", clause: "Per", declaredAs: "Declared as", againstGross: "Against gross",
  },
  cause: {
    "wall-centre": "Measured to the centre of the walls, not their inner face", "wall-overlap": "The outline overlaps walls", headroom: "Low headroom is counted differently", "national-factor": "A national factor was applied", unit: "The units of measure disagree", unknown: "Cause not known: measure this room again",
  },
  deductionKind: {
    column: "Column", pier: "Pier", wall: "Wall overlap", "wall-overlap": "Wall overlap", partition: "Partition", "curtain-wall": "Curtain wall", shaft: "Shaft", duct: "Duct", chimney: "Chimney", stair: "Stair", lift: "Lift",
    "slab-opening": "Slab opening", headroom: "Low headroom", furniture: "Built-in furniture", opening: "Opening", window: "Window reveal", door: "Door reveal", other: "Other",
  },
  storey: {
    net: "Net usable area of the storey", gross: "Gross area", rooms: "Rooms", look: "Worth a look", allWell: "No room needs a look", elevation: "Elevation {z} m", more: "{n} more", building: "Building {net} m² · {n} room | Building {net} m² · {n} rooms", use: "Use",
  },
  outcome: { info: "Note", repaired: "Repaired", warning: "Look at this", rejected: "Not measured" },
  table: {
    number: "Number", name: "Name", use: "Use", storey: "Storey", net: "Net m²", gross: "Gross m²", declared: "Declared m²", difference: "Declared differs", state: "Result", filter: "Filter number, name, use", csv: "Download CSV",
    count: "{n} room · {area} m² | {n} rooms · {area} m²", none: "No room matches", title: "Rooms",
  },
  imports: {
    title: "Imports", file: "File", size: "Size", status: "Status", when: "When", result: "Result", open: "Open the plan", report: "See the report", cancel: "Cancel upload", dismiss: "Close", hide: "Hide",
    statusOf: { queued: "Waiting", running: "Running", done: "Done", failed: "Not imported" },
    step: { upload: "Upload", read: "Read", spaces: "Rooms", walls: "Walls", areas: "Areas", checks: "Checks", store: "Store" },
    leftOut: "One file at a time: {n} more was not taken. Drop it afterwards. | One file at a time: {n} more were not taken. Drop them afterwards.", left: "about {time} left", seconds: "{n} s", minutes: "{n} min", cancelled: "Upload cancelled. Nothing was stored.", failed: "This file could not be imported",
    next: "Nothing already stored was changed. Mend the file as said above and try again, or choose another one.",
    measured: "{n} room measured | {n} rooms measured", repaired: "{n} repaired", needsYou: "{n} needs you | {n} need you", differs: "{n} differs from its declared area | {n} differ from their declared area", findings: "Line by line", nothing: "Every room was measured as it stands. Nothing to explain.",
    whole: "Whole file", zoom: "Show on the plan", running: "Importing",
  },
  problem: { retry: "Try again", request: "Request {id}" },
  survey: surveysEn,
  finding: findingsEn,
  certificate: certificatesEn,
  scenario: scenariosEn,
  layout: layoutsEn,
}

export default en
