export const certificatesZh = {}

export const certificatesEn: typeof certificatesZh = {}
