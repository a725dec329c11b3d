export const scenariosZh = {}

export const scenariosEn: typeof scenariosZh = {}
