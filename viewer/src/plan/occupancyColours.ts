/** Colours of the layers about people. Each class differs in hatch or outline as well as in hue: colour-blind readers and black-and-white print tell them apart. */

import type { Fill, Theme } from "./colours"

export const COMPLIANCE_CLASSES = ["over", "not-decided", "within", "vacant", "unknown", "none"] as const
export type ComplianceClass = (typeof COMPLIANCE_CLASSES)[number]
export const VACANCY_CLASSES = ["occupied", "vacant", "none"] as const
export type VacancyClass = (typeof VACANCY_CLASSES)[number]

const plain = (colour: string): Fill => ({ colour, hatch: "none", ink: colour })
const vacant: Record<Theme, Fill> = {
  light: { ...plain("#FFFFFF"), dashed: "#4B7BA8" },
  dark: { ...plain("#0E1115"), dashed: "#7FB0DE" },
}
const nobody: Record<Theme, Fill> = { light: plain("#F6F5F1"), dark: plain("#1B1F25") }

const COMPLIANCE: Record<Theme, Record<ComplianceClass, Fill>> = {
  light: {
    over: { colour: "#F3BFA3", hatch: "diagonal", ink: "#C2410C" },
    "not-decided": { colour: "#FBEBC0", hatch: "dots", ink: "#D69E00" },
    within: plain("#DAE8E2"), // #2F7D5B at 18 %
    vacant: vacant.light,
    unknown: { colour: "#E3E6E9", hatch: "back-diagonal", ink: "#9AA3AD" },
    none: nobody.light,
  },
  dark: {
    over: { colour: "#7A3413", hatch: "diagonal", ink: "#F08A4B" },
    "not-decided": { colour: "#4F3D0B", hatch: "dots", ink: "#E9B93A" },
    within: plain("#1D3A2E"),
    vacant: vacant.dark,
    unknown: { colour: "#2A3038", hatch: "back-diagonal", ink: "#69737F" },
    none: nobody.dark,
  },
}

const VACANCY: Record<Theme, Record<VacancyClass, Fill>> = {
  light: { occupied: plain("#DCE9F7"), vacant: vacant.light, none: nobody.light },
  dark: { occupied: plain("#1F3A57"), vacant: vacant.dark, none: nobody.dark },
}

/** Twelve hues that stay apart for colour-blind readers next to each other; further org units repeat them with a pattern. */
const UNIT_HUES: Record<Theme, readonly string[]> = {
  light: ["#A9CDEE", "#FAD59A", "#B5DDB8", "#F2B8B0", "#D5C3EC", "#F6EE9C", "#9FDCDD", "#F3C3DE", "#D9C3A5", "#C4D88F", "#BCC7F2", "#E2B9A0"],
  dark: ["#20476B", "#5E4314", "#23502A", "#65302A", "#45315F", "#54500F", "#155152", "#5C2B49", "#4E3D26", "#3E4D15", "#2F3B6B", "#5A3621"],
}
const UNIT_PATTERNS = ["none", "diagonal", "back-diagonal", "dots"] as const
const PATTERN_INK: Record<Theme, string> = { light: "#5B6772", dark: "#A9B4BF" }

export const complianceFill = (kind: string, theme: Theme): Fill => COMPLIANCE[theme][kind as ComplianceClass] ?? COMPLIANCE[theme].none

export const vacancyFill = (kind: string, theme: Theme): Fill => VACANCY[theme][kind as VacancyClass] ?? VACANCY[theme].none

/** The colour of the org unit that stands at `index` among all of them; the same unit has the same colour everywhere. */
export function unitFill(index: number, theme: Theme): Fill {
  const hues = UNIT_HUES[theme]
  if (index < 0) return nobody[theme]
  const hatch = UNIT_PATTERNS[Math.floor(index / hues.length) % UNIT_PATTERNS.length] ?? "none"
  const colour = hues[index % hues.length] ?? nobody[theme].colour
  return { colour, hatch, ink: hatch === "none" ? colour : PATTERN_INK[theme] }
}

export const severalUnits = (theme: Theme): Fill => ({ ...nobody[theme], hatch: "diagonal", ink: PATTERN_INK[theme] })
