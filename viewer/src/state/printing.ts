import { nextTick, ref } from "vue"

/** Whether the page is being printed; paper is light, whatever the theme, and has a size of its own. */
export const printing = ref(false)

function change(is: boolean): void {
  document.documentElement.classList.toggle("printing", is)
  printing.value = is
}

window.addEventListener("beforeprint", () => change(true))
window.addEventListener("afterprint", () => change(false))

/** Open the browser's print dialogue once everything that changes on paper has changed. */
export async function print(): Promise<void> {
  change(true)
  await nextTick()
  window.print()
}
