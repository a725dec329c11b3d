export const findingsZh = {}

export const findingsEn: typeof findingsZh = {}
