import type { Problem } from "@/api/types"

/** What a layer may stand for, the usual first; the names are those of the form field `layers`. */
export const ROLES = ["wall", "room", "column", "door", "window", "glazing", "label"] as const
export type Role = (typeof ROLES)[number]
export type Choice = Record<Role, string[]>

const UNITS = ["mm", "m", "cm", "dm", "in", "ft", "us-ft", "yd"]
const ASK_UNIT = ["unit-missing", "unit-unknown"]
const ASK_LAYERS = ["layers-unclear", "layers-invalid", "layer-not-found", "lines-tangled"]

export interface Layer {
  name: string
  /** How much lies on it; null where only its name is known. */
  count: number | null
}

export interface Asked {
  /** What is missing; the other one may be said too. */
  what: "unit" | "layers"
  units: string[]
  /** Units that what is written in the rooms, or else the width of the doors, would fit. */
  fitting: string[]
  /** The unit to begin with: the only one in which the written areas are right, none otherwise. */
  likely: string
  layers: Layer[]
}

const list = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : [])

function layersOf(value: unknown): Layer[] {
  if (Array.isArray(value)) return value.map((name) => ({ name: String(name), count: null }))
  return Object.entries((value ?? {}) as Record<string, number>)
    .map(([name, count]) => ({ name, count }))
    .sort((a, b) => b.count - a.count)
}

/** What a refused drawing lacks that whoever imports it can say; null for any other refusal. */
export function askedOf(problem: Problem): Asked | null {
  const what = ASK_UNIT.includes(problem.code) ? "unit" : ASK_LAYERS.includes(problem.code) ? "layers" : null
  if (!what) return null
  const { choices, fits_labels, fits_doors, layers } = problem.evidence ?? {}
  const written = list(fits_labels)
  return {
    what,
    units: list(choices).length ? list(choices) : UNITS,
    fitting: written.length ? written : list(fits_doors),
    likely: written.length === 1 ? (written[0] ?? "") : "",
    layers: layersOf(layers),
  }
}

/** What was said about a drawing when it was imported. */
export const saidOf = (options: Record<string, unknown>): [string, string][] =>
  ["unit", "layers"].flatMap((name): [string, string][] => (typeof options[name] === "string" && options[name] ? [[name, options[name]]] : []))

/** A choice of layers as the form field takes it: `wall=A,B*;column=C`. */
export const written = (choice: Choice): string =>
  ROLES.filter((role) => choice[role].length)
    .map((role) => `${role}=${choice[role].join(",")}`)
    .join(";")

/** The choice in a text as `written` makes it; what it cannot place is left out. */
export function choiceIn(text: unknown): Choice {
  const choice = Object.fromEntries(ROLES.map((role) => [role, [] as string[]])) as Choice
  for (const part of typeof text === "string" ? text.split(/[;;]/) : []) {
    const [role = "", names = ""] = part.split("=", 2)
    const known = ROLES.find((one) => one === role.trim().toLowerCase())
    if (known) choice[known].push(...names.split(/[,,]/).map((name) => name.trim()).filter(Boolean))
  }
  return choice
}
