import { onBeforeUnmount, onMounted } from "vue"
import type { Direction } from "@/plan/neighbours"

export interface Shortcuts {
  storeyBy: (step: 1 | -1) => void
  back: () => void
  go: (direction: Direction) => void
}

const ARROWS: Record<string, Direction> = { ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down" }

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName))

/** The keys of the plan page; they rest while somebody types. */
export function useShortcuts(actions: Shortcuts): void {
  function press(event: KeyboardEvent): void {
    if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return
    const arrow = ARROWS[event.key]
    if (event.key === "/") document.querySelector<HTMLInputElement>("[data-shortcut=search]")?.focus()
    else if (event.key === "[") actions.storeyBy(-1)
    else if (event.key === "]") actions.storeyBy(1)
    else if (event.key === "Escape") actions.back()
    else if (arrow) actions.go(arrow)
    else return
    event.preventDefault()
  }
  onMounted(() => window.addEventListener("keydown", press))
  onBeforeUnmount(() => window.removeEventListener("keydown", press))
}
