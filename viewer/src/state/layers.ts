/** What a layer makes of a room: its class, the colour and the name of the class. Plan and legend know no layer by name. */

import type { RoomOccupancy, SpaceFeature } from "@/api/types"
import { differenceFill, useFill, USES, type Fill, type Theme } from "@/plan/colours"
import { DIFFERENCE_CLASSES, differenceClass, type DifferenceClass } from "@/plan/difference"
import {
  COMPLIANCE_CLASSES, complianceFill, severalUnits, unitFill, VACANCY_CLASSES, vacancyFill,
} from "@/plan/occupancyColours"
import { uncertaintyFill } from "@/plan/uncertaintyColours"
import { UNCERTAINTY_CLASSES, uncertaintyClass } from "./surveyWords"

export const LAYERS = ["use", "difference", "uncertainty", "compliance", "org-unit", "vacancy"] as const
export type Layer = (typeof LAYERS)[number]
/** Layers that need to know who is where. */
export const PEOPLE_LAYERS: readonly Layer[] = ["compliance", "org-unit", "vacancy"]

export interface LayerLook {
  layer: Layer
  classOf: (feature: SpaceFeature) => string
  /** All classes of the legend in their order, given those that occur. */
  classes: (present: ReadonlySet<string>) => string[]
  fill: (kind: string, theme: Theme) => Fill
  name: (kind: string) => string
}

export interface People {
  rooms: ReadonlyMap<string, RoomOccupancy>
  /** Names of org units by id. */
  units: ReadonlyMap<string, string>
  /** Place of an org unit among all of the roster, which decides its colour. */
  unitIndex: (id: string) => number
}

type Translate = (key: string) => string
export const NO_UNIT = "-"
export const SEVERAL_UNITS = "+"

function unitOf(room: RoomOccupancy | undefined): string {
  const ids = room?.org_unit_ids ?? []
  return ids.length > 1 ? SEVERAL_UNITS : (ids[0] ?? NO_UNIT)
}

export function layerLook(layer: Layer, people: People | null, t: Translate): LayerLook {
  const room = (feature: SpaceFeature): RoomOccupancy | undefined => people?.rooms.get(feature.id)
  switch (layer) {
    case "difference":
      return {
        layer,
        classOf: ({ properties }) => differenceClass(properties.difference_of_declared),
        classes: () => [...DIFFERENCE_CLASSES],
        fill: (kind, theme) => differenceFill(kind as DifferenceClass, theme),
        name: (kind) => t(`difference.${kind}`),
      }
    case "uncertainty":
      return {
        layer,
        classOf: ({ properties }) => uncertaintyClass(properties.standard_uncertainty_m2, properties.origin),
        classes: () => [...UNCERTAINTY_CLASSES],
        fill: uncertaintyFill,
        name: (kind) => t(`survey.layer.${kind}`),
      }
    case "compliance":
      return {
        layer,
        classOf: (feature) => room(feature)?.compliance ?? "none",
        classes: () => [...COMPLIANCE_CLASSES],
        fill: complianceFill,
        name: (kind) => t(`finding.compliance.${kind}`),
      }
    case "vacancy":
      return {
        layer,
        classOf: (feature) => {
          const one = room(feature)
          if (one?.compliance === "vacant") return "vacant"
          return one && (one.occupants > 0 || one.org_unit_ids.length > 0) ? "occupied" : "none"
        },
        classes: () => [...VACANCY_CLASSES],
        fill: vacancyFill,
        name: (kind) => t(`finding.vacancy.${kind}`),
      }
    case "org-unit":
      return {
        layer,
        classOf: (feature) => unitOf(room(feature)),
        classes: (present) => {
          const units = [...present].filter((id) => id !== NO_UNIT && id !== SEVERAL_UNITS)
          units.sort((a, b) => (people?.unitIndex(a) ?? 0) - (people?.unitIndex(b) ?? 0))
          return [...units, ...[SEVERAL_UNITS, NO_UNIT].filter((id) => present.has(id))]
        },
        fill: (kind, theme) => {
          if (kind === SEVERAL_UNITS) return severalUnits(theme)
          return unitFill(kind === NO_UNIT ? -1 : (people?.unitIndex(kind) ?? -1), theme)
        },
        name: (kind) => {
          if (kind === NO_UNIT) return t("finding.noUnit")
          return kind === SEVERAL_UNITS ? t("finding.severalUnits") : (people?.units.get(kind) ?? kind)
        },
      }
    default:
      return {
        layer,
        classOf: ({ properties }) => properties.use,
        classes: (present) => USES.filter((use) => present.has(use)),
        fill: useFill,
        name: (kind) => t(`use.${kind}`),
      }
  }
}

export function countByClass(features: readonly SpaceFeature[], look: LayerLook): Map<string, number> {
  const counts = new Map<string, number>()
  for (const feature of features) {
    const kind = look.classOf(feature)
    counts.set(kind, (counts.get(kind) ?? 0) + 1)
  }
  return counts
}
