export const surveysZh = {}

export const surveysEn: typeof surveysZh = {}
