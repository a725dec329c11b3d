import { ref, watchEffect } from "vue"
import type { Theme } from "@/plan/colours"

export type Language = "zh-CN" | "en"

function stored<T extends string>(key: string, allowed: readonly T[], fallback: T): T {
  const value = localStorage.getItem(key) as T | null
  return value && allowed.includes(value) ? value : fallback
}

const prefersDark = window.matchMedia("(prefers-color-scheme: dark)").matches
const startsInEnglish = !navigator.language.toLowerCase().startsWith("zh")

export const theme = ref<Theme>(stored("yijian.theme", ["light", "dark"], prefersDark ? "dark" : "light"))
export const language = ref<Language>(stored("yijian.language", ["zh-CN", "en"], startsInEnglish ? "en" : "zh-CN"))

watchEffect(() => {
  localStorage.setItem("yijian.theme", theme.value)
  document.documentElement.classList.toggle("dark", theme.value === "dark")
})

watchEffect(() => {
  localStorage.setItem("yijian.language", language.value)
  document.documentElement.lang = language.value
})
