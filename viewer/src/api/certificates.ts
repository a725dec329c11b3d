/** What the service says about area certificates. */

import type { PublicKey, SignedCertificate } from "@/certificates/check"
import { all, ask, BASE, id, problemFrom, ServiceError, unreachable } from "./client"
import type { CertificateBatch, CertificateBatchItem, CertificateEntry, CertificateLine, CertificateState, CertificateStatus, Page } from "./types"

export interface CertificatesAsked {
  building?: string | null
  space?: string | null
  number?: string | null
  status?: CertificateStatus | null
  issued_from?: string | null
  issued_before?: string | null
  min_area_m2?: number | null
  max_area_m2?: number | null
}

export interface BatchAsked {
  building?: string
  storey?: string
  spaces?: readonly string[]
  basis: string
}

async function publicKeys(): Promise<PublicKey[]> {
  let response: Response
  try {
    response = await fetch("/.well-known/jwks.json")
  } catch {
    throw new ServiceError(unreachable())
  }
  const answer: unknown = await response.json().catch(() => null)
  if (!response.ok) throw new ServiceError(problemFrom(response.status, answer))
  return (answer as { keys: PublicKey[] }).keys
}

export const certificates = {
  page: (asked: CertificatesAsked, cursor: string | null, limit = 50) => ask<Page<CertificateLine>>("/certificates", { ...asked, cursor, limit }),
  ofSpace: (space: string) => ask<Page<CertificateLine>>("/certificates", { space, limit: 20 }).then((page) => page.items),
  signed: (certificateId: string) => ask<SignedCertificate>(`/certificates/${id(certificateId)}`),
  status: (certificateId: string) => ask<CertificateState>(`/certificates/${id(certificateId)}/status`),
  history: (certificateId: string) => ask<Page<CertificateEntry>>(`/certificates/${id(certificateId)}/history`).then((page) => page.items),
  issue: (spaceId: string, basis: string) => ask<SignedCertificate>(`/spaces/${id(spaceId)}/certificates`, {}, "POST", { basis }),
  revoke: (certificateId: string, reason: string) => ask<CertificateLine>(`/certificates/${id(certificateId)}/revoke`, {}, "POST", { reason }),
  beginBatch: (asked: BatchAsked) => ask<CertificateBatch>("/certificate-batches", {}, "POST", asked),
  batch: (batchId: string) => ask<CertificateBatch>(`/certificate-batches/${id(batchId)}`),
  batchItems: (batchId: string) => all<CertificateBatchItem>(`/certificate-batches/${id(batchId)}/items`, { limit: 500 }),
  keys: publicKeys,
  /** Where a certificate is had as a file. */
  file: (certificateId: string, format: "json" | "pdf" | "jws") => `${BASE}/certificates/${id(certificateId)}?format=${format}`,
  code: (certificateId: string) => `${BASE}/certificates/${id(certificateId)}/qr`,
  /** Where all certificates that were asked for are had as one file. */
  download: (asked: CertificatesAsked, format: "csv" | "json" | "zip" | "gpkg") => {
    const given = Object.entries(asked).filter(([, value]) => value !== null && value !== undefined && value !== "")
    return `${BASE}/certificates/download?${new URLSearchParams([...given.map(([key, value]) => [key, String(value)]), ["format", format]]).toString()}`
  },
}
