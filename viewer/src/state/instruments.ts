import { useI18n } from "vue-i18n"

/** Instruments as a survey names them ("disto, tape") in the words of people; unknown ones as they are. */
export function useInstruments(): (names: string) => string {
  const { t, te } = useI18n()
  return (names) =>
    names
      .split(", ")
      .map((name) => (te(`survey.instrumentOf.${name}`) ? t(`survey.instrumentOf.${name}`) : name))
      .join(", ")
}
