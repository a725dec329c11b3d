import Projection from "ol/proj/Projection"

/** The storey-local frame as a map projection: metres, x right, y up, anywhere within 1000 km of its origin, no earth involved. */
export const planProjection = new Projection({
  code: "yijian:storey-local",
  units: "m",
  extent: [-1e6, -1e6, 1e6, 1e6],
  metersPerUnit: 1,
})
