/** Colours of the layer of uncertainties: the surer, the lighter; what nobody knows is hatched, not coloured. */

import type { UncertaintyClass } from "@/state/surveyWords"
import type { Fill, Theme } from "./colours"

const plain = (colour: string): Fill => ({ colour, hatch: "none", ink: colour })

const UNCERTAINTY: Record<Theme, Record<UncertaintyClass, Fill>> = {
  light: {
    u1: plain("#D3EEE0"),
    u2: plain("#E4EFC9"),
    u3: { colour: "#F8E3AE", hatch: "dots", ink: "#B98900" },
    u4: { colour: "#F3BFA3", hatch: "diagonal", ink: "#C2410C" },
    modelled: plain("#F2F4F1"),
    drawn: { colour: "#FFFFFF", hatch: "back-diagonal", ink: "#B4BBC3" },
  },
  dark: {
    u1: plain("#1D4432"),
    u2: plain("#3A451B"),
    u3: { colour: "#574413", hatch: "dots", ink: "#E9B93A" },
    u4: { colour: "#7A3413", hatch: "diagonal", ink: "#F08A4B" },
    modelled: plain("#262C2E"),
    drawn: { colour: "#14181D", hatch: "back-diagonal", ink: "#58626D" },
  },
}

export const uncertaintyFill = (kind: string, theme: Theme): Fill => UNCERTAINTY[theme][kind as UncertaintyClass] ?? UNCERTAINTY[theme].modelled
