import { watch } from "vue"
import { createI18n } from "vue-i18n"
import { language } from "@/state/preferences"
import en from "./en"
import zh from "./zh"

export const i18n = createI18n<[typeof zh], "zh-CN" | "en", false>({
  legacy: false,
  locale: language.value,
  fallbackLocale: "en",
  messages: { "zh-CN": zh, en },
})

watch(language, (value) => {
  i18n.global.locale.value = value
})
