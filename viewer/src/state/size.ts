import { onBeforeUnmount, onMounted, ref, type Ref } from "vue"

/** The width of an element in pixels, followed; a drawing laid out for it keeps its letters the size they should be. */
export function useWidth(element: Readonly<Ref<HTMLElement | null>>, initial: number): Ref<number> {
  const width = ref(initial)
  let observer: ResizeObserver | undefined
  onMounted(() => {
    observer = new ResizeObserver(([entry]) => {
      if (entry && entry.contentRect.width > 0) width.value = Math.round(entry.contentRect.width)
    })
    if (element.value) observer.observe(element.value)
  })
  onBeforeUnmount(() => observer?.disconnect())
  return width
}
