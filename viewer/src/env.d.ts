/// <reference types="vite/client" />

interface Window {
  /** For end-to-end tests; see docs/viewer.md. */
  __yijian?: { pointOf: (roomId: string) => [number, number] | null }
}
