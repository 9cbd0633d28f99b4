/** The hash in whatever was pasted: itself, a row of a CSV file, or the XML of an OA3 report. */

/** Empty where there is none. */
export function hashIn(text: string): string {
  const trimmed = text.trim()
  if (trimmed === '') return ''
  if (trimmed.startsWith('<')) {
    const xml = /<HardwareHash>\s*([A-Za-z0-9+/=\s]+)\s*<\/HardwareHash>/i.exec(trimmed)?.[1]
    return xml?.replace(/\s+/g, '') ?? trimmed
  }
  const parts = trimmed.split(/[",;\s]+/).toSorted((x, y) => y.length - x.length)
  return parts[0] ?? ''
}
