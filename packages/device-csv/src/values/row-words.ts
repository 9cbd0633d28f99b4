/** Small helpers for values and separators. */
import { withoutInvisible } from './clean-value.ts'

/** Nothing visible. */
export function isBlank(value: string): boolean {
  if (value === '') return true
  const first = value.charCodeAt(0)
  if (first > 32 && first < 127) return false
  return withoutInvisible(value).trim() === ''
}

const names: Readonly<Record<string, string>> = {
  ',': 'commas',
  ';': 'semicolons',
  '\t': 'tabs',
  '|': 'pipes',
  '~': 'tildes',
  '^': 'carets',
  '¦': 'broken bars',
  '\u001f': 'control characters (unit separators)',
  '，': 'full-width commas',
  '；': 'full-width semicolons',
  '  ': 'blanks',
}

export const separatorName = (separator: string): string => names[separator] ?? separator
