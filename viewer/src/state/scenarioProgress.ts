/** Ask again while something is being worked out, and stop when nothing is or nobody looks. */

import { onBeforeUnmount, watch } from "vue"

const EVERY_MS = 1500

export function useAskAgain(busy: () => boolean, ask: () => unknown): void {
  let waiting = 0
  const stop = (): void => window.clearInterval(waiting)
  watch(
    busy,
    (is) => {
      stop()
      if (is) waiting = window.setInterval(() => void ask(), EVERY_MS)
    },
    { immediate: true },
  )
  onBeforeUnmount(stop)
}

export const isOpen = (scenario: { status: string }): boolean => scenario.status === "queued" || scenario.status === "running"
