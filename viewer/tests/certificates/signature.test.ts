import { createPublicKey, verify } from "node:crypto"
import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"

import { describe, expect, it } from "vitest"

interface Certificate {
  document: {
    id: string
    outline: { coordinates: number[][][] }
    gross_area_m2: number
    net_usable_area_m2: number
    deductions: { area_m2: number }[]
  }
  signature: string
}

interface Keys {
  keys: { kid: string; kty: string; crv: string; x: string }[]
}

type Json = null | boolean | number | string | Json[] | { [name: string]: Json }

/** The canonical form of RFC 8785: members sorted by UTF-16 code units, numbers and strings as JSON.stringify has them. */
function canonical(value: Json): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`
  const members = Object.keys(value).sort()
  return `{${members.map((name) => `${JSON.stringify(name)}:${canonical(value[name] ?? null)}`).join(",")}}`
}

const sample = <T>(name: string): T =>
  JSON.parse(readFileSync(fileURLToPath(new URL(`../../../samples/${name}`, import.meta.url)), "utf-8")) as T

const { document, signature } = sample<Certificate>("area_certificate.json")
const { keys } = sample<Keys>("area_certificate.jwks.json")

const parts = (compact: string): [string, string, string] => compact.split(".") as [string, string, string]

function isGood(document: Json, signature: string): boolean {
  const [head, , tail] = parts(signature)
  const header = JSON.parse(Buffer.from(head, "base64url").toString()) as { alg: string; kid: string }
  const jwk = keys.find((key) => key.kid === header.kid)
  if (header.alg !== "EdDSA" || jwk === undefined) return false
  const key = createPublicKey({ key: { kty: jwk.kty, crv: jwk.crv, x: jwk.x }, format: "jwk" })
  const signed = `${head}.${Buffer.from(canonical(document)).toString("base64url")}`
  return verify(null, Buffer.from(signed), key, Buffer.from(tail, "base64url"))
}

function shoelace(ring: number[][]): number {
  let twice = 0
  for (let i = 1; i < ring.length; i++) {
    const [[x1 = 0, y1 = 0], [x2 = 0, y2 = 0]] = [ring[i - 1] ?? [], ring[i] ?? []]
    twice += x1 * y2 - x2 * y1
  }
  return Math.abs(twice) / 2
}

describe("a certificate, checked by another library in another language", () => {
  it("has the signature of its key over its canonical form", () => {
    expect(isGood(document as unknown as Json, signature)).toBe(true)
    expect(parts(signature)[1]).toBe("")
  })

  it("is refused when one number, one letter or the signature is another", () => {
    const changed = structuredClone(document)
    changed.net_usable_area_m2 += 0.01
    expect(isGood(changed as unknown as Json, signature)).toBe(false)
    expect(isGood({ ...document, id: "YJ-TEST-0NLY-0000-0000-0000-0001" } as unknown as Json, signature)).toBe(false)
    const [head, , tail] = parts(signature)
    const other = (tail.startsWith("A") ? "B" : "A") + tail.slice(1)
    expect(isGood(document as unknown as Json, `${head}..${other}`)).toBe(false)
  })

  it("gives its area back from its outline and ledger", () => {
    const gross = shoelace(document.outline.coordinates[0] ?? [])
    expect(Math.abs(gross - document.gross_area_m2)).toBeLessThan(1e-6)
    const deducted = document.deductions.reduce((sum, line) => sum + line.area_m2, 0)
    expect(Math.abs(gross - deducted - document.net_usable_area_m2)).toBeLessThan(1e-6)
  })
})
