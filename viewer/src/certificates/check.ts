/** Checks a certificate in the browser: signature over the canonical form (RFC 8785), and the area from its own outline. */

import type { AreaGeometry, Ring } from "@/api/types"

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json }

export interface CertificateText {
  zh: string
  en: string
}

/** The signed document as issued (docs/certificates.md); lengths are metres, areas m². */
export interface CertificateDocument {
  id: string
  issuer: { name: string; url: string | null }
  issued_at: string
  valid_from: string
  valid_until: string | null
  replaces: string | null
  status: { page: string | null; status_list: { idx: number; uri: string | null } }
  room: {
    id: string
    source_id: string
    number: string
    name: string
    use: string
    building: { id: string; name: string }
    storey: { id: string; name: string; elevation_m: number | null }
  }
  outline: AreaGeometry
  basis: { id: string; title: CertificateText; version: string; rules_sha256: string }
  gross_area_m2: number
  deductions: { kind: string; element: string; area_m2: number; rule: string; footprint: AreaGeometry | null }[]
  net_usable_area_m2: number
  limited_use_area_m2: number | null
  uncertainty: { standard_m2: number; coverage_factor: number; expanded_m2: number; accuracy_class: string | null } | null
  missing: ({ code: string } & CertificateText)[]
  notes: ({ code: string } & CertificateText)[]
  source: { file: string; sha256: string; revision: number; imported_at: string }
  method: { kind: string; instrument: string | null; verified_on_site: boolean; verified_on: string | null }
  does_not_say: ({ code: string } & CertificateText)[]
}

export interface SignedCertificate {
  document: CertificateDocument
  signature: string
}

export interface PublicKey {
  kid: string
  kty: string
  crv?: string
  x?: string
}

/** What a check found; `unable` where this browser cannot check the signature at all. */
export type Verdict = "good" | "bad-signature" | "unknown-key" | "bad-area" | "unable"

/** Areas agree to this, as the service promises, m². */
const LEDGER_M2 = 1e-6

export function canonical(value: Json): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`
  const members = Object.keys(value).sort()
  return `{${members.map((name) => `${JSON.stringify(name)}:${canonical(value[name] ?? null)}`).join(",")}}`
}

function base64url(bytes: Uint8Array): string {
  let text = ""
  for (const byte of bytes) text += String.fromCharCode(byte)
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"))
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0))
}

const ringArea = (ring: Ring): number =>
  Math.abs(
    ring.reduce((sum, [x = 0, y = 0], i) => {
      const [nextX = 0, nextY = 0] = ring[(i + 1) % ring.length] ?? []
      return sum + x * nextY - nextX * y
    }, 0),
  ) / 2

/** The area of an outline in m²: outer rings less their holes. */
export function areaOf(outline: AreaGeometry): number {
  const polygons = outline.type === "Polygon" ? [outline.coordinates] : outline.coordinates
  return polygons.reduce((sum, [outer = [], ...holes]) => sum + ringArea(outer) - holes.reduce((all, hole) => all + ringArea(hole), 0), 0)
}

/** Whether outline, ledger and net area of a document agree. */
export function areaAgrees(document: CertificateDocument): boolean {
  const left = document.deductions.reduce((rest, line) => rest - line.area_m2, document.gross_area_m2)
  return (
    Math.abs(areaOf(document.outline) - document.gross_area_m2) <= LEDGER_M2 && Math.abs(left - document.net_usable_area_m2) <= LEDGER_M2
  )
}

/** Check a certificate against published keys, without asking anybody whether it is right. */
export async function check(certificate: SignedCertificate, keys: readonly PublicKey[]): Promise<Verdict> {
  const [header = "", , signature = ""] = certificate.signature.split(".")
  const { kid } = JSON.parse(new TextDecoder().decode(bytesOf(header))) as { kid: string }
  const key = keys.find((one) => one.kid === kid && one.crv === "Ed25519")
  if (!key?.x) return "unknown-key"
  const payload = new TextEncoder().encode(canonical(certificate.document as unknown as Json))
  const signed = new TextEncoder().encode(`${header}.${base64url(payload)}`)
  let good: boolean
  try {
    const imported = await crypto.subtle.importKey("jwk", { kty: "OKP", crv: "Ed25519", x: key.x }, { name: "Ed25519" }, false, ["verify"])
    good = await crypto.subtle.verify("Ed25519", imported, bytesOf(signature), signed)
  } catch {
    return "unable" // an old browser, or a page that is neither HTTPS nor local
  }
  if (!good) return "bad-signature"
  return areaAgrees(certificate.document) ? "good" : "bad-area"
}
