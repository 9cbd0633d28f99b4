/** Numbers and their nouns. */

const whole = new Intl.NumberFormat('en')
const plural = new Intl.PluralRules('en')

export function number(n: number): string {
  return whole.format(n)
}

/** Such as `1 device`, `3,214 devices`. */
export function counted(n: number, one: string, many: string): string {
  return `${number(n)} ${plural.select(n) === 'one' ? one : many}`
}

export const devices = (n: number) => counted(n, 'device', 'devices')

/** A share of a whole, in whole per cent; never 0 % or 100 % for a part that is neither nothing nor all. */
export function percent(part: number, all: number): string {
  if (all === 0) return '–'
  const exact = (part / all) * 100
  if (exact > 0 && exact < 1) return '< 1 %'
  if (exact > 99 && exact < 100) return '> 99 %'
  return `${Math.round(exact)} %`
}
