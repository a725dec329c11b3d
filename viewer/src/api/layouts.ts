/** What the service says about open-plan layouts. */

import { ask, BASE, id } from "./client"
import type { Layout, LayoutAsked, LayoutLine, Page } from "./types"

export const layouts = {
  request: (asked: LayoutAsked) => ask<LayoutLine>("/layouts", {}, "POST", asked),
  get: (layoutId: string) => ask<Layout>(`/layouts/${id(layoutId)}`),
  of: (spaces: readonly string[]) => ask<Page<LayoutLine>>("/layouts", { space: spaces, limit: 24 }).then((page) => page.items),
  /** Where a layout is had as a file. */
  file: (layoutId: string, kind: "geojson" | "dxf" | "ifc") =>
    `${BASE}/layouts/${id(layoutId)}${{ geojson: ".geojson", dxf: "/plan.dxf", ifc: "/model.ifc" }[kind]}`,
}
