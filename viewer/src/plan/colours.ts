/** Colours of the plan in both themes. Room fills are light enough for text at 4.5:1; strong classes carry a hatch as well, for print. */

import type { Use } from "@/api/types"
import type { DifferenceClass } from "./difference"

export type Theme = "light" | "dark"
export type Hatch = "none" | "diagonal" | "back-diagonal" | "dots"

export interface Fill {
  colour: string
  hatch: Hatch
  ink: string
  /** Dashed line just inside the walls, for what is meant to look empty. */
  dashed?: string
}

export const USES: readonly Use[] = [
  "office", "service", "equipment", "ancillary", "technical", "circulation", "other", "not-a-room",
]

const plain = (colour: string): Fill => ({ colour, hatch: "none", ink: colour })

const USE_FILLS: Record<Theme, Record<Use, Fill>> = {
  light: {
    office: plain("#DCE9F7"),
    service: plain("#FBE7C6"),
    equipment: plain("#E6DDF3"),
    ancillary: plain("#D3EEE6"),
    technical: plain("#DADFE5"),
    circulation: plain("#F6F5F1"),
    other: plain("#F3DFE4"),
    "not-a-room": { colour: "#FFFFFF", hatch: "dots", ink: "#9AA3AD" },
  },
  dark: {
    office: plain("#1F3A57"),
    service: plain("#52401C"),
    equipment: plain("#3D3157"),
    ancillary: plain("#1B4A40"),
    technical: plain("#363D46"),
    circulation: plain("#20252C"),
    other: plain("#4E2F39"),
    "not-a-room": { colour: "#14181D", hatch: "dots", ink: "#69737F" },
  },
}

const DIFFERENCE_FILLS: Record<Theme, Record<DifferenceClass, Fill>> = {
  light: {
    "far-below": { colour: "#8DB8E2", hatch: "back-diagonal", ink: "#3D77AE" },
    below: plain("#CFE1F3"),
    equal: plain("#F2F4F1"),
    above: plain("#FAD9B8"),
    "far-above": { colour: "#F0A36B", hatch: "diagonal", ink: "#C2410C" },
    none: { colour: "#FFFFFF", hatch: "dots", ink: "#B4BBC3" },
  },
  dark: {
    "far-below": { colour: "#2F5F91", hatch: "back-diagonal", ink: "#79AEE3" },
    below: plain("#22415F"),
    equal: plain("#262C2E"),
    above: plain("#5A3D1E"),
    "far-above": { colour: "#8F3F16", hatch: "diagonal", ink: "#F08A4B" },
    none: { colour: "#14181D", hatch: "dots", ink: "#58626D" },
  },
}

export function useFill(use: string, theme: Theme): Fill {
  return USE_FILLS[theme][use as Use] ?? USE_FILLS[theme].other
}

export function differenceFill(kind: DifferenceClass, theme: Theme): Fill {
  return DIFFERENCE_FILLS[theme][kind]
}

export interface Ink {
  paper: string
  poche: string
  pocheLine: string
  line: string
  thin: string
  text: string
  quiet: string
  halo: string
  accent: string
  deduction: string
}

export const INKS: Record<Theme, Ink> = {
  light: {
    paper: "#FFFFFF",
    poche: "#2B323B",
    pocheLine: "#1B2129",
    line: "#4A545F",
    thin: "#7B8691",
    text: "#17202B",
    quiet: "#44505D",
    halo: "rgba(255,255,255,0.65)",
    accent: "#1F5FA8",
    deduction: "#C2410C",
  },
  dark: {
    paper: "#0E1115",
    poche: "#B9C2CC",
    pocheLine: "#D3DAE1",
    line: "#98A3AE",
    thin: "#6F7A86",
    text: "#F1F4F7",
    quiet: "#C3CBD4",
    halo: "rgba(14,17,21,0.55)",
    accent: "#6AAAF0",
    deduction: "#F08A4B",
  },
}
