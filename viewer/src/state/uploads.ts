import { computed, reactive, shallowRef } from "vue"
import { api, BASE, problemFrom, problemOf, tooLarge, unreachable } from "@/api/client"
import type { ImportRecord, Problem } from "@/api/types"
import { bytes } from "./format"
import { usePlaces } from "./places"

export const ACCEPTED_FILES = ".ifc,.ifczip,.dxf,.xlsx,.xlsm,.csv,.tsv,.json,.svx,.txt"
/** A model is a plan of its own; anything else may add to the rooms of a building. The service looks at the content, this only decides whether to ask. */
const MODEL = /\.ifc(zip)?$/i
export const maySupplement = (file: string): boolean => !MODEL.test(file)

export interface Upload {
  file: string
  size_bytes: number
  sent: number
  started_at: number
  record: ImportRecord | null
  problem: Problem | null
  cancelled: boolean
  /** Files that came with this one and were not taken. */
  left_out: number
}

const current = shallowRef<Upload | null>(null)
/** What is said about a file beside its bytes, by form field: the unit and the layers of a drawing. */
export type Said = Record<string, string>

/** The files sent last, by import: reading one again need not ask for it. */
const sentFiles = new Map<string, File>()
const MOST_KEPT = 4

/** Files that wait for the answer which building they belong to. */
const asked = shallowRef<FileList | null>(null)
let request: XMLHttpRequest | null = null
let events: EventSource | null = null

// Sending the bytes is the first part of the way; the service counts the rest from 0 to 1.
const UPLOAD_SHARE = 0.15
const LOOK_AGAIN_MS = 1000

/** How far an import is, from 0 to 1, sending included. */
export function progressOf(upload: Upload): number {
  if (!upload.record) return upload.sent * UPLOAD_SHARE
  return UPLOAD_SHARE + (1 - UPLOAD_SHARE) * (upload.record.status === "done" ? 1 : upload.record.progress)
}

/** Seconds left at the pace so far; null while there is too little to judge by. */
export function secondsLeft(upload: Upload, now: number): number | null {
  const progress = progressOf(upload)
  const spent_s = (now - upload.started_at) / 1000
  return progress < 0.05 || spent_s < 1.5 ? null : (spent_s * (1 - progress)) / progress
}

function follow(upload: Upload, importId: string): void {
  const { refresh } = usePlaces()
  events = new EventSource(`${BASE}/imports/${encodeURIComponent(importId)}/events`)
  const take = (event: MessageEvent<string>): void => {
    upload.record = { ...upload.record, ...(JSON.parse(event.data) as ImportRecord) }
  }
  const close = (event: MessageEvent<string>): void => {
    take(event)
    upload.problem = upload.record?.problem ?? null
    events?.close()
    void refresh()
  }
  events.addEventListener("progress", take)
  events.addEventListener("done", close)
  events.addEventListener("failed", close)
  // The browser reconnects by itself after a break; it gives up only where the service refuses, then the import is asked for directly.
  events.addEventListener("error", () => {
    if (events?.readyState !== EventSource.CLOSED) return
    window.setTimeout(() => void lookAgain(upload, importId), LOOK_AGAIN_MS)
  })
}

async function lookAgain(upload: Upload, importId: string): Promise<void> {
  try {
    const record = await api.import(importId)
    upload.record = record
    upload.problem = record.problem
    if (record.status === "done") void usePlaces().refresh()
    else if (record.status !== "failed" && current.value?.record?.id === importId) follow(upload, importId)
  } catch (error) {
    upload.problem = problemOf(error)
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function keep(importId: string, file: File): void {
  sentFiles.delete(importId)
  sentFiles.set(importId, file)
  for (const oldest of [...sentFiles.keys()].slice(0, -MOST_KEPT)) sentFiles.delete(oldest)
}

function took(upload: Upload, record: ImportRecord): void {
  upload.sent = 1
  upload.record = record
  if (record.status === "failed") upload.problem = record.problem
  if (record.status === "done") void usePlaces().refresh()
  else if (record.status !== "failed") follow(upload, record.id)
}

/** Have the service import the sample that comes with it. */
async function sendSample(): Promise<void> {
  cancel()
  const upload: Upload = reactive({
    file: "", size_bytes: 0, sent: 1, started_at: Date.now(), record: null, problem: null, cancelled: false, left_out: 0,
  })
  current.value = upload
  try {
    const record = await api.importSample()
    upload.file = record.file
    upload.size_bytes = record.size_bytes
    took(upload, record)
  } catch (error) {
    upload.problem = problemOf(error)
  }
}

/** Take files; a survey or drawing waits for the question which building it belongs to, where there is one to belong to. */
function take(files: FileList | null | undefined): void {
  const file = files?.[0]
  if (!file) return
  if (maySupplement(file.name) && usePlaces().buildings.data.value?.length) {
    cancel()
    current.value = null
    asked.value = files ?? null
  } else send(files)
}

/** Send the first of these files, as part of the building with this id or on its own. */
function send(files: FileList | null | undefined, building: string | null = null): void {
  asked.value = null
  if (files?.[0]) sendFile(files[0], building, {}, files.length - 1)
}

function sendFile(file: File, building: string | null, said: Said, left_out = 0): void {
  cancel()
  const upload: Upload = reactive({
    file: file.name, size_bytes: file.size, sent: 0, started_at: Date.now(), record: null, problem: null, cancelled: false, left_out,
  })
  current.value = upload
  const limit = usePlaces().meta.data.value?.max_upload_bytes
  if (limit !== undefined && file.size > limit) {
    upload.problem = tooLarge(bytes(file.size), bytes(limit))
    return
  }
  const form = new FormData()
  form.append("file", file)
  if (building) form.append("building_id", building)
  for (const [name, value] of Object.entries(said)) if (value) form.append(name, value)
  request = new XMLHttpRequest()
  request.open("POST", `${BASE}/imports`)
  request.setRequestHeader("Accept-Language", document.documentElement.lang)
  request.upload.onprogress = (event) => {
    if (event.lengthComputable) upload.sent = event.loaded / event.total
  }
  request.onerror = () => {
    upload.problem = unreachable()
  }
  request.onload = () => {
    const { status, responseText } = request as XMLHttpRequest
    const body = parsed(responseText)
    if (status < 200 || status > 299) {
      upload.problem = problemFrom(status, body)
      return
    }
    const record = body as ImportRecord
    keep(record.id, file)
    took(upload, record)
  }
  request.send(form)
}

/** Stop sending; what the service has already taken in full goes on there and stays in the list of imports. */
function cancel(): void {
  if (current.value && !current.value.record && request) {
    request.abort()
    current.value.cancelled = true
  }
  events?.close()
  request = null
}

export function useUpload() {
  return {
    current: computed(() => current.value),
    asked: computed(() => asked.value),
    take,
    send,
    forget: () => {
      asked.value = null
    },
    sendSample,
    /** The file of an import, as long as this page remembers it. */
    fileOf: (importId: string): File | null => sentFiles.get(importId) ?? null,
    /** Read the file of an import once more, with more said about it; what it belongs to stays. */
    sendAgain: (record: ImportRecord, file: File, said: Said) => sendFile(file, record.target_building_id, said),
    cancel,
    dismiss: () => {
      cancel()
      current.value = null
    },
  }
}
