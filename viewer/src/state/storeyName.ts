import { useI18n } from "vue-i18n"
import type { Storey } from "@/api/types"

/** What a storey is called on screen; the sheet of rooms nobody has placed has a name in each language. */
export function useStoreyName(): (storey: Pick<Storey, "name" | "aside">) => string {
  const { t } = useI18n()
  return (storey) => (storey.aside ? t("survey.aside.name") : storey.name)
}
