/** How rooms look while some of them are joined for a layout: chosen, beside the chosen ones, or neither. */

import type { Fill, Theme } from "@/plan/colours"
import { INKS } from "@/plan/colours"
import { LAYOUT_INKS } from "@/plan/layoutColours"
import type { LayerLook } from "./layers"

const CLASSES = ["chosen", "beside", "other"] as const

const plain = (colour: string, more: Partial<Fill> = {}): Fill => ({ colour, hatch: "none", ink: colour, ...more })

function fill(kind: string, theme: Theme): Fill {
  const paper = INKS[theme].paper
  if (kind === "chosen") return plain(LAYOUT_INKS[theme].chosen)
  return kind === "beside" ? plain(paper, { dashed: INKS[theme].accent }) : plain(paper)
}

export function layoutLook(chosen: readonly string[], beside: readonly string[], t: (key: string) => string): LayerLook {
  return {
    layer: "use",
    classOf: ({ id }) => (chosen.includes(id) ? "chosen" : beside.includes(id) ? "beside" : "other"),
    classes: () => [...CLASSES],
    fill,
    name: () => t("layout.rooms"),
  }
}
