import { onBeforeUnmount, ref, type Ref } from "vue"

const WIDE = "(min-width: 1720px)"
const PHONE = "(max-width: 800px)"

function useMedia(query: string): Ref<boolean> {
  const media = window.matchMedia(query)
  const matches = ref(media.matches)
  const follow = (event: MediaQueryListEvent): void => {
    matches.value = event.matches
  }
  media.addEventListener("change", follow)
  onBeforeUnmount(() => media.removeEventListener("change", follow))
  return matches
}

/** Whether there is room for the table beside the plan. */
export const useWideScreen = (): Ref<boolean> => useMedia(WIDE)

/** Whether a table has to do with its most important columns. */
export const usePhone = (): Ref<boolean> => useMedia(PHONE)
