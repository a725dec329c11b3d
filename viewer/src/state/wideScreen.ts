import { onBeforeUnmount, ref, type Ref } from "vue"

const WIDE = "(min-width: 1720px)"

/** Whether there is room for the table beside the plan. */
export function useWideScreen(): Ref<boolean> {
  const media = window.matchMedia(WIDE)
  const wide = ref(media.matches)
  const follow = (event: MediaQueryListEvent): void => {
    wide.value = event.matches
  }
  media.addEventListener("change", follow)
  onBeforeUnmount(() => media.removeEventListener("change", follow))
  return wide
}
