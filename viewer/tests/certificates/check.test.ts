import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { describe, expect, it } from "vitest"
import { areaOf, canonical, check, type Json, type PublicKey, type SignedCertificate } from "@/certificates/check"
import { drawingOf } from "@/certificates/drawing"

const sample = <T>(name: string): T =>
  JSON.parse(readFileSync(fileURLToPath(new URL(`../../../samples/${name}`, import.meta.url)), "utf-8")) as T
const { keys } = sample<{ keys: PublicKey[] }>("area_certificate.jwks.json")
const certificate = (): SignedCertificate => sample<SignedCertificate>("area_certificate.json")

describe("checking a certificate in the browser", () => {
  it("accepts one that is as it was issued", async () => {
    expect(await check(certificate(), keys)).toBe("good")
  })

  it("refuses a changed digit, a moved corner and another room's name", async () => {
    const area = certificate()
    area.document.net_usable_area_m2 += 1
    const corner = certificate()
    const { outline } = corner.document
    const ring = (outline.type === "Polygon" ? outline.coordinates[0] : outline.coordinates[0]?.[0]) ?? []
    for (const point of ring.slice(0, 1)) point[0] = (point[0] ?? 0) + 0.001
    const room = certificate()
    room.document.room.number += "x"
    for (const changed of [area, corner, room]) expect(await check(changed, keys)).toBe("bad-signature")
  })

  it("says when it does not know the key", async () => {
    expect(await check(certificate(), [])).toBe("unknown-key")
  })

  it("writes members in the order of RFC 8785", () => {
    const mixed: Json = { "€": 1, "\r": 2, "1": [3.5, 1e21, 1e-7], a: { c: null, b: true }, "😀": "é\u0007" }
    expect(canonical(mixed)).toBe('{"\\r":2,"1":[3.5,1e+21,1e-7],"a":{"b":true,"c":null},"€":1,"😀":"é\\u0007"}')
  })
})

const L_ROOM = {
  type: "Polygon" as const,
  coordinates: [
    [[0, 0], [6, 0], [6, 3], [3, 3], [3, 6], [0, 6], [0, 0]],
    [[1, 1], [1, 2], [2, 2], [2, 1], [1, 1]],
  ],
}

describe("drawing a room", () => {
  it("measures an outline with a hole", () => {
    expect(areaOf(L_ROOM)).toBeCloseTo(26, 12)
  })

  it("names the length of every long wall, outside of the room and never upside down", () => {
    const { dimensions, viewBox } = drawingOf(L_ROOM, [])
    expect(dimensions.map((one) => one.length_m)).toEqual([6, 6, 3, 3, 3, 3])
    for (const one of dimensions) {
      expect(Math.abs(one.angle)).toBeLessThanOrEqual(90)
      expect(one.x < 0 || one.x > 3 || one.y > 0 || one.y < -3).toBe(true)
    }
    expect(viewBox[2]).toBeGreaterThan(6)
  })
})
