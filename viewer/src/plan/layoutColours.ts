/** Colours of a layout on the plan. Lines carry the drawing, so that it reads in black and white. */

import type { Theme } from "./colours"

export interface LayoutInk {
  desk: string
  edge: string
  chair: string
  aisle: string
  gone: string
  way: string
  chosen: string
}

export const LAYOUT_INKS: Record<Theme, LayoutInk> = {
  light: { desk: "#FFF1D6", edge: "#5B4A26", chair: "#FFFFFF", aisle: "#1F5FA81C", gone: "#C2410C", way: "#2F7D5B", chosen: "#F4F8FD" },
  dark: { desk: "#5A4820", edge: "#E9CF94", chair: "#2A313A", aisle: "#6AAAF026", gone: "#F08A4B", way: "#6FC79D", chosen: "#18222E" },
}
